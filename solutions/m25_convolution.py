"""m25 convolution: one small matrix, used everywhere in the image.

A Linear layer on an image learns every place anew. A convolution slides one small window, the
*kernel*, over the image and takes the same weighted sum wherever it stands: what it has learned in
one corner it knows in all others. And it has few weights: 9 for a 3x3 kernel, where a Linear from
28x28 pixels to the 26x26 places of that kernel has 529,984. (Strictly speaking this is a
cross-correlation, for the kernel is not turned around. Everybody says convolution.)

    x     1 2 3     kernel  1  0      out   1*1 + 5*2 = 11    2*1 + 6*2 = 14
          4 5 6             0  2            4*1 + 8*2 = 20    5*1 + 9*2 = 23
          7 8 9

A batch of images is (N, C, H, W): images, channels, rows, columns. A weight (O, C, kh, kw) holds O
kernels; each looks at all the channels at once, and makes one new channel. The window moves in
steps of `stride`, its elements lie `dilation` apart, and `padding` first puts zeros around the
image (by `constant_pad`, in given/ops/pad.py; everything about arguments is in
given/nn/layer_arguments.py). So there are

    (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1

places for it along a dimension: 14 for size 28, kernel 5, padding 2 and stride 2. With `groups`,
channels are dealt into groups that never meet: the first O / groups kernels see the first
C / groups channels, and so on.

Windows overlap, but need no copies. `windows` is a view with strides of its own (`as_strided`, to
be imported from numpy.lib.stride_tricks), in which several windows show the same number. Written
out as columns, they turn a convolution into the product of matrices that processors are made for:

    out = W @ columns          (O, C kh kw) @ (C kh kw, Ho Wo) -> (O, Ho Wo), for each image

Backward: L = sum(g * conv(x, w)) is linear in each of g, x and w. So three ops are enough for ever:
`convolution`, `convolution_input` (the gradient for x) and `convolution_weight` (that for w). The
derivatives of each are the two others, and gradients of gradients come for free. For x, columns of
gradients, W.T @ g, are put back where the windows were and added up.

Pooling makes images smaller: the mean or the maximum of each window. A maximum sends its gradient
to the winner alone, and to the first one where several are equal. Signals, (N, C, L), are images
of one row, so that `conv1d` and the like come for free (given/nn/one_dimension.py). Out of these
parts `residual` builds networks.

The trap: adding to overlapping windows all at once. `view += g` adds just one of the numbers that
belong to an element. Take one position in the kernel at a time: there, no two windows meet. And
do not pad with zeros for a maximum, since among negative numbers they win.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 9.1 to 9.3; V.
Dumoulin, F. Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), chapter 2, for its
pictures; the notes of Stanford's CS231n (cs231n.github.io), convolutional-networks.md, under
"Implementation as Matrix Multiplication".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .given.core.dtypes import is_floating
from .given.nn.convolution import ConvNd
from .given.nn.layer_arguments import (
    Pair,
    as_pair,
    check_convolution,
    padding_amounts,
    pooling_windows,
)
from .given.ops.pad import constant_pad
from .m03_computation_graph import primitive
from .m04_magic_methods import broadcast_to, matmul, mul, reshape, sum
from .m07_chain_rule import defvjp
from .m24_normalization import BatchNorm

Amounts = tuple[int, ...]

_BLOCK = 2**19  # numbers in the columns that are worked on at a time


@primitive
def windows(
    x: np.ndarray,
    *,
    kernel: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    dilation: tuple[int, int] = (1, 1),
) -> np.ndarray:
    """Every window of the images, as a view: (..., H, W) -> (..., Ho, Wo, kh, kw).

    Nothing is copied, so whoever writes into it writes into the images. Raises RuntimeError for a
    kernel that, spread by its dilation, does not fit into the image, and for a kernel, a stride or
    a dilation that is not positive.
    """
    (kh, kw), (sh, sw), (dh, dw) = kernel, stride, dilation
    *batch, height, width = x.shape
    *steps, row, column = x.strides
    rows, columns = height - dh * (kh - 1), width - dw * (kw - 1)
    if min(*kernel, *stride, *dilation, rows, columns) < 1:
        raise RuntimeError(
            f"no windows of {kernel}, stride {stride}, dilation {dilation} in {(height, width)}"
        )
    return as_strided(
        x,
        (*batch, (rows - 1) // sh + 1, (columns - 1) // sw + 1, kh, kw),
        (*steps, row * sh, column * sw, row * dh, column * dw),
    )


@primitive
def overlap_add(
    g: np.ndarray,
    *,
    shape: tuple[int, ...],
    stride: tuple[int, int] = (1, 1),
    dilation: tuple[int, int] = (1, 1),
) -> np.ndarray:
    """Windows put back in their places and added up: (..., Ho, Wo, kh, kw) -> `shape`, (..., H, W).

    Each element gets the sum over all windows that show it, and 0 if none does, in the dtype of g.
    """
    out = np.zeros(shape, g.dtype)
    _add(windows(out, kernel=g.shape[-2:], stride=stride, dilation=dilation), g)
    return out


def _add(view: np.ndarray, g: np.ndarray) -> None:
    for i, j in np.ndindex(view.shape[-2:]):
        view[..., i, j] += g[..., i, j]


defvjp(
    windows,
    lambda g, out, x, kernel, **steps: overlap_add(g, shape=x.shape, **steps),
)
defvjp(
    overlap_add,
    lambda g, out, x, shape, **steps: windows(g, kernel=x.shape[-2:], **steps),
)


@primitive
def convolution(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    *,
    padding: Amounts,
    stride: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
) -> np.ndarray:
    """The op itself: (N, C, H, W), (O, C / groups, kh, kw), (O,) or None -> (N, O, Ho, Wo).

    `padding` is as `constant_pad` takes it: (left, right, top, bottom).
    """
    how = {"kernel": weight.shape[2:], "stride": stride, "dilation": dilation}
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
    stride: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
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
        view = windows(images, kernel=weight.shape[2:], stride=stride, dilation=dilation)
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
    stride: tuple[int, int],
    dilation: tuple[int, int],
    groups: int,
) -> np.ndarray:
    """The gradient of `convolution` for the weight, of this `shape`, from `g`, (N, O, Ho, Wo)."""
    kernels = groups, shape[0] // groups, math.prod(shape[1:])
    places = math.prod(g.shape[2:])
    g = g.reshape(len(g), *kernels[:2], places)
    out = np.zeros(kernels, g.dtype)
    for block in _blocks(len(x), x.shape[1] * math.prod(shape[2:]) * places):
        images = _padded(x[block], padding)
        view = windows(images, kernel=shape[2:], stride=stride, dilation=dilation)
        out += np.matmul(g[block], _columns(view, groups).swapaxes(-1, -2)).sum(0)
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


@primitive
def masked_overlap_add(
    g: np.ndarray, mask: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]
) -> np.ndarray:
    """`overlap_add` of windows that hold the number `g` where `mask` is true, and 0 elsewhere:
    (..., Ho, Wo), (..., Ho, Wo, kh, kw) -> `shape`. The windows themselves are never made.
    """
    out = np.zeros(shape, g.dtype)
    view = windows(out, kernel=mask.shape[-2:], **steps)
    for i, j in np.ndindex(view.shape[-2:]):
        view[..., i, j] += g * mask[..., i, j]
    return out


def masked_overlap_add_vjp(
    h: Any, out: Any, g: Any, mask: Any, *, shape: Any, **steps: tuple[int, int]
) -> Any:
    """The rule for `g`: each gets the sum of what its window shows where `mask` is true."""
    return sum(mul(windows(h, kernel=mask.shape[-2:], **steps), mask), (-2, -1))


defvjp(masked_overlap_add, masked_overlap_add_vjp)


@primitive
def window_max(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The maximum of each of the `windows`: (..., H, W) -> (..., Ho, Wo)."""
    view = windows(x, **steps)
    out = view[..., 0, 0].copy()
    for i, j in np.ndindex(view.shape[-2:]):
        np.maximum(out, view[..., i, j], out=out)
    return out


@primitive
def winners(x: np.ndarray, out: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """Where the maximum `out` of each window came from: bools (..., Ho, Wo, kh, kw).

    At most one per window is True: the first, row by row, where several are as large.
    """
    view = windows(x, **steps)
    kernel = view.shape[-2:]
    won = np.empty((*kernel, *out.shape), np.bool_)  # a position at a time is written, and read
    free = np.ones(out.shape, np.bool_)
    for i, j in np.ndindex(kernel):
        np.equal(view[..., i, j], out, out=won[i, j])
        won[i, j] &= free
        free ^= won[i, j]
    return np.moveaxis(won, (0, 1), (-2, -1))


def window_max_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images: `g` (..., Ho, Wo) goes to the winners, (..., H, W)."""
    won = winners(x, out, kernel=kernel, **steps)
    return masked_overlap_add(g, won, shape=x.shape, **steps)


defvjp(window_max, window_max_vjp)


@primitive
def window_sum(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The sum of each of the `windows`: (..., H, W) -> (..., Ho, Wo)."""
    view = windows(x, **steps)
    out = view[..., 0, 0].copy()
    for i, j in list(np.ndindex(view.shape[-2:]))[1:]:
        out += view[..., i, j]
    return out


def window_sum_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images: all that a window shows gets its `g`, (..., Ho, Wo)."""
    share = broadcast_to(reshape(g, (*g.shape, 1, 1)), (*g.shape, *kernel))
    return overlap_add(share, shape=x.shape, **steps)


defvjp(window_sum, window_sum_vjp)


def max_pool2d(
    input: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    *,
    return_indices: bool = False,
) -> Any:
    """The maximum of each window: (..., C, H, W) -> (..., C, Ho, Wo).

    Args:
        stride: None for the kernel's size, so that the windows do not overlap.
        padding: at most half a kernel; no maximum comes from there.
        return_indices: also give the place of each maximum, row * W + column in the image without
            its padding, as int64: the result is the pair (maxima, places).

    Raises RuntimeError for windows that do not fit or too much padding.
    """
    steps, amounts = pooling_windows(kernel_size, stride, padding, dilation)
    images = constant_pad(input, amounts, value=-math.inf) if any(amounts) else input
    out = window_max(images, **steps)
    if not return_indices:
        return out
    places = np.arange(math.prod(input.shape[-2:])).reshape(input.shape[-2:])
    places = windows(constant_pad(places, amounts), **steps)
    return out, sum(mul(winners(images, out, **steps), places), (-2, -1))


def avg_pool2d(
    input: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    *,
    count_include_pad: bool = True,
) -> Any:
    """The mean of each window: (..., C, H, W) -> (..., C, Ho, Wo); arguments as for `max_pool2d`.

    The zeros of the padding count as elements of a window, unless `count_include_pad` is False:
    then the sum is divided by the number of real ones.
    """
    steps, amounts = pooling_windows(kernel_size, stride, padding, 1)
    images = constant_pad(input, amounts) if any(amounts) else input
    if count_include_pad or not any(amounts):
        return window_sum(images, **steps) / math.prod(steps["kernel"])
    ones = constant_pad(np.ones(input.shape[-2:], input.dtype), amounts)
    return window_sum(images, **steps) / window_sum(ones, **steps)


def adaptive_avg_pool2d(input: Any, output_size: int | tuple[int | None, int | None]) -> Any:
    """Means over as many windows as are asked for: (..., C, H, W) -> (..., C, *output_size).

    Window i of n along a dimension begins at floor(i * size / n) and ends before ceil((i + 1) *
    size / n), so that windows may differ in size, and overlap. None keeps a dimension as it is.

    Raises RuntimeError for a negative size and for images without rows or columns,
    NotImplementedError unless the dtype is floating.
    """
    if not is_floating(input.dtype):
        raise NotImplementedError(f"adaptive_avg_pool2d of {input.dtype}")
    sizes = input.shape[-2:]
    counts = [size if n is None else n for size, n in zip(sizes, as_pair(output_size), strict=True)]
    if min(counts) < 0 or 0 in sizes:
        raise RuntimeError(f"adaptive_avg_pool2d to {counts} of images {sizes}")
    rows, columns = [_averages(*pair, input.dtype) for pair in zip(sizes, counts, strict=True)]
    return matmul(matmul(rows, input), columns.T)


def _averages(size: int, count: int, dtype: np.dtype) -> np.ndarray:
    """The matrix (count, size) that takes `count` means of `size` numbers."""
    matrix = np.zeros((count, size), dtype)
    for i in range(count):
        begin, end = i * size // count, -(-(i + 1) * size // count)
        matrix[i, begin:end] = 1 / (end - begin)
    return matrix


class Conv2d(ConvNd):
    """`conv2d` with a weight and a bias of its own."""

    ndim = 2

    def forward(self, input: Any) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N."""
        how = self.stride, self.padding, self.dilation, self.groups
        return conv2d(input, self.weight, self.bias, *how)


class BatchNorm2d(BatchNorm):
    """Batch normalization of images, (N, C, H, W): each channel over the batch and all places."""

    accepts = (4,)
