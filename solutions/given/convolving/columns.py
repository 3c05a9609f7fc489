"""Convolutions by products of matrices: each window of the images is a column. (Given code.)

Some rows of some images are worked on at a time, so that their columns stay in the cache; the plain
ops write out all. Images lie as (C, H, W, N) here: rows of windows are long that way, and quickly
copied. A step of training a small network takes 0.6 to 0.7 of the time (32 images of 8x8, 64 of
28x28).

In what follows, images are (N, C, H, W), a weight is (O, C / groups, kh, kw), and a result (N, O,
Ho, Wo); `padding` is as `constant_pad` takes it, and `steps` are `stride` and `dilation`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from ...m25_convolution import windows

Amounts = tuple[int, ...]
Shape = tuple[int, ...]
Steps = Mapping[str, tuple[int, int]]

_BLOCK = 2**20  # numbers in the columns that are worked on at a time
_IMAGES = 16  # of which they are, or more where all of their columns are not too many


def result_shape(x: Shape, weight: Shape, padding: Amounts, steps: Steps) -> Shape:
    """(N, O, Ho, Wo). Where no window fits, or there are no steps, `windows` will say so."""
    left, right, top, bottom = padding
    sizes = zip(x[2:], (top + bottom, left + right), weight[2:], *steps.values(), strict=True)
    places = [
        (size + frame - dilation * (kernel - 1) - 1) // max(1, stride) + 1
        for size, frame, kernel, stride, dilation in sizes
    ]
    if min(*places, x[0]) < 1:  # without images nobody else takes windows
        one = np.broadcast_to(0, (x[2] + top + bottom, x[3] + left + right))
        windows(one, kernel=weight[2:], **steps)
    return x[0], weight[0], *places


def convolution(
    x: np.ndarray, weight: np.ndarray, shape: Shape, padding: Amounts, groups: int, steps: Steps
) -> np.ndarray:
    """Every image seen through every kernel: a result of this `shape`."""
    out = np.empty(shape, x.dtype)
    kernels = weight.reshape(groups, len(weight) // groups, -1)
    for images in _images(x.shape, weight.shape, out.shape):
        view = _windows(_framed(x[images], padding), weight.shape, steps)
        for rows in _rows(view):
            some = view[:, :, :, rows]
            products = np.matmul(kernels, some.reshape(groups, kernels.shape[2], -1))
            out[images, :, rows] = products.reshape(-1, *some.shape[3:]).transpose(3, 0, 1, 2)
    return out


def image_gradient(
    g: np.ndarray, weight: np.ndarray, shape: Shape, padding: Amounts, groups: int, steps: Steps
) -> np.ndarray:
    """The gradient for images of this `shape`, from `g`, that of the result.

    With a stride, the last rows or columns may be in no window: they get 0. The padding gets none.
    """
    is_small = weight.size < g.size and len(weight) <= shape[1]
    if groups == 1 and steps["stride"] == (1, 1) and is_small:  # a convolution has less to add up
        reach = np.multiply(steps["dilation"], np.subtract(weight.shape[2:], 1))
        back = np.repeat(reach[::-1], 2) - padding
        if min(back) >= 0:
            turned = np.ascontiguousarray(weight[:, :, ::-1, ::-1].swapaxes(0, 1))
            return convolution(g, turned, shape, tuple(back.tolist()), groups, steps)
    left, _, top, _ = padding
    kernels = weight.reshape(groups, len(weight) // groups, -1).swapaxes(1, 2)
    product = np.matmul if kernels.shape[2] > 1 else np.multiply  # which is quicker then
    out = np.empty(shape, g.dtype)
    for images in _images(shape, weight.shape, g.shape):
        frame = _frame(out[images], padding)
        view = _windows(frame, weight.shape, steps)
        for rows in _rows(view):
            some = view[:, :, :, rows]
            products = product(kernels, _of_channels(g[images, :, rows], groups))
            products = products.reshape(some.shape)
            for i, j in np.ndindex(weight.shape[2:]):
                some[:, i, j] += products[:, i, j]
        inside = frame[:, top : top + shape[2], left : left + shape[3]]
        out[images] = inside.transpose(3, 0, 1, 2)
    return out


def kernel_gradient(
    g: np.ndarray, x: np.ndarray, shape: Shape, padding: Amounts, groups: int, steps: Steps
) -> np.ndarray:
    """The gradient for a weight of this `shape`, from `g`, that of the result."""
    out, size = None, math.prod(shape[1:])
    for images in _images(x.shape, shape, g.shape):
        view = _windows(_framed(x[images], padding), shape, steps)
        for rows in _rows(view):
            columns = view[:, :, :, rows].reshape(groups, size, -1)
            part = np.matmul(_of_channels(g[images, :, rows], groups), columns.swapaxes(1, 2))
            out = part if out is None else np.add(out, part, out=out)
    return np.zeros(shape, g.dtype) if out is None else out.reshape(shape)


def _images(x: Shape, weight: Shape, out: Shape) -> Iterator[slice]:
    """Some images at a time."""
    numbers = x[1] * math.prod(weight[2:]) * math.prod(out[2:])  # in the columns of one
    step = max(_IMAGES, _BLOCK // max(1, numbers))
    for start in range(0, x[0], step):
        yield slice(start, start + step)


def _rows(view: np.ndarray) -> Iterator[slice]:
    """Some rows of windows at a time."""
    rows = view.shape[3]
    step = max(1, _BLOCK * rows // max(1, view.size))
    for start in range(0, rows, step):
        yield slice(start, start + step)


def _frame(x: np.ndarray, padding: Amounts) -> np.ndarray:
    """Zeros for images like these, and a frame around them: (C, top + H + bottom, ..., N)."""
    n, channels, height, width = x.shape
    left, right, top, bottom = padding
    return np.zeros((channels, top + height + bottom, left + width + right, n), x.dtype)


def _framed(x: np.ndarray, padding: Amounts) -> np.ndarray:
    left, _, top, _ = padding
    frame = _frame(x, padding)
    frame[:, top : top + x.shape[2], left : left + x.shape[3]] = x.transpose(1, 2, 3, 0)
    return frame


def _windows(frame: np.ndarray, weight: Shape, steps: Steps) -> np.ndarray:
    """As a view: (C, H, W, N) -> (C, kh, kw, Ho, Wo, N)."""
    view = windows(frame.transpose(0, 3, 1, 2), kernel=weight[2:], **steps)
    return view.transpose(0, 4, 5, 2, 3, 1)


def _of_channels(g: np.ndarray, groups: int) -> np.ndarray:
    """(N, O, rows, Wo) -> (groups, O / groups, rows * Wo * N)."""
    return g.transpose(1, 2, 3, 0).reshape(groups, g.shape[1] // groups, -1)
