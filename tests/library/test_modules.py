"""Given parts of modules: `linear` and its rules, the refusals, and what loading a state says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tests.library.test_names import assert_same

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 5, 3), (0, 3), (2, 0, 3), (40, 3)])
@pytest.mark.parametrize("out", [4, 3])
@pytest.mark.parametrize("has_bias", [True, False])
def test_linear_and_its_three_rules_are_torchs(lib, shape, out, has_bias):
    arrays = [RNG.normal(size=shape), RNG.normal(size=(out, 3)), RNG.normal(size=out)]
    arrays = arrays if has_bias else arrays[:2]
    found, expected = (_with_slopes(each, arrays) for each in (lib, torch))
    for one, other in zip(found, expected, strict=True):
        assert_same(one, other)


def _with_slopes(lib: Any, arrays: list[np.ndarray]) -> list[Any]:
    """The output, its gradients, and the gradients of their squares."""
    args = [lib.tensor(array, requires_grad=True) for array in arrays]
    y = lib.nn.functional.linear(*args)
    slopes = lib.autograd.grad((y**3).sum(), args, create_graph=True)
    second = lib.autograd.grad(sum((slope**2).sum() for slope in slopes), args)
    return [y, *slopes, *second]


@pytest.mark.parametrize(
    "shapes",
    [((5, 4), (4, 3)), ((5, 3), (3,)), ((5, 3), (2, 4, 3)), ((5, 3), (4, 3), (3,))],
)
def test_linear_refuses_shapes_that_do_not_fit(lib, shapes):
    with pytest.raises(RuntimeError):
        lib.nn.functional.linear(*(lib.zeros(*shape) for shape in shapes))


def test_linear_refuses_two_dtypes(lib):
    with pytest.raises(RuntimeError):
        lib.nn.functional.linear(lib.zeros(5, 3), lib.zeros(4, 3, dtype=lib.float64))


def state_into(lib: Any, names: list[str], rows: int, strict: bool, is_dict: bool = True) -> Any:
    layer = lib.nn.Linear(3, 2)
    state = {name: lib.ones(rows, 3) if name == "weight" else lib.ones(rows) for name in names}
    result = layer.load_state_dict(state if is_dict else [state], strict=strict)
    return (
        list(result),
        repr(result),
        float(layer.weight.detach().sum() if "weight" in names else 0),
    )


@pytest.mark.parametrize("names", [["weight"], ["weight", "extra"], ["weight", "bias"], []])
def test_a_state_that_does_not_fit_exactly_is_told_or_refused(lib, names):
    assert state_into(lib, names, 2, False) == state_into(torch, names, 2, False)
    if names != ["weight", "bias"]:
        for each in (torch, lib):
            with pytest.raises(RuntimeError):
                state_into(each, names, 2, True)


def test_a_state_of_other_shapes_or_that_is_not_a_dict_is_refused(lib):
    for each in (torch, lib):
        with pytest.raises(RuntimeError):
            state_into(each, ["weight"], 1, False)
        with pytest.raises(TypeError):
            state_into(each, ["weight"], 2, False, is_dict=False)


def assigned(lib: Any, name: str, value: str) -> list[list[str]]:
    net = lib.nn.Module()
    net.w, net.part = lib.nn.Parameter(lib.ones(2)), lib.nn.Linear(1, 1)
    net.register_buffer("kept", lib.ones(2))
    net.register_buffer("brief", lib.ones(2), persistent=False)
    values = {
        "none": None,
        "number": 1,
        "tensor": lib.ones(3),
        "parameter": lib.nn.Parameter(lib.ones(4)),
        "module": lib.nn.Tanh(),
    }
    setattr(net, name, values[value])
    assert getattr(net, name) is values[value]
    books = net.named_parameters(), net.named_modules(), net.named_buffers()
    return [*([each for each, _ in book] for book in books), list(net.state_dict())]


@pytest.mark.parametrize("name", ["w", "part", "kept", "brief", "other"])
@pytest.mark.parametrize("value", ["none", "number", "tensor", "parameter", "module"])
def test_a_name_takes_what_torchs_takes(lib, name, value):
    outcomes = []
    for each in (torch, lib):
        try:
            outcomes.append(assigned(each, name, value))
        except Exception as error:
            outcomes.append(type(error))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("name", ["", "a.b", "forward"])
@pytest.mark.parametrize("how", ["register_parameter", "register_buffer", "add_module"])
def test_names_that_are_refused(lib, how, name):
    for each in (torch, lib):
        with pytest.raises(KeyError):
            getattr(each.nn.Module(), how)(name, None)
        with pytest.raises(TypeError):
            getattr(each.nn.Module(), how)("fine", 3)


def test_the_mode_is_a_bool(lib):
    for each in (torch, lib):
        with pytest.raises(ValueError):
            each.nn.Linear(2, 2).train(3)


def hooked(lib: Any) -> list[Any]:
    class Scale(lib.nn.Module):
        def forward(self, x, factor=1.0):
            return x * factor

    x, scale, seen = lib.arange(6.0).reshape(2, 3), Scale(), []
    first = scale.register_forward_pre_hook(lambda m, args: (args[0] + 1,))
    scale.register_forward_pre_hook(lambda m, args: args[0] * 3)
    scale.register_forward_hook(lambda m, args, out: seen.append(len(args)))
    second = scale.register_forward_hook(lambda m, args, out: out - args[0])
    results = [scale(x, factor=2.0)]
    first.remove()
    results.append(scale(x, factor=2.0))
    second.remove()
    return [*(y.tolist() for y in [*results, scale(x)]), seen]


def test_hooks_before_and_after_forward_may_change_what_passes(lib):
    assert hooked(lib) == hooked(torch)
