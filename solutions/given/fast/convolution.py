"""`convolution`'s `conv2d`, with padding, groups and bias inside of its ops. (Given code.)

The columns of a few images at a time stay in the cache, and only those few are padded. For 64
images of 28x28, in two layers of 8 and 16 kernels, a step of training takes about three quarters of
the time, and columns take 2 MB of memory, or those of one image. The plain ops write out all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import reshape, sum
from ...m07_chain_rule import defvjp
from ...m25_convolution import windows
from ..nn.layer_arguments import Pair, as_pair, check_convolution, padding_amounts
from ..ops.pad import constant_pad
from ..statistics.sums import add_up

Amounts = tuple[int, ...]

_BLOCK = 2**19  # numbers in the columns that are worked on at a time


def _add(view: np.ndarray, g: np.ndarray) -> None:
    for i, j in np.ndindex(view.shape[-2:]):
        view[..., i, j] += g[..., i, j]


@primitive
def convolution(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    *,
    padding: Amounts,
    groups: int,
    **steps: tuple[int, int],
) -> np.ndarray:
    """The op itself: (N, C, H, W), (O, C / groups, kh, kw), (O,) or None -> (N, O, Ho, Wo).

    `padding` is as `constant_pad` takes it: (left, right, top, bottom). `steps` are `stride` and
    `dilation`.
    """
    how = {"kernel": weight.shape[2:], **steps}
    kernels = weight.reshape(groups, len(weight) // groups, -1)
    rows, columns = windows(_padded(x[:0], padding), **how).shape[2:4]
    out = np.empty((len(x), *kernels.shape[:2], rows * columns), x.dtype)
    for block in _blocks(len(x), x.shape[1] * math.prod(weight.shape[2:]) * rows * columns):
        view = windows(_padded(x[block], padding), **how)
        np.matmul(kernels, _columns(view, groups), out=out[block])
    out = out.reshape(len(x), len(weight), rows, columns)
    if bias is not None:
        out += bias[:, None, None]
    return out


@primitive
def convolution_input(
    g: np.ndarray,
    weight: np.ndarray,
    *,
    shape: tuple[int, ...],
    padding: Amounts,
    groups: int,
    **steps: tuple[int, int],
) -> np.ndarray:
    """The gradient of `convolution` for x, of this `shape`, from `g`, (N, O, Ho, Wo).

    With a stride, the last rows or columns may be in no window: they get 0. The padding gets none.
    """
    rows, columns = g.shape[2:]
    kernels = weight.reshape(groups, len(weight) // groups, -1)
    g = g.reshape(len(g), *kernels.shape[:2], rows * columns)
    out = np.zeros(shape, g.dtype)
    for block in _blocks(len(out), shape[1] * math.prod(weight.shape[2:]) * rows * columns):
        products = np.matmul(kernels.swapaxes(-1, -2), g[block])
        products = products.reshape(-1, shape[1], *weight.shape[2:], rows, columns)
        images = _padded(out[block], padding)
        view = windows(images, kernel=weight.shape[2:], **steps)
        _add(view, products.transpose(0, 1, 4, 5, 2, 3))
        if any(padding):
            out[block] = _padded(images, tuple([-amount for amount in padding]))
    return out


@primitive
def convolution_weight(
    g: np.ndarray,
    x: np.ndarray,
    *,
    shape: tuple[int, ...],
    padding: Amounts,
    groups: int,
    **steps: tuple[int, int],
) -> np.ndarray:
    """The gradient of `convolution` for the weight, of this `shape`, from `g`, (N, O, Ho, Wo)."""
    kernels = groups, shape[0] // groups, math.prod(shape[1:])
    places = math.prod(g.shape[2:])
    g = g.reshape(len(g), *kernels[:2], places)
    out = np.zeros(kernels, g.dtype)
    for block in _blocks(len(x), x.shape[1] * math.prod(shape[2:]) * places):
        images = _padded(x[block], padding)
        view = windows(images, kernel=shape[2:], **steps)
        out += add_up(np.matmul(g[block], _columns(view, groups).swapaxes(-1, -2)), (0,))
    return out.reshape(shape)


def _padded(x: np.ndarray, amounts: Amounts) -> np.ndarray:
    return constant_pad(x, amounts) if any(amounts) else x


def _blocks(images: int, numbers: int) -> Iterator[slice]:
    """The images by the handful, given how many numbers the columns of one hold: what is computed
    of a few stays in the cache, and no more than a few are padded at a time."""
    step = max(1, _BLOCK // max(1, numbers))
    for start in range(0, images, step):
        yield slice(start, start + step)


def _columns(view: np.ndarray, groups: int) -> np.ndarray:
    """Windows (N, C, Ho, Wo, kh, kw), written out as (N, groups, C / groups * kh * kw, Ho * Wo)."""
    images, channels, rows, columns, kh, kw = view.shape
    size = channels // groups * kh * kw
    return view.transpose(0, 1, 4, 5, 2, 3).reshape(images, groups, size, rows * columns)


defvjp(
    convolution,
    lambda g, out, x, w, b, **how: convolution_input(g, w, shape=x.shape, **how),
    lambda g, out, x, w, b, **how: convolution_weight(g, x, shape=w.shape, **how),
    lambda g, out, x, w, b, **how: sum(g, (0, 2, 3)),
)
defvjp(
    convolution_input,
    lambda h, out, g, w, shape, **how: convolution(h, w, None, **how),
    lambda h, out, g, w, shape, **how: convolution_weight(g, h, shape=w.shape, **how),
)
defvjp(
    convolution_weight,
    lambda h, out, g, x, shape, **how: convolution(x, h, None, **how),
    lambda h, out, g, x, shape, **how: convolution_input(g, h, shape=x.shape, **how),
)


def conv2d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Pair = 1,
    padding: Pair | str = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Any:
    """The images (N, C, H, W), or one image (C, H, W), seen through every kernel: (N, O, Ho, Wo).

    Args:
        weight: (O, C / groups, kh, kw).
        bias: (O,), added to each of the O new channels.
        stride, dilation: one number, or one for rows and one for columns.
        padding: likewise, or "valid" (none), or "same": the result is as large as the image. Where
            that takes an odd number of zeros, the extra one goes to the bottom or the right.
        groups: both C and O are a multiple of it.

    Raises RuntimeError for shapes or dtypes that do not fit, for a kernel larger than the padded
    image, a negative padding, and "same" with a stride.
    """
    check_convolution(input, weight, bias, groups)
    stride, dilation = as_pair(stride), as_pair(dilation)
    amounts = padding_amounts(padding, weight.shape[2:], stride, dilation)
    images = input if input.ndim == 4 else reshape(input, (1, *input.shape))
    how = {"padding": amounts, "stride": stride, "dilation": dilation, "groups": groups}
    out = convolution(images, weight, bias, **how)
    return out if input.ndim == 4 else reshape(out, out.shape[1:])
