"""m26 pooling: keep the largest, or the mean, of each window.

About 45 minutes; difficulty 3 of 5. Means (`window_sum_vjp`, `avg_pool2d`) may wait; they are the
easier half.

A digit that is moved by one pixel is the same digit. And a network that keeps all pixels through
all its layers pays for all of them. So every few layers the images are made smaller: of each window
only one number is kept, its maximum (is there an edge *somewhere* here?) or its mean. Networks that
read zip codes in 1989 did it, and those of today do. The forty lines had a relu, which lets a
number through or not; here, one of many is let through.

Windows of any step
-------------------
The windows are those of `convolution`. Their step (`stride`) is mostly as large as the kernel, so
that they do not overlap: 2x2 windows halve an image. Nothing is multiplied, and each channel is
treated by itself: (..., C, H, W) becomes (..., C, Ho, Wo). In `convolution`, `windows` was called
inside other ops only. Here it is also called as an op, and so needs a rule. A pixel gets the sum of
what comes back from all windows that show it: that is `overlap_add`, whose own rule, given, is
`windows`. Both are linear, and each is the other's rule.

For the maximum, with g for the gradient with respect to its result:

    out                    =  window_max(  x  )
    (..., Ho, Wo)                          (..., H, W)
    won                    =  winners(  x            ,  out  )        bools: one True in each window
    (..., Ho, Wo, kh, kw)               (..., H, W)     (..., Ho, Wo)
    dL/dx                  =  put_back(  g              ,  won  )    where won is True, and added up
    (..., H, W)                          (..., Ho, Wo)     (..., Ho, Wo, kh, kw)

The maximum depends on the winner alone: its slope is 1 there, and 0 for all others. In a mean of
kh kw numbers every slope is 1 / (kh kw). For 2x2 windows and g = (8, 12):

    window                  [[1, 4], [3, 2]]    [[7, 7], [0, 7]]
    its maximum             4                   7
    gradient                [[0, 8], [0, 0]]    [[12, 0], [0, 0]]
    that of the mean        [[2, 2], [2, 2]]    [[3, 3], [3, 3]]

Three sevens are equal. The first one, row by row, takes all of g. At such a point the maximum has
no single slope, so one has to choose; this is torch's choice. (`amax` in `reductions` shares its
gradient among equals. But max_pool2d can be asked for the place of the winner, by `return_indices`,
and so needs a single one.)

What is given
-------------
`pooling_windows` reads the arguments: it returns a pair, the dict `steps` for `windows` (with
kernel, stride and dilation), and the amounts for `constant_pad`. `masked_overlap_add` puts g back
where a mask is true, without an array of all windows. `places_of` finds the winners' indices. In
`adaptive_avg_pool2d` one says how many windows are wanted; it multiplies by two matrices, one that
takes means of rows and one for columns.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: max_pool2d_with_indices` keeps the index of each winner, an int64, for the
way back: 8 bytes for each result of 4 bytes, and nothing has to be compared again. We compare
again, so our node holds only x and the result, which other nodes hold anyway. JAX has
`jax/_src/lax/windowed_reductions.py: reduce_window`, which takes any function of a window; for a
maximum, its gradient is `jax/_src/lax/windowed_reductions.py: _select_and_scatter_add`. One can do
without pooling: a convolution with stride 2 makes images smaller and learns how (J. Springenberg,
2014). It costs kh kw C * C weights, where pooling has none.

The traps
---------
- Zeros around an image win against negative numbers in it. What can never win?
- In a mean, such zeros count as numbers, unless `count_include_pad` is False.
- What the windows show at the first position of the kernel is a view of the image: going on from it
  in place writes into the image.

When it is done, the parts of a network for images are there, and `residual` puts them together.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 9.3; J. Springenberg
et al., Striving for Simplicity: The All Convolutional Net (2014), section 2; V. Dumoulin, F. Visin,
A Guide to Convolution Arithmetic for Deep Learning (2016), chapter 3.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .given.core.dtypes import is_floating
from .given.nn.layer_arguments import Pair, as_pair, pooling_windows
from .given.ops.pad import constant_pad
from .given.statistics.sums import in_float32
from .m03_computation_graph import primitive
from .m04_magic_methods import broadcast_to, matmul, mul, reshape, sum
from .m07_chain_rule import defvjp
from .m25_convolution import overlap_add, windows
from .todo import todo

defvjp(
    windows,
    lambda g, out, x, kernel, **steps: todo("m26: windows, x"),
)
defvjp(
    overlap_add,
    lambda g, out, x, shape, **steps: windows(g, kernel=x.shape[-2:], **steps),
)


@primitive
def masked_overlap_add(
    g: np.ndarray, mask: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]
) -> np.ndarray:
    """`overlap_add` of windows that hold their number of `g` where `mask` is true, and 0 elsewhere:
    (..., Ho, Wo), (..., Ho, Wo, kh, kw) -> `shape`. No array of all windows is made. (Given.)
    """
    out = np.zeros(shape, g.dtype)
    view = windows(out, kernel=mask.shape[-2:], **steps)
    for i, j in np.ndindex(view.shape[-2:]):
        view[..., i, j] += g * mask[..., i, j]
    return out


def masked_overlap_add_vjp(
    h: Any, out: Any, g: Any, mask: Any, *, shape: Any, **steps: tuple[int, int]
) -> Any:
    """The rule for `g`: each number of it gets the sum of what its window shows where `mask` is
    true. (Given.)"""
    return sum(mul(windows(h, kernel=mask.shape[-2:], **steps), mask), (-2, -1))


defvjp(masked_overlap_add, masked_overlap_add_vjp)


@primitive
def window_max(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The maximum of each of the `windows`: (..., H, W) -> (..., Ho, Wo), a new array. `steps` are
    the arguments of `windows`: kernel, and maybe stride and dilation."""
    raise NotImplementedError("m26: window_max")


@primitive
def winners(x: np.ndarray, out: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """Where the maximum `out` of each window came from: bools (..., Ho, Wo, kh, kw).

    At most one in each window is True (none, if `out` is NaN): where several equal the maximum, it
    is the first, row by row.
    """
    raise NotImplementedError("m26: winners")


def window_max_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images, by `winners` and `masked_overlap_add`: `g` (..., Ho, Wo) goes to the
    winners, (..., H, W). `steps` are stride and dilation."""
    raise NotImplementedError("m26: window_max_vjp")


defvjp(window_max, window_max_vjp)


@primitive
@in_float32
def window_sum(x: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The sum of each of the `windows`: (..., H, W) -> (..., Ho, Wo). (Given.)"""
    view = windows(x, **steps)
    out = np.zeros(view.shape[:-2], x.dtype)
    for i, j in np.ndindex(view.shape[-2:]):
        out += view[..., i, j]
    return out


def window_sum_vjp(g: Any, out: Any, x: Any, kernel: Any, **steps: Any) -> Any:
    """The rule for the images, in ops: every pixel that a window shows gets the window's number of
    `g` (..., Ho, Wo), and the sum, if several do: (..., H, W)."""
    raise NotImplementedError("m26: window_sum_vjp")


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
        kernel_size, stride, padding, dilation: one number, or one for rows and one for columns.
        stride: None for the kernel's size, so that the windows do not overlap.
        padding: at most half a kernel; what is put there never becomes a maximum.
        return_indices: also give the place of each maximum, row * W + column in the image without
            its padding, as int64: the result is the pair (maxima, places). `places_of` finds them.

    `pooling_windows` (given/nn/layer_arguments.py) takes the first four; it raises RuntimeError for
    too much padding, and `windows` for windows that do not fit. `constant_pad(x, amounts, value=0)`
    pads.
    """
    raise NotImplementedError("m26: max_pool2d")


def places_of(
    won: Any, sizes: tuple[int, int], amounts: tuple[int, ...], **steps: tuple[int, int]
) -> Any:
    """The place of each winner, row * W + column, in images of these `sizes`, (H, W), that were
    padded by `amounts`: (..., Ho, Wo, kh, kw) bools -> (..., Ho, Wo) int64. (Given.)"""
    places = np.arange(math.prod(sizes)).reshape(sizes)
    return sum(mul(won, windows(constant_pad(places, amounts), **steps)), (-2, -1))


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
    then the sum is divided by the number of those that are not padding. There is no dilation:
    `pooling_windows` gets a 1 for it.
    """
    raise NotImplementedError("m26: avg_pool2d")


def adaptive_avg_pool2d(input: Any, output_size: int | tuple[int | None, int | None]) -> Any:
    """Means over as many windows as are asked for: (..., C, H, W) -> (..., C, *output_size).

    Window i of n along a dimension begins at floor(i * size / n) and ends before ceil((i + 1) *
    size / n), so that windows may differ in size, and overlap. None keeps a dimension as it is.

    Raises RuntimeError for a negative size and for images without rows or columns,
    NotImplementedError unless the dtype is floating. (Given.)
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
