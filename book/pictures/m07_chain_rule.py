"""An op as a box: numbers go in at the left, and a gradient comes in at the right."""

from __future__ import annotations

from typing import Any

import numpy as np
from autodiff.m04_magic_methods import matmul, mul
from autodiff.m07_chain_rule import rules

from .drawing import GREEN, RED, SKY, arrow, box, svg, words


def picture() -> str:
    """A product of two numbers, and one of two matrices, with what their rules give."""
    numbers = _op(20, mul, "x * y", np.float32(3), np.float32(5), np.float32(2))
    x, y = np.ones((2, 3)), np.ones((3, 4))
    matrices = _op(236, matmul, "x @ y", x, y, np.ones((2, 4)))
    said = [
        words(20, 440, "forwards: the op", GREEN, at="start"),
        words(460, 440, "backwards: its rules", RED, at="end"),
    ]
    return svg(456, [*numbers, *matrices, *said])


def _op(top: float, op: Any, formula: str, x: Any, y: Any, g: Any) -> list[str]:
    """A box with three arrows there, and three back."""
    out = op(x, y)
    back = [rule(g, out, x, y) for rule in rules[op]]
    parts = [box(175, top, 130, 172, SKY), words(240, top + 93, formula, size=22)]
    for i, (name, value, slope) in enumerate(zip("xy", (x, y), back, strict=True)):
        high = top + 28 + 92 * i
        parts += [
            arrow(20, high, 173, high, GREEN),
            words(92, high - 8, f"{name}: {_shown(value)}", GREEN),
            arrow(173, high + 22, 20, high + 22, RED),
            words(100, high + 44, _shown(slope), RED),
        ]
    high = top + 74
    parts += [
        arrow(307, high, 460, high, GREEN),
        words(380, high - 8, f"out: {_shown(out)}", GREEN),
        arrow(460, high + 22, 307, high + 22, RED),
        words(388, high + 44, f"g: {_shown(g)}", RED),
    ]
    return parts


def _shown(value: Any) -> str:
    """A number; of an array, the shape."""
    return str(np.shape(value)) if np.ndim(value) else f"{value:g}"
