"""The same six numbers, moved by `permute` and by `reshape` to the same shape."""

from __future__ import annotations

import autodiff as torch
import numpy as np

from .drawing import CODE, FILLS, arrow, box, svg, words

CELL = 44


def picture() -> str:
    """Each number keeps the colour of the row that it came from."""
    x = torch.arange(1, 7).reshape(2, 3)
    ways = {"x.permute(1, 0)": x.permute(1, 0), "x.reshape(3, 2)": x.reshape(3, 2)}
    parts = [words(240, 30, f"x, of shape {tuple(x.shape)}"), *_grid(x.numpy(), 174, 46)]
    for i, (way, moved) in enumerate(ways.items()):
        middle = 120 + 240 * i
        parts += [
            arrow(200 + 80 * i, 142, middle + 40 - 80 * i, 182),
            words(middle, 210, way, font=CODE, size=17),
            *_grid(moved.numpy(), middle - CELL, 226),
        ]
    shape = tuple(ways["x.permute(1, 0)"].shape)
    parts.append(words(240, 390, f"both of shape {shape}, and not the same"))
    return svg(408, parts)


def _grid(numbers: np.ndarray, x: float, y: float) -> list[str]:
    return [
        box(x + CELL * j, y + CELL * i, CELL, CELL, FILLS[(n - 1) // 3], text=str(n), corner=0)
        for (i, j), n in np.ndenumerate(numbers)
    ]
