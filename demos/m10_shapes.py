"""Numbers that move, and the way back of their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, grid, in_two_columns

TEXTS = (
    *("x.permute(1, 0)", "lib.cat([x, x], 1)", "x.reshape(4, 3)", "lib.tril(x)"),
    *("x.split(2, 1)[1]", "x.expand(2, 3, 4)[1]"),
)
MOVED = ((4, 3), (3, 8), (4, 3), (3, 4), (3, 2), (3, 4))
ANSWER = {f"moved {i}": shape for i, shape in enumerate(MOVED)}
ANSWER |= {f"back {i}": (3, 4) for i in range(len(MOVED))}
SAYS = (
    "On the right is what comes back for x when each moved number is sent back as its gradient. "
    "A number that was only moved comes home as it left; one that was used twice comes home "
    "doubled, and one that was left out as 0 (a dot)."
)


def inputs() -> tuple[Any, ...]:
    return TEXTS, np.arange(1.0, 13.0).reshape(3, 4)


def program(lib, texts, numbers):
    found = {}
    for i, text in enumerate(texts):
        x = lib.tensor(numbers, requires_grad=True)
        moved = eval(text, {"x": x, "lib": lib})
        moved.backward(moved.detach())
        found[f"moved {i}"] = moved.detach().numpy().copy()
        found[f"back {i}"] = x.grad.numpy().copy() if x.grad is not None else None
    return found


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    blocks = []
    for i, text in enumerate(TEXTS):
        moved, back = (grid(found[f"{what} {i}"]) for what in ("moved", "back"))
        blocks.append([text.replace("lib.", ""), *beside(moved, ["", " →"], back, gap=1)])
    return in_two_columns(blocks)
