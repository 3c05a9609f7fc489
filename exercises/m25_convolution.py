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

from typing import Any

import numpy as np

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
from .todo import todo

Amounts = tuple[int, ...]


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
    raise NotImplementedError("m25: windows")


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
    raise NotImplementedError("m25: overlap_add")


defvjp(
    windows,
    lambda g, out, x, kernel, **steps: todo("m25: windows, x"),
)
defvjp(
    overlap_add,
    lambda g, out, x, shape, **steps: todo("m25: overlap_add, x"),
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
    raise NotImplementedError("m25: convolution")


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
    raise NotImplementedError("m25: convolution_input")


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
    raise NotImplementedError("m25: convolution_weight")


defvjp(
    convolution,
    lambda g, out, x, w, b, **how: todo("m25: convolution, x"),
    lambda g, out, x, w, b, **how: todo("m25: convolution, w"),
    lambda g, out, x, w, b, **how: todo("m25: convolution, b"),
)
defvjp(
    convolution_input,
    lambda h, out, g, w, shape, **how: todo("m25: convolution_input, g"),
    lambda h, out, g, w, shape, **how: todo("m25: convolution_input, w"),
)
defvjp(
    convolution_weight,
    lambda h, out, g, x, shape, **how: todo("m25: convolution_weight, g"),
    lambda h, out, g, x, shape, **how: todo("m25: convolution_weight, x"),
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
    raise NotImplementedError("m25: conv2d")


@primitive
def masked_overlap_add(
    g: np.ndarray, mask: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]
) -> np.ndarray:
    """`overlap_add` of windows that hold the number `g` where `mask` is true, and 0 elsewhere:
    (..., Ho, Wo), (..., Ho, Wo, kh, kw) -> `shape`. The windows themselves are never made.
    """
    raise NotImplementedError("m25: masked_overlap_add")


def masked_overlap_add_vjp(
    h: Any, out: Any, g: Any, mask: Any, *, shape: Any, **steps: tuple[int, int]
) -> Any:
    """The rule for `g`: each gets the sum of what its window shows where `mask` is true."""
    raise NotImplementedError("m25: masked_overlap_add_vjp")


defvjp(masked_overlap_add, masked_overlap_add_vjp)


@primitive
def window_max(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The maximum of each of the `windows`: (..., H, W) -> (..., Ho, Wo)."""
    raise NotImplementedError("m25: window_max")


@primitive
def winners(x: np.ndarray, out: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """Where the maximum `out` of each window came from: bools (..., Ho, Wo, kh, kw).

    At most one per window is True: the first, row by row, where several are as large.
    """
    raise NotImplementedError("m25: winners")


def window_max_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images: `g` (..., Ho, Wo) goes to the winners, (..., H, W)."""
    raise NotImplementedError("m25: window_max_vjp")


defvjp(window_max, window_max_vjp)


@primitive
def window_sum(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The sum of each of the `windows`: (..., H, W) -> (..., Ho, Wo)."""
    raise NotImplementedError("m25: window_sum")


def window_sum_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images: all that a window shows gets its `g`, (..., Ho, Wo)."""
    raise NotImplementedError("m25: window_sum_vjp")


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
    raise NotImplementedError("m25: max_pool2d")


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
    raise NotImplementedError("m25: avg_pool2d")


def adaptive_avg_pool2d(input: Any, output_size: int | tuple[int | None, int | None]) -> Any:
    """Means over as many windows as are asked for: (..., C, H, W) -> (..., C, *output_size).

    Window i of n along a dimension begins at floor(i * size / n) and ends before ceil((i + 1) *
    size / n), so that windows may differ in size, and overlap. None keeps a dimension as it is.

    Raises RuntimeError for a negative size and for images without rows or columns,
    NotImplementedError unless the dtype is floating.
    """
    raise NotImplementedError("m25: adaptive_avg_pool2d")


class Conv2d(ConvNd):
    """`conv2d` with a weight and a bias of its own."""

    ndim = 2

    def forward(self, input: Any) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N."""
        raise NotImplementedError("m25: Conv2d.forward")


class BatchNorm2d(BatchNorm):
    """Batch normalization of images, (N, C, H, W): each channel over the batch and all places."""

    accepts = (4,)
