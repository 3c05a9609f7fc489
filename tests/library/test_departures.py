"""The library departs from torch as docs/departures.md lists it, and nowhere unnoticed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
import torch


def test_an_ndarray_may_stand_on_the_left(lib):
    ones = np.ones((2, 2))
    with pytest.raises(TypeError):
        ones @ torch.ones(2, dtype=torch.float64)
    assert (ones @ lib.ones(2, dtype=lib.float64)).tolist() == [2.0, 2.0]
    assert (ones - lib.ones(2, dtype=lib.float64)).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_an_ndarray_on_the_right_is_a_tensor_and_one_alone_stays_an_ndarray(lib):
    three, weight = np.array(3.0), [each.ones(2, requires_grad=True) for each in (torch, lib)]
    assert (torch.ones(2) * three).dtype == torch.float64
    with pytest.raises(RuntimeError, match="requires grad"):
        weight[0] * three
    assert (weight[1] * three).dtype == lib.float32 and (weight[1] * three).requires_grad
    for call in (lambda lib: lib.exp(2.0), lambda lib: lib.sum(np.ones(2))):
        with pytest.raises(TypeError):
            call(torch)
        assert isinstance(call(lib), np.generic)


def test_a_repr_names_the_op_or_that_the_graph_is_freed(lib):
    def shown(lib: Any) -> list[str]:
        x = lib.ones(2, requires_grad=True)
        loss = (x * x).sum()
        power = loss**2
        power.backward()
        return [repr(loss), repr(power)]

    assert shown(torch) == [
        "tensor(2., grad_fn=<SumBackward0>)",
        "tensor(4., grad_fn=<PowBackward0>)",
    ]
    assert shown(lib) == ["tensor(2., grad_fn=<sum>)", "tensor(4., grad_fn=<freed>)"]


# Which may be walked twice in torch, and which here.
TWICE = {
    "x[i]": (False, True),
    "x.take(i)": (False, True),
    "Free.apply(x)": (True, False),
    "x.lerp(x + 1, 0.5)": (True, False),
    "F.interpolate(x[None, None], size=3, mode='linear')": (True, False),
}


@pytest.mark.parametrize("expression", TWICE)
def test_which_parts_of_a_freed_graph_may_be_walked_again(lib, expression):
    def twice(lib: Any) -> bool:
        class Free(lib.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x * 2

            @staticmethod
            def backward(ctx, g):
                return g * 2

        x, i = lib.ones(2, requires_grad=True), lib.tensor([1, 1])
        names = {"x": x, "i": i, "F": lib.nn.functional, "Free": Free}
        y = eval(expression, names).sum()
        y.backward()
        once = x.grad.clone()
        with suppress(RuntimeError):
            y.backward()
            assert x.grad.tolist() == (once * 2).tolist()
            return True
        return False

    assert (twice(torch), twice(lib)) == TWICE[expression]


def test_a_view_whose_base_was_changed_in_place_is_taken_again(lib):
    def slope(lib: Any) -> Any:
        x = lib.ones(2, requires_grad=True)
        y = x * 2
        first = y[0]
        y *= 3
        first.backward()
        return x.grad.tolist()

    assert slope(torch) == [6.0, 0.0]
    with pytest.raises(RuntimeError, match="take the view again"):
        slope(lib)


def test_a_view_taken_before_its_base_had_a_history_is_noticed(lib):
    def slope(lib: Any) -> Any:
        x, y = lib.ones(2, requires_grad=True), lib.zeros(2)
        first = y.view(-1)
        y[0] = x[0]
        (first[0] * 2 + x[1]).backward()
        return x.grad.tolist()

    assert slope(torch) == [2.0, 1.0]
    with pytest.raises(RuntimeError, match="take the view after that"):
        slope(lib)


def test_there_is_one_device(lib):
    assert lib.ones(1).to("cpu").tolist() == [1.0]
    with pytest.raises(RuntimeError, match="CPU"):
        lib.ones(1).to("meta")
    assert torch.ones(1).to("meta").shape == (1,)


def test_a_saved_file_holds_no_pickle(lib, tmp_path):
    for each in (torch, lib):
        each.save({"weight": each.ones(2), "lr": 0.1}, tmp_path / each.__name__)
    with ZipFile(tmp_path / "torch") as archive:
        assert any(name.endswith(".pkl") for name in archive.namelist())
    with np.load(tmp_path / "autodiff", allow_pickle=False) as archive:
        assert {archive[name].dtype.kind for name in archive.files} == {"u", "f"}
    assert lib.load(tmp_path / "autodiff")["weight"].tolist() == [1.0, 1.0]


def test_integers_to_negative_powers_are_refused_whoever_says_so(lib):
    three = torch.tensor(3)
    with pytest.raises(RuntimeError, match="negative integer powers"):
        three**-1
    assert (three ** torch.tensor(-1)).item() == 0
    for exponent in (-1, lib.tensor(-1)):
        with pytest.raises(RuntimeError, match="negative integer powers"):
            lib.tensor(3) ** exponent


def test_a_dtype_that_torch_has_no_kernel_for_is_taken(lib):
    with pytest.raises(RuntimeError, match="bool"):
        torch.tensor([False, True]).argmax()
    assert lib.tensor([False, True]).argmax().item() == 1


def test_numpys_warnings_are_off_and_can_be_turned_on_again(lib):
    with np.errstate(divide="warn"), pytest.warns(RuntimeWarning, match="divide by zero"):
        assert (lib.ones(1) / 0).tolist() == [float("inf")]


def test_numpy_takes_dtypes_for_its_own(lib):
    with pytest.raises(TypeError):
        np.zeros(2, torch.float32)
    assert np.zeros(2, lib.float32).dtype == lib.float32 == np.float32


@pytest.mark.parametrize("dtype", ["float32", np.float32, np.dtype("float32")])
def test_numpys_dtypes_are_taken_and_their_names(lib, dtype):
    with pytest.raises(TypeError):
        torch.zeros(2, dtype=dtype)
    assert lib.zeros(2, dtype=dtype).dtype == lib.float32


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
def test_a_rate_that_is_a_tensor_is_read_once(lib, kind):
    def moved(lib: Any) -> float:
        weight, rate = lib.zeros(1, requires_grad=True), lib.tensor(0.25)
        optimizer = getattr(lib.optim, kind)([weight], lr=rate)
        rate.fill_(0.5)
        weight.grad = lib.ones(1)
        optimizer.step()
        return -weight.item()

    assert moved(torch) == pytest.approx(0.5) and moved(lib) == pytest.approx(0.25)


def test_the_loss_of_a_score_of_minus_infinity(lib):
    def losses(lib: Any) -> list[float]:
        scores, targets = lib.tensor([-np.inf] * 3), lib.tensor([0.0, 0.5, 1.0])
        loss = lib.nn.functional.binary_cross_entropy_with_logits
        return loss(scores, targets, reduction="none").tolist()

    np.testing.assert_equal(losses(torch), [np.nan] * 3)
    np.testing.assert_equal(losses(lib), [np.nan, np.inf, np.inf])


def test_what_is_read_may_overlap_what_is_written_to_and_the_expanded_is_not_written_to(lib):
    def shifted(lib: Any) -> Any:
        x = lib.arange(4.0)
        x[1:] += x[:-1]
        return x

    def first_of_one(lib: Any) -> Any:
        x = lib.zeros(1).expand(3)
        x[0] = 1.0
        return x

    with pytest.raises(RuntimeError, match="single memory location"):
        shifted(torch)
    assert shifted(lib).tolist() == [0.0, 1.0, 3.0, 5.0]
    assert first_of_one(torch).tolist() == [1.0, 1.0, 1.0]
    with pytest.raises(RuntimeError, match="read-only"):
        first_of_one(lib)
