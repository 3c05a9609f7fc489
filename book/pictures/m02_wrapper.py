"""Three tensors, and the ndarrays that they hold: two look at the same one."""

from __future__ import annotations

import autodiff as torch
import numpy as np

from .drawing import CODE, INK, SAND, SKY, arrow, box, svg, words


def picture() -> str:
    """What a write by one name changes for the others."""
    x = torch.tensor([1.0, 2.0])
    boxes = {"x": x, "y = x.detach()": x.detach(), "z = torch.tensor(x)": torch.tensor(x)}
    boxes["y = x.detach()"].numpy()[0] = 5
    held: list[np.ndarray] = []
    parts = [words(20, 30, "y.numpy()[0] = 5", at="start", font=CODE)]
    parts.append(words(460, 30, "who sees it?", at="end"))
    for row, (name, tensor) in enumerate(boxes.items()):
        y = 50 + 80 * row
        if not any(tensor.value is ndarray for ndarray in held):
            held.append(tensor.value)
            parts += _ndarray(tensor.value, 330, y + 12)
        which = next(i for i, ndarray in enumerate(held) if ndarray is tensor.value)
        parts += [
            box(20, y, 220, 62, SKY),
            words(32, y + 25, name, at="start", font=CODE, size=17),
        ]
        parts.append(words(32, y + 50, f"grad: {tensor.grad}", at="start", size=16))
        first = next(i for i, t in enumerate(boxes.values()) if t.value is held[which])
        end = 50 + 80 * first + (26 if first == row else 38)
        parts.append(arrow(240, y + 31, 328, end, INK))
    return svg(50 + 80 * len(boxes), parts)


def _ndarray(values: np.ndarray, x: float, y: float) -> list[str]:
    return [
        box(x + 62 * i, y, 62, 38, SAND, text=f"{value:g}", corner=0)
        for i, value in enumerate(values)
    ]
