"""Programs of activations (m13), and of their gradients; also at 0, and far from it."""

from __future__ import annotations

from ..sketch import AROUND_ZERO, MIXED, Pick, Sketch
from .arithmetic import gradients

SHAPES = ((), (2,), (3,), (2, 3), (2, 2), (3, 1), (2, 2, 2))
FAR = (100.0, -100.0, 1.0, 1000.0, 0.0, -1000.0, 30.0, -30.0)

BENT = (
    "F.relu({x})",
    "F.leaky_relu({x})",
    "F.leaky_relu({x}, 0.5)",
    "F.leaky_relu({x}, 2.)",
    "F.elu({x})",
    "F.elu({x}, 2.)",
    "F.hardtanh({x})",
    "F.hardtanh({x}, -2., 0.5)",
    "F.relu6({x})",
)
SMOOTH = (
    "F.softplus({x})",
    "F.softplus({x}, 2.)",
    "F.softplus({x}, 2., 3.)",
    "F.silu({x})",
    "F.gelu({x})",
    "F.gelu({x}, approximate='tanh')",
    "F.logsigmoid({x})",
    "F.softsign({x})",
    "F.mish({x})",
)
SCORES = (
    "{x}.softmax(-1)",
    "{x}.softmax(0)",
    "F.log_softmax({x}, -1)",
    "F.log_softmax({x}, 0)",
)
TABLES = ("{x}.softmax(1)", "F.log_softmax({x}, 1)")  # for two dims and more


def activations(pick: Pick) -> str:
    """One activation, or one of another, of a tensor or of its double; gradients."""
    sketch = Sketch(pick)
    shape = pick(SHAPES)
    x = sketch.tensor(shape, pick((MIXED, AROUND_ZERO, AROUND_ZERO, FAR)), grad=True)
    scores = (*SCORES, *TABLES * (len(shape) > 1))
    inner = pick(("{x}", "{x} * 2", "{x} + 1"))
    result = sketch.step(inner.format(x=x), sketch[x])
    result = sketch.step(pick(pick((BENT, SMOOTH, scores))).format(x=result), sketch[x])
    if pick((False, False, True)):
        return sketch.text(result)
    return sketch.text(*gradients(sketch, result))
