"""LSTMs and GRUs whose whole sequence is one op give torch's numbers: results, gradients, and
theirs."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch

STEPS, BATCH, INPUTS, SIZE = 6, 3, 4, 5
HOW = [{}, {"num_layers": 2, "bidirectional": True}, {"bias": False}]
KINDS = [*product(["LSTM", "GRU"], HOW), ("LSTM", {"proj_size": 2})]


def layers(lib: Any, kind: str = "LSTM", **how: Any) -> Any:
    lib.manual_seed(0)
    return getattr(lib.nn, kind)(INPUTS, SIZE, dtype=lib.float64, **how)


def inputs(lib: Any, kind: str = "LSTM", **how: Any) -> list[Any]:
    """A sequence, and the first h and, of an LSTM, c."""
    drawn = np.random.default_rng(0)
    rows = 4 if how.get("bidirectional") else 1
    shapes = [(rows, BATCH, how.get("proj_size") or SIZE), (rows, BATCH, SIZE)]
    shapes = shapes[: 2 if kind == "LSTM" else 1]
    arrays = [drawn.normal(size=shape) for shape in [(STEPS, BATCH, INPUTS), *shapes]]
    return [lib.tensor(array, requires_grad=True) for array in arrays]


def answers(lib: Any, kind: str, how: Any) -> list[np.ndarray]:
    model, (x, *state) = layers(lib, kind, **how), inputs(lib, kind, **how)
    arguments = [x, *state, *model.parameters()]
    out, last = model(x, tuple(state) if len(state) > 1 else state[0])
    last = last if isinstance(last, tuple) else (last,)
    loss = (out * out).sum() + sum(each.sin().sum() for each in last)
    first = lib.autograd.grad(loss, arguments, create_graph=True)
    second = lib.autograd.grad(sum((each * each).sum() for each in first), arguments)
    alone = lib.autograd.grad((model(x)[0] ** 2).sum(), [x, *model.parameters()])
    return [each.detach().numpy() for each in (out, *last, *first, *second, *alone)]


@pytest.mark.parametrize(("kind", "how"), KINDS, ids=str)
@pytest.mark.parametrize("numbers", [1, 150, 2**15])
def test_it_is_torchs(
    lib: Any, modules: dict[str, Any], kind: str, how: Any, numbers: int, monkeypatch: Any
):
    """In blocks of one step, of two, and of all of them."""
    monkeypatch.setattr(modules[f"{lib.__name__}.given.fast.recurrent"], "_BLOCK", numbers)
    for mine, right in zip(*(answers(each, kind, how) for each in (lib, torch)), strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-10, atol=1e-11)


def ops(tensor: Any) -> set[str]:
    """What a tensor was made by."""
    found, waiting = set(), [tensor]
    while waiting:
        node = waiting.pop().node
        if node is not None:
            found.add(node.op.__name__)
            waiting += [each for each in node.args if isinstance(each, type(tensor))]
    return found


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_the_op_takes_its_place_where_nobody_else_looks_on(lib: Any, kind: str):
    model, (x, *_) = layers(lib, kind), inputs(lib, kind)
    usual = ops(model(x)[0])
    assert kind.lower() in usual and "tanh" not in usual
    with lib.autograd.detect_anomaly():
        assert {"tanh", "sigmoid"} <= ops(model(x)[0])
    mapped = lib.func.vmap(lambda each: model(each)[0])(lib.stack([x, 2 * x]))
    np.testing.assert_allclose(mapped[1].detach().numpy(), model(2 * x)[0].detach().numpy())


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_a_weight_that_was_changed_in_place_is_noticed(lib: Any, kind: str):
    model, (x, *_) = layers(lib, kind), inputs(lib, kind)
    out, _ = model(x)
    with lib.no_grad():
        model.weight_hh_l0.mul_(2)
    with pytest.raises(RuntimeError, match="chang"):
        out.sum().backward()


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_gates_that_are_far_open_or_shut_are_exact(lib: Any, kind: str):
    found = []
    for each in (lib, torch):
        model = layers(each, kind).float()
        bias = each.tensor([-200.0, -20.0, 3.0, 200.0][: len(model.bias_ih_l0) // SIZE])
        with each.no_grad():
            model.bias_ih_l0.copy_(bias.repeat_interleave(SIZE))
        last = model(each.ones(2, 1, INPUTS))[1]
        found.append((last[1] if kind == "LSTM" else last).detach().numpy())
    np.testing.assert_allclose(*found, rtol=1e-5, atol=0)
