"""Who gets the gradient of a result that was made of many numbers."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

X = (3.0, 1.0, 3.0, 0.0, -2.0, 2.0)
TEXTS = (
    *("amax(x, 0)", "max(x, 0).values", "prod(x)", "prod(x + 1)", "cumsum(x, 0)[3]"),
    *("logsumexp(x, 0)", "var(x)", "clamp(x, 0, 2.5)", "where(x > 1, x, -x)", "abs(x)"),
)
ANSWER = {"values": (len(TEXTS),), "grads": (len(TEXTS), len(X))}
SAYS = (
    "Look at the two largest, both 3: amax shares the gradient among them, max(x, 0) gives it to "
    "one. In prod only the 0 gets any, the product of all others. logsumexp is a maximum with "
    "soft edges: its row adds up to 1."
)


def inputs() -> tuple[Any, ...]:
    return TEXTS, X


def program(lib, texts, numbers):
    values, grads = [], []
    for text in texts:
        x = lib.tensor(numbers, dtype=lib.float64, requires_grad=True)
        result = eval("lib." + text, {"lib": lib, "x": x}).sum()
        result.backward()
        values.append(result.item())
        grads.append(x.grad.tolist())
    return {"values": values, "grads": grads}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [f"{'x':<18}{'':>8}  " + "".join(f"{v:>7g}" for v in X), ""]
    for text, value, row in zip(TEXTS, found["values"], found["grads"], strict=True):
        shades = canvas.heat(abs(row)[None], 0, wide=1)[0]
        cells = "".join(f"{number(v, 2):>7}" for v in row)
        lines.append(f"{text:<18}{number(value):>8}  {cells} {shades}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    columns = [f"{v:g}" for v in X]
    title = "Gradients of each x, from -2 or less (pale) to 2 or more (blue)"
    return svg.cells(title, np.clip(found["grads"], -2, 2), TEXTS, columns)
