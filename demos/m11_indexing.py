"""Numbers that are picked out, and the way back of their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, grid, in_two_columns

TEXTS = (
    *("x[:, [0, 2, 2]]", "x[::2, 1:]", "x[x > 6][None]", "x.gather(1, x.long() % 4)"),
    *("x.masked_fill(x > 9, -1.0)", "lib.stack([x[0], x[-1]])"),
)
MOVED = ((3, 3), (2, 3), (1, 6), (3, 4), (3, 4), (2, 4))
ANSWER = {f"moved {i}": shape for i, shape in enumerate(MOVED)}
ANSWER |= {f"back {i}": (3, 4) for i in range(len(MOVED))}
SAYS = (
    "On the right is what comes back for x when each moved number is sent back as its gradient. "
    "A number that was picked once comes home as it left; one that was picked twice comes home "
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
