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


NEW = {
    "Adadelta": [{}, {"lr": 0.5, "rho": 0.7, "weight_decay": 0.1, "maximize": True}],
    "Adamax": [{}, {"lr": 0.1, "betas": (0.8, 0.9), "weight_decay": 0.1, "maximize": True}],
    "NAdam": [{}, {"lr": 0.1, "weight_decay": 0.1}, {"decoupled_weight_decay": True, "lr": 0.2}],
    "RAdam": [{}, {"lr": 0.1, "weight_decay": 0.1}, {"weight_decay": 0.1, "maximize": True}],
}
NEW["NAdam"].append({"momentum_decay": 0.5, "maximize": True})
NEW["RAdam"].append({"decoupled_weight_decay": True, "lr": 0.2, "betas": (0.5, 0.6)})


def run(lib: Any, name: str, options: dict[str, Any], dtype: str, single: bool) -> list[Any]:
    """Parameters on the way, and what is remembered; halfway another optimiser takes over."""
    starts = [1.5] if single else [W / k for k in range(1, 6)]
    ws = [lib.tensor(w, dtype=getattr(lib, dtype), requires_grad=True) for w in starts]
    optimizer, seen = getattr(lib.optim, name)(ws, **options), []
    for i in range(12):
        if i == 6:
            state = optimizer.state_dict()
            optimizer = getattr(lib.optim, name)(ws, **options)
            optimizer.load_state_dict(state)
        optimizer.zero_grad()
        for w in ws:
            (w * w.sin()).sum().backward()
        optimizer.step()
        seen += [x for w in ws for x in w.detach().reshape(-1).tolist()]
    entry = optimizer.state_dict()["state"][len(ws) - 1]
    return [seen, *[(key, np.ravel(entry[key]).tolist()) for key in sorted(entry)]]


@pytest.mark.parametrize(("dtype", "single"), [("float64", False), ("float32", True)])
@pytest.mark.parametrize("name", NEW)
def test_relatives_of_adam_go_torchs_way(lib, name, dtype, single):
    for options in NEW[name]:
        found, expected = (run(each, name, options, dtype, single) for each in (lib, torch))
        assert found[0] == pytest.approx(
            expected[0], rel=1e-9 if dtype == "float64" else 1e-5, abs=1e-10
        )
        assert [key for key, _ in found[1:]] == [key for key, _ in expected[1:]]
        for (_, mine), (_, torchs) in zip(found[1:], expected[1:], strict=True):
            assert mine == pytest.approx(torchs, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("name", [*NEW, "LBFGS"])
def test_what_relatives_of_adam_refuse_is_what_torch_refuses(lib, name):
    wrong = [{"lr": -1.0}, {"eps": -1.0}, {"weight_decay": -0.1}, {"betas": (1.0, 0.5)}]
    wrong += [{"betas": (0.5, -1.0)}, {"rho": 1.5}, {"momentum_decay": -1.0}, {"capturable": None}]
    for options in wrong:
        raised = []
        for each in (torch, lib):
            try:
                getattr(each.optim, name)([leaf(each)], **options)
                raised.append(None)
            except Exception as error:
                raised.append(type(error))
        assert raised[0] is raised[1] or raised[1] is NotImplementedError, options


@pytest.mark.parametrize(
    "options",
    [
        {"lr": 0.001},
        {"lr": 0.001, "max_iter": 4},
        {"lr": 0.001, "max_eval": 5, "history_size": 2},
        {"lr": 0.01, "tolerance_grad": 5.0},
        {"lr": 0.01, "tolerance_change": 0.1},
    ],
)
def test_lbfgs_goes_torchs_way_through_the_valley(lib, options):
    def way(lib: Any) -> list[Any]:
        x = lib.tensor([-1.2], dtype=lib.float64, requires_grad=True)
        y = lib.tensor(1.0, dtype=lib.float64, requires_grad=True)
        optimizer, seen = lib.optim.LBFGS([x, y], **options), []

        def closure() -> Any:
            optimizer.zero_grad()
            loss = ((1 - x) ** 2 + 100 * (y - x * x) ** 2).sum()
            loss.backward()
            return loss

        for _ in range(4):
            loss = optimizer.step(closure)
            state = optimizer.state_dict()["state"][0]
            seen += [loss.item(), x.item(), y.item(), state["n_iter"], state["func_evals"]]
        return seen

    assert way(lib) == pytest.approx(way(torch), rel=1e-6, abs=1e-9)


def test_lbfgs_without_a_line_search_says_so(lib):
    with pytest.raises(NotImplementedError, match="line_search_fn"):
        lib.optim.LBFGS([leaf(lib)], line_search_fn="strong_wolfe")
