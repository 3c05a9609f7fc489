"""Windows, the largest number of each, and where its gradient goes."""

from __future__ import annotations

import autodiff as torch
import numpy as np
from autodiff.nn.functional import max_pool2d

from .drawing import FILLS, GRAY, INK, RED, WHITE, arrow, box, svg, words

CELL, LEFT, RIGHT = 44, 20, 350
NUMBERS = [[1, 2, 0, 1], [4, 3, 1, 0], [0, 1, 5, 2], [2, 0, 3, 4]]
SLOPES = [[6.0, 8.0], [10.0, 12.0]]


def picture() -> str:
    """Four windows of two by two: there above, and back below."""
    x = torch.tensor(NUMBERS, dtype=torch.float32).reshape(1, 1, 4, 4).requires_grad_()
    out, places = max_pool2d(x, 2, return_indices=True)
    out.backward(torch.tensor(SLOPES).reshape(1, 1, 2, 2))
    winners = set(places.numpy().ravel().tolist())
    pooled, grad = out.detach().numpy()[0, 0], x.grad.numpy()[0, 0]
    parts = [
        words(LEFT + 2 * CELL, 30, "x, in windows of 2 x 2"),
        words(RIGHT + CELL, 74, "the largest"),
        *_grid(x.detach().numpy()[0, 0], LEFT, 44, 2, winners),
        *_grid(pooled, RIGHT, 88, 1),
        arrow(LEFT + 4 * CELL + 16, 132, RIGHT - 16, 132),
        words(LEFT + 2 * CELL, 272, "x.grad", RED),
        words(RIGHT + CELL, 316, "a gradient g", RED),
        *_grid(grad, LEFT, 286, 2, winners, RED),
        *_grid(np.array(SLOPES), RIGHT, 330, 1, color=RED),
        arrow(RIGHT - 16, 374, LEFT + 4 * CELL + 16, 374, RED),
        words(240, 498, "The winner of a window gets all of its gradient,", GRAY),
        words(240, 522, "and the others get 0.", GRAY),
    ]
    return svg(538, parts)


def _grid(
    numbers: np.ndarray,
    x: float,
    y: float,
    size: int,
    winners: set[int] | None = None,
    color: str = INK,
) -> list[str]:
    """Cells in the colour of their window; winners stand in a frame, others are faint."""
    side = len(numbers)
    parts, frames = [], []
    for (i, j), value in np.ndenumerate(numbers):
        left, top = x + CELL * j, y + CELL * i
        won = winners is None or i * side + j in winners
        fill = FILLS[2 * (i // size) + j // size] if won or color == INK else WHITE
        parts.append(box(left, top, CELL, CELL, fill, corner=0))
        parts.append(words(left + CELL / 2, top + 28, f"{value:g}", color if won else GRAY))
        if winners and won:
            place = f'x="{left + 2:.1f}" y="{top + 2:.1f}" width="{CELL - 4}" height="{CELL - 4}"'
            frames.append(f'<rect {place} fill="none" stroke="{color}" stroke-width="3"/>')
    return [*parts, *frames]
