"""Arguments that a function takes, it minds: `inplace`, and a list of what no body ever reads."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
import torch

from grader.manifest import SOLUTIONS

IN_PLACE = """
    F.relu(x, inplace=True)
    F.relu(x, True)
    F.relu(x, False)
    F.leaky_relu(x, 0.1, True)
    F.elu(x, 0.5, inplace=True)
    F.silu(x, True)
    F.mish(x, True)
    F.relu6(x, True)
    F.hardswish(x, True)
    F.hardsigmoid(x, True)
    F.selu(x, True)
    F.celu(x, 1.0, True)
    F.threshold(x, 0.6, 9.0, True)
    F.dropout(x, 0.5, True, True)
    F.dropout(x, 0.5, inplace=True)
    F.dropout(x, 0.5, False, True)
    nn.ReLU(True)(x)
    nn.LeakyReLU(0.1, True)(x)
    nn.ELU(inplace=True)(x)
    nn.SiLU(True)(x)
    nn.Mish(True)(x)
    nn.ReLU6(True)(x)
    nn.SELU(True)(x)
    nn.CELU(1.0, True)(x)
    nn.Threshold(0.6, 9.0, True)(x)
    nn.Hardtanh(-1.0, 1.0, inplace=True)(x)
    nn.Hardswish(True)(x)
    nn.Hardsigmoid(True)(x)
    nn.Dropout(0.5, True)(x)
    nn.Dropout(0.5, True).eval()(x)
    lib.func.vmap(lambda y: F.relu(y * 1, True))(x)
"""
IN_PLACE = [line.strip() for line in IN_PLACE.strip().split("\n")]


def answer(lib: Any, expression: str, kind: str) -> Any:
    """What is returned, whether it is the input, what the input is then, and the gradient."""
    lib.manual_seed(1)
    leaf = lib.tensor([[-1.0, 2.0, 0.5], [3.0, -4.0, 1.0]], requires_grad=kind != "plain")
    x = leaf * 1 if kind == "result" else leaf
    try:
        y = eval(expression, {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "x": x})
    except RuntimeError:
        return None
    if kind != "plain":
        (y * y).sum().backward()
    return [y.tolist(), y is x, x.tolist(), leaf.grad.tolist() if kind != "plain" else 0]


@pytest.mark.parametrize("kind", ["plain", "leaf", "result"])
def test_inplace_is_minded(lib, kind):
    for expression in IN_PLACE:
        mine, torchs = answer(lib, expression, kind), answer(torch, expression, kind)
        assert (mine is None) == (torchs is None), expression
        for ours, theirs in zip(mine or (), torchs or (), strict=True):
            assert np.allclose(ours, theirs, atol=1e-6), (expression, mine, torchs)
    print(f"{len(IN_PLACE)} tried, 0 skipped")


REASONS = {
    "NumPy hands it over": "context return_scalar",
    "Python asks for it": "memo types exception include exclude protocol",
    "the walk or a rule reads it, not the op": "ctx args kind hooks rest module padding_idx",
    "nn.functional reads it": "inplace",
    "a refinement: `autograd_mechanics` has the rest": "retain_graph create_graph",
    "what it may ask for is so always": "stable sorted",
    "`ModuleBase.__new__` reads it": "device",
    "there is one process, and one place": "worker_init_fn pin_memory_device in_order non_blocking",
    "the order of elements in memory changes no number": "memory_format",
    "there is no compiler, and no other machine": "mode options the_type",
    "all algorithms are deterministic": "warn_only",
    "torch does not read it either": "eps",
    "what it stands in for takes anything": "kwargs",
    "a rule is told more than it needs": "g out shape",
    "a rule for scripts goes by what the trace has made": "made keepdim dtype ignore_index",
}
FOR_A_TABLE = {"g", "op", "argnum", "t", "out", "call"}  # rules, batchers, handlers: it says what


def test_what_no_body_reads_has_its_reason():
    known = {name for names in REASONS.values() for name in names.split()}
    tried, unread = 0, set()
    for path in SOLUTIONS.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and not _is_told_what_to_take(function):
                names = _parameters(function) - {"self", "cls"}
                names = {name for name in names if not name.startswith("_")}
                tried += len(names)
                unread |= names - _read(function)
    print(f"{tried} parameters; unread, with a reason: {sorted(unread)}")
    assert tried > 2000
    assert unread == known


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}


def _read(function: ast.FunctionDef) -> set[str]:
    nodes = [node for part in function.body for node in ast.walk(part)]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _is_told_what_to_take(function: ast.FunctionDef) -> bool:
    """Whether it only refuses, or is an entry of a table."""
    first = function.args.args[:1]
    body = [part for part in function.body if not isinstance(part, ast.Expr)]
    refuses = all(isinstance(part, ast.Raise | ast.Pass) for part in body)
    return refuses or bool(first and first[0].arg in FOR_A_TABLE)


LAYERS = """
    nn.Linear(2, 3, {})
    nn.Linear(2, 3, True, "cuda:0")
    nn.Conv1d(2, 3, 1, {})
    nn.Conv2d(2, 3, 1, {})
    nn.BatchNorm1d(2, {})
    nn.BatchNorm2d(2, {})
    nn.LayerNorm(2, {})
    nn.GroupNorm(2, 2, {})
    nn.PReLU(1, 0.25, {})
    nn.RNN(2, 3, {})
    nn.LSTM(2, 3, {})
    nn.GRU(2, 3, {})
    nn.RNNCell(2, 3, {})
    nn.LSTMCell(2, 3, {})
    nn.GRUCell(2, 3, {})
    nn.Embedding(2, 3, {})
    nn.MultiheadAttention(2, 1, {})
    nn.TransformerEncoderLayer(2, 1, {})
    lib.tensor(1.0, {})
    lib.zeros(2, {})
    lib.randn(2, {})
    lib.as_tensor([1.0], {})
    lib.ones(2).new_tensor(1.0, {})
    lib.Generator({})
"""


@pytest.mark.parametrize("layer", [line.strip() for line in LAYERS.strip().split("\n")])
def test_a_device_that_is_not_there_is_refused_by_name(lib, layer):
    for place in ("'cuda:0'", "lib.device('cuda:0')"):
        with pytest.raises(RuntimeError, match="no device 'cuda:0'"):
            eval(layer.format(f"device={place}"), {"lib": lib, "nn": lib.nn})
    here = layer.format("device='cpu'").replace("cuda:0", "cpu")
    assert eval(here, {"lib": lib, "nn": lib.nn}) is not None


def test_a_network_of_ones_own_may_mean_something_else_by_device(lib):
    class Net(lib.nn.Module):
        def __init__(self, device: str) -> None:
            super().__init__()
            self.name = device

    assert Net("cuda").name == Net(device="cuda").name == "cuda"
