"""What pooling leaves of a digit, and the way back."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import Canvas, beside, grid

ANSWER = {
    "digit": (20, 20),
    "max": (10, 10),
    "average": (10, 10),
    "overlap": (6, 6),
    "x": (4, 4),
    "pooled": (2, 2),
    "to max": (4, 4),
    "to average": (4, 4),
    "moved": (),
}
SAYS = (
    "Each window keeps its largest number, or its average. On the way back the winner gets all "
    "of a gradient; an average gives everybody the same share."
)


def inputs() -> tuple[Any, ...]:
    images, _ = data.digits(2)
    small = np.array([[1, 2, 0, 1], [4, 3, 1, 0], [0, 1, 5, 2], [2, 0, 3, 4]], np.float32)
    return (images[1, 4:24, 4:24] / 255).astype(np.float32), small


def program(lib, digit, small):
    F = lib.nn.functional
    image = lib.from_numpy(digit[None, None])
    moved = lib.from_numpy(np.roll(digit, 1, 1)[None, None])
    pooled = F.max_pool2d(image, 2)
    backs = []
    for pool in (F.max_pool2d, F.avg_pool2d):
        x = lib.tensor(small[None, None], requires_grad=True)
        y = pool(x, 2)
        (y * lib.tensor([[4.0, 8.0], [12.0, 16.0]])).sum().backward()
        backs.append(x.grad.numpy()[0, 0].copy())
    return {
        "digit": digit,
        "max": pooled.numpy()[0, 0],
        "average": F.avg_pool2d(image, 2).numpy()[0, 0],
        "overlap": F.max_pool2d(image, 5, 3).numpy()[0, 0],
        "x": small,
        "pooled": F.max_pool2d(lib.from_numpy(small[None, None]), 2).numpy()[0, 0],
        "to max": backs[0],
        "to average": backs[1],
        "moved": float(abs(F.max_pool2d(moved, 2) - pooled).mean().item()),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    blocks = [
        ["the digit", *canvas.heat(found["digit"][::2], 0, 1, wide=1)],
        ["largest of 2 x 2", *canvas.heat(found["max"], 0, 1, wide=2)],
        ["average of 2 x 2", *canvas.heat(found["average"], 0, 1, wide=2)],
        ["5 x 5, step 3", *canvas.heat(found["overlap"], 0, 1, wide=2)],
    ]
    small = [
        ["x", *grid(found["x"])],
        ["largest", *grid(found["pooled"])],
        ["gradients 4, 8, 12, 16 go", *grid(found["to max"])],
        ["of averages", *grid(found["to average"])],
    ]
    told = f"moved by one pixel, the pooled digit changes by {found['moved']:.3g} on average"
    return "\n".join([*beside(*blocks, gap=2), *beside(*small), told])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.cells("A digit, pooled", found["max"])
