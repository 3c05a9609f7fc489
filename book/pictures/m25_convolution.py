"""A kernel that goes over a digit, the numbers that it meets at one place, and all results."""

from __future__ import annotations

import autodiff as torch
import numpy as np
from autodiff.nn.functional import conv2d

from demos import data

from .drawing import GRAY, RED, SAND, box, line, shades, svg, words

PIXEL, CELL = 7, 44
KERNEL = np.array([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]], np.float32)


def picture() -> str:
    """The strongest answer of a kernel that looks for lower edges."""
    images, _ = data.digits(1)
    image = (images[0] / 255).astype(np.float32)
    found = conv2d(torch.from_numpy(image[None, None]), torch.from_numpy(KERNEL[None, None]))
    result = found.numpy()[0, 0]
    row, column = np.unravel_index(result.argmax(), result.shape)
    window = image[row : row + 3, column : column + 3]
    left, top = 14 + PIXEL * int(column), 42 + PIXEL * int(row)
    at = 284 + PIXEL * int(column), 49 + PIXEL * int(row)
    parts = [
        *_framed(f"the image, {image.shape}", image, 14, 42),
        *_framed(f"the result, {result.shape}", result, 284, 49),
        _around(left, top, 3 * PIXEL),
        _around(*at, PIXEL),
        line(left, top + 3 * PIXEL, 14, 290, RED),
        line(left + 3 * PIXEL, top + 3 * PIXEL, 146, 290, RED),
        line(at[0] + PIXEL / 2, at[1] + PIXEL, 420, 326, RED),
        *_numbers("the window", window, 14),
        words(164, 362, "·", size=26),
        *_numbers("the kernel", KERNEL, 182),
        words(340, 362, "=", size=22),
        box(366, 328, 100, 56, SAND, text=f"{result[row, column]:.2f}"),
        words(240, 480, "product by product, and added up", GRAY),
    ]
    return svg(496, parts)


def _framed(name: str, matrix: np.ndarray, x: float, y: float) -> list[str]:
    """A matrix as shades, with its name above."""
    size = PIXEL * len(matrix)
    drawn = shades(matrix, x, y, PIXEL)
    return [
        words(x, 28, name, at="start", size=17),
        box(x, y, size, size, "none", corner=0),
        *drawn,
    ]


def _around(x: float, y: float, size: float) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{size}" height="{size}"'
    return f'<rect {place} fill="none" stroke="{RED}" stroke-width="3"/>'


def _numbers(name: str, matrix: np.ndarray, x: float) -> list[str]:
    """A matrix in numbers, with its name below."""
    parts = [words(x + 1.5 * CELL, 446, name, GRAY, size=16)]
    for (i, j), value in np.ndenumerate(matrix):
        left, top = x + CELL * j, 290 + CELL * i
        parts.append(box(left, top, CELL, CELL, "none", corner=0))
        said = f"{round(float(value), 2):g}"
        parts.append(words(left + CELL / 2, top + 27, said, size=16))
    return parts
