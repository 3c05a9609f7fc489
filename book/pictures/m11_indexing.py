"""Where the gradients of picked numbers go: back to the places that they were picked from."""

from __future__ import annotations

import autodiff as torch
import numpy as np

from .drawing import CODE, GRAY, RED, ROSE, SAND, SKY, WHITE, arrow, box, svg, words

CELL = 62
KEY, G = [2, 0, 2, 4], [1.0, 2.0, 4.0, 8.0]


def picture() -> str:
    """Four gradients above, five places below; one place gets two of them."""
    x = torch.zeros(5, requires_grad=True)
    x[torch.tensor(KEY)].backward(torch.tensor(G))
    times = np.bincount(KEY, minlength=5)
    parts = [words(20, 32, f"y = x[{KEY}]", at="start", font=CODE)]
    parts.append(words(78, 84, "g", RED, at="end"))
    parts.append(words(78, 252, "x.grad", at="end"))
    for i, (place, g) in enumerate(zip(KEY, G, strict=True)):
        left = 121 + CELL * i
        parts.append(box(left, 58, CELL, 40, ROSE, text=f"{g:g}", corner=0))
        parts.append(arrow(left + CELL / 2, 98, _middle(place) + 7 * (i - 1), 224, RED))
    fills = {0: WHITE, 1: SKY}
    for place, total in enumerate(x.grad.tolist()):
        fill = fills.get(int(times[place]), SAND)
        left = _middle(place) - CELL / 2
        parts.append(box(left, 226, CELL, 40, fill, text=f"{total:g}", corner=0))
        parts.append(words(_middle(place), 290, str(place), GRAY, size=16))
    twice = int(times.argmax())
    parts.append(words(240, 322, f"place {twice} was read twice: its shares add up"))
    return svg(338, parts)


def _middle(place: int) -> float:
    return 121 + CELL * (place + 0.5)
