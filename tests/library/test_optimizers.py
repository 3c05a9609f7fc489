"""Given parts of optimisers: what is refused or clipped, options, and loading a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from grader.asking.inputs import normal

W, X = np.arange(1.0, 7.0).reshape(2, 3), np.arange(6.0).reshape(2, 3) / 5
REFUSED: list[Callable[[Any, Any], Any]] = [
    lambda lib, w: lib.optim.SGD(w),
    lambda lib, w: lib.optim.SGD([]),
    lambda lib, w: lib.optim.SGD([w, 3.0]),
    lambda lib, w: lib.optim.SGD([w * 2]),
    lambda lib, w: lib.optim.SGD([{"params": {w}}]),
    lambda lib, w: lib.optim.SGD([w]).add_param_group([w]),
    lambda lib, w: lib.optim.SGD([w]).add_param_group({"params": w}),
    lambda lib, w: lib.optim.SGD([w], lr=-0.1),
    lambda lib, w: lib.optim.SGD([w], momentum=-0.5),
    lambda lib, w: lib.optim.SGD([w], weight_decay=-1.0),
    lambda lib, w: lib.optim.SGD([w], nesterov=True),
    lambda lib, w: lib.optim.SGD([w], momentum=0.5, dampening=0.1, nesterov=True),
    lambda lib, w: lib.optim.SGD([w]).load_state_dict(lib.optim.SGD([w, leaf(lib)]).state_dict()),
]


def leaf(lib: Any, dtype: str = "float64") -> Any:
    return lib.tensor(W, dtype=getattr(lib, dtype), requires_grad=True)


@pytest.mark.parametrize("attempt", REFUSED)
def test_what_can_not_be_optimised_is_refused_as_in_torch(lib, attempt):
    raised = []
    for each in (torch, lib):
        with pytest.raises(Exception) as caught:
            attempt(each, leaf(each))
        raised.append(caught.type)
    assert raised[0] is raised[1]


def test_parameters_may_come_in_a_list_from_a_generator_or_in_groups(lib):
    w = leaf(lib)
    for params in ([w], (p for p in [w]), [{"params": w}], [{"params": (p for p in [w])}]):
        (group,) = lib.optim.SGD(params, lr=0.5).param_groups
        assert group["params"] == [w] and group["lr"] == 0.5


def resumed(lib: Any, dtype: str) -> list[Any]:
    first = leaf(lib)
    optimizer = lib.optim.SGD([first], lr=0.1, momentum=0.9)
    first.grad = lib.tensor(X)
    optimizer.step()
    saved = optimizer.state_dict()
    second = leaf(lib, dtype)
    other = lib.optim.SGD([second], lr=7.0)
    other.load_state_dict(saved)
    second.grad = lib.tensor(X, dtype=getattr(lib, dtype))
    other.step()
    buffer = other.state[second]["momentum_buffer"]
    kept = saved["state"][0]["momentum_buffer"].tolist()
    return [second.tolist(), buffer.tolist(), str(buffer.detach().numpy().dtype), kept]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_loading_takes_over_options_and_buffers_in_the_dtype_of_the_parameter(lib, dtype):
    found, expected = resumed(lib, dtype), resumed(torch, dtype)
    assert found[2] == expected[2] and found[3] == X.tolist()
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-6)
    np.testing.assert_allclose(found[1], expected[1], rtol=1e-6)


def test_single_elements_can_be_clipped(agree):
    def program(lib, w, v):
        w = lib.tensor(w, requires_grad=True)
        v = lib.tensor(v, requires_grad=True)
        gradient = ((w * w * w).sum() - (v * v).sum()) * 2
        gradient.backward()
        lib.nn.utils.clip_grad_value_([w, v], 0.7)
        first = w.grad * 1, v.grad * 1
        lib.nn.utils.clip_grad_value_(v, 0.3)
        return first, v.grad

    agree(program, normal(2, 3), normal(4))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"weight_decay": 0.3, "maximize": True},
        {"momentum": 0.7},
        {"centered": True},
        {"momentum": 0.7, "centered": True},
    ],
)
def test_rmsprop_has_torchs_options(agree, options):
    def program(lib, w, g, options):
        w = lib.tensor(w, requires_grad=True)
        optimizer = lib.optim.RMSprop([w], lr=0.05, alpha=0.8, eps=0.01, **options)
        for _ in range(4):
            w.grad = lib.tensor(g) * w.detach()
            optimizer.step()
        return w, dict(optimizer.state[w])

    agree(program, normal(2, 3), normal(2, 3), options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Adam", {"betas": (1.0, 0.5)}),
        ("AdamW", {"betas": (0.5, -0.1)}),
        ("AdamW", {"lr": -1.0}),
        ("RMSprop", {"alpha": -1.0}),
        ("Adagrad", {"lr_decay": -1.0}),
    ],
)
def test_impossible_options_are_refused(agree, name, options):
    def program(lib, w, name, options):
        return getattr(lib.optim, name)([lib.tensor(w, requires_grad=True)], **options)

    agree(program, normal(3), name, options, raises=ValueError)


@pytest.mark.parametrize("options", [{"start_factor": 0.0}, {"end_factor": 1.5}])
def test_impossible_factors_of_a_warm_up_are_refused(agree, options):
    def program(lib, w, options):
        optimizer = lib.optim.SGD([lib.tensor(w, requires_grad=True)], lr=0.3)
        return lib.optim.lr_scheduler.LinearLR(optimizer, **options)

    agree(program, normal(3), options, raises=ValueError)
