"""An LSTM whose whole sequence is one op gives torch's numbers: results, gradients, and theirs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

STEPS, BATCH, INPUTS, SIZE = 6, 3, 4, 5
HOW = [{}, {"num_layers": 2, "bidirectional": True}, {"bias": False}, {"proj_size": 2}]


def layers(lib: Any, **how: Any) -> Any:
    lib.manual_seed(0)
    return lib.nn.LSTM(INPUTS, SIZE, dtype=lib.float64, **how)


def inputs(lib: Any, how: Any) -> list[Any]:
    """A sequence, and the first h and c."""
    drawn = np.random.default_rng(0)
    rows = 4 if how.get("bidirectional") else 1
    shapes = [(rows, BATCH, how.get("proj_size") or SIZE), (rows, BATCH, SIZE)]
    arrays = [drawn.normal(size=shape) for shape in [(STEPS, BATCH, INPUTS), *shapes]]
    return [lib.tensor(array, requires_grad=True) for array in arrays]


def answers(lib: Any, how: Any) -> list[np.ndarray]:
    model, (x, *state) = layers(lib, **how), inputs(lib, how)
    arguments = [x, *state, *model.parameters()]
    out, (h, c) = model(x, tuple(state))
    loss = (out * out).sum() + h.sin().sum() + (c * c).sum()
    first = lib.autograd.grad(loss, arguments, create_graph=True)
    second = lib.autograd.grad(sum((each * each).sum() for each in first), arguments)
    alone = lib.autograd.grad((model(x)[0] ** 2).sum(), [x, *model.parameters()])
    return [each.detach().numpy() for each in (out, h, c, *first, *second, *alone)]


@pytest.mark.parametrize("how", HOW, ids=str)
def test_it_is_torchs(lib: Any, how: Any):
    for mine, right in zip(*(answers(each, how) for each in (lib, torch)), strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-10, atol=1e-11)


def test_the_op_takes_its_place_where_nobody_else_looks_on(lib: Any):
    model, (x, *_) = layers(lib), inputs(lib, {})

    def ops(tensor: Any) -> set[str]:
        found, waiting = set(), [tensor]
        while waiting:
            node = waiting.pop().node
            if node is not None:
                found.add(node.op.__name__)
                waiting += [each for each in node.args if isinstance(each, lib.Tensor)]
        return found

    usual = ops(model(x)[0])
    assert "lstm" in usual and "tanh" not in usual
    with lib.autograd.detect_anomaly():
        assert {"tanh", "sigmoid"} <= ops(model(x)[0])
    mapped = lib.func.vmap(lambda each: model(each)[0])(lib.stack([x, 2 * x]))
    np.testing.assert_allclose(mapped[1].detach().numpy(), model(2 * x)[0].detach().numpy())


def test_a_weight_that_was_changed_in_place_is_noticed(lib: Any):
    model, (x, *_) = layers(lib), inputs(lib, {})
    out, _ = model(x)
    with lib.no_grad():
        model.weight_hh_l0.mul_(2)
    with pytest.raises(RuntimeError, match="chang"):
        out.sum().backward()


def test_gates_that_are_far_open_or_shut_are_exact(lib: Any):
    found = []
    for each in (lib, torch):
        model = layers(each).float()
        with each.no_grad():
            model.bias_ih_l0.copy_(each.tensor([-200.0, -20.0, 3.0, 200.0]).repeat_interleave(SIZE))
        found.append(model(each.ones(2, 1, INPUTS))[1][1].detach().numpy())
    np.testing.assert_allclose(*found, rtol=1e-5, atol=0)
