"""m25 convolution: one small matrix, used everywhere in the image.

About 75 minutes; difficulty 4 of 5. Strides, padding and groups are given, and may be read later.

How does a network find an edge, wherever in the image it is? A Linear layer would have to learn it
anew for every place. A convolution slides a small *window* over the image, and takes the same
weighted sum of the pixels at every place; the weights of this sum, one for each pixel of the
window, are the *kernel*. So what it has learned in one corner it knows in all others. And it has
few weights: 9 for a 3x3 kernel, where a Linear from 28x28 pixels to the 26x26 places of that kernel
has 529,984. Y. LeCun read handwritten digits with it in 1989, and networks for images have used it
ever since. (Strictly speaking this is a cross-correlation, for the kernel is not turned around.
Everybody says convolution.)

In the forty lines, each product was a node in the graph: 6,084 of them for that kernel and that
image. Here a whole batch is one op.

Windows, and columns
--------------------
Windows overlap, but need no copies: `sliding_windows` is a view, in which several windows show the
same number. Copy each window into a column of a matrix, and the convolution becomes a product of
matrices, which processors are good at. The kernel's numbers, in one row, are W. A 3x3 image has
four windows of 2x2:

    image   1 2 3       windows   1 2    2 3    4 5    5 6       kernel   1 0       result   11 14
            4 5 6                 4 5    5 6    7 8    8 9                0 2                20 23
            7 8 9

    window          its column      W               W @ column
    upper left      [1, 2, 4, 5]    [1, 0, 0, 2]    1 + 2 * 5 = 11
    upper right     [2, 3, 5, 6]    [1, 0, 0, 2]    2 + 2 * 6 = 14
    lower left      [4, 5, 7, 8]    [1, 0, 0, 2]    4 + 2 * 8 = 20
    lower right     [5, 6, 8, 9]    [1, 0, 0, 2]    5 + 2 * 9 = 23

A batch of images is (N, C, H, W): images, channels, rows, columns. A weight (O, C, kh, kw) holds O
kernels of kh rows and kw columns; each looks at all the channels at once, and makes one new
channel. So a column holds the numbers of all channels, one after the other. The window has Ho = H -
kh + 1 places from top to bottom, and Wo = W - kw + 1 from left to right:

    out   =   W            @   columns              for each of the N images
    (O, Ho Wo)  (O, C kh kw)   (C kh kw, Ho Wo)

The way back
------------
Let g be the gradient with respect to the result, of shape (O, Ho Wo) for one image. The rules of a
product of matrices are known (`chain_rule`):

    d columns         =  W.T           @  g
    (C kh kw, Ho Wo)     (C kh kw, O)     (O, Ho Wo)
    dW                =  g             @  columns.T
    (O, C kh kw)         (O, Ho Wo)       (Ho Wo, C kh kw)

W served all images, so its gradient is the sum over them. Each column of d columns is a window
again: `overlap_add` puts the windows back where they were, and where several share a pixel, it adds
them up. With g = 1 everywhere, in the example:

    d columns   1 1 1 1         dx   1 1 0          dW   12 16 24 28
                0 0 0 0              1 3 2
                0 0 0 0              0 2 2          the pixel in the middle was in all four
                2 2 2 2                             windows: times 2, times 1, and twice times 0

Are gradients of gradients new ops? No: three ops are enough. Take the number sum(g * conv(x, w)).
It is linear in g, in x and in w. Its derivative by g is conv(x, w), which `convolution` computes;
its derivative by x is what `convolution_input` computes, and that by w `convolution_weight`. The
rule of any of the three is made of the two others. The rules of `convolution` are yours; those of
the two others are given.

What is given
-------------
`windows` picks some of your windows: with a *stride* of 2, those at every second place; and with a
*dilation* of 2, every second number within a window, which spreads it. Your ops pass both on as
`**steps`, and need not look at them. `conv2d` puts zeros around the images (`padding`), adds the
bias, and splits the channels into `groups`, each convolved by itself: (N, groups, C, H, W) with
(groups, O, C, kh, kw). Count dimensions from the end, and your ops can do that, too. In all there
are

    places  =  (size + 2 * padding  -  dilation * (kernel - 1)  -  1) // stride  +  1
    ()          ()                     ()                         ()            ()

along a dimension: 14 for size 28, kernel 5, padding 2 and stride 2.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/modules/conv.py: Conv2d` calls C++, which chooses among several ways. Columns are one of
them (`torch/nn/functional.py: unfold` makes them); their price is memory: kh kw times the image,
for a 3x3 kernel 231 MB instead of 26, with 32 images of 64 channels and 56x56 pixels in float32.
Winograd's way saves products (16 instead of 36 for four results of a 3x3 kernel), and a Fourier
transform pays off for large kernels only. The two gradients are functions there, too:
`torch/nn/grad.py: conv2d_input` and
`torch/nn/grad.py: conv2d_weight`. JAX has one op, `jax/_src/lax/convolution.py:
conv_general_dilated`, which is so general that it computes its own gradients, with dilated images
and kernels turned around. That is one op instead of three, with twice the arguments.

The traps
---------
- Adding to overlapping windows all at once: of several numbers that belong to one pixel, `view +=
  g` adds only one. Take one position in the kernel at a time: there, no two windows share a pixel.
- A reshape never moves a number: it keeps their order. Before it makes columns of windows, their
  dims kh and kw have to be moved next to C.
- `as_strided` checks nothing: with a wrong shape it reads memory that is not yours.

When it is done, filters can be learned. `pooling` makes images smaller, and `residual` builds deep
networks out of both.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 9.1 to 9.3; V.
Dumoulin, F. Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), chapter 2, for its
pictures; the notes of Stanford's CS231n (cs231n.github.io), convolutional-networks.md, under
"Implementation as Matrix Multiplication".
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .given.nn.convolution import ConvNd
from .given.nn.layer_arguments import Pair, as_pair, check_convolution, padding_amounts
from .given.ops.pad import constant_pad
from .m03_computation_graph import primitive
from .m04_magic_methods import add, reshape
from .m07_chain_rule import defvjp
from .m24_normalization import BatchNorm


def sliding_windows(x: np.ndarray, kernel: tuple[int, int]) -> np.ndarray:
    """Every window of this size, one at each place: (..., H, W) -> (..., Ho, Wo, kh, kw).

    `kernel` is (kh, kw), and fits into the image; Ho is H - kh + 1, and Wo is W - kw + 1. The
    result is a view: nothing is copied, and writing into it writes into the images. x may be a view
    itself, so ask it for its strides.
    """
    *batch, height, width = x.shape
    rows, columns = height - kernel[0] + 1, width - kernel[1] + 1
    return as_strided(x, (*batch, rows, columns, *kernel), (*x.strides, *x.strides[-2:]))


@primitive
def windows(
    x: np.ndarray,
    *,
    kernel: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    dilation: tuple[int, int] = (1, 1),
) -> np.ndarray:
    """The windows of the images, as a view: (..., H, W) -> (..., Ho, Wo, kh, kw).

    With a `stride`, only every stride-th of the `sliding_windows` is taken, and with a `dilation`,
    only every dilation-th number in a window. Raises RuntimeError for a kernel that, spread by its
    dilation, does not fit into the image, and for a kernel, a stride or a dilation that is not
    positive. (Given.)
    """
    (sh, sw), (dh, dw) = stride, dilation
    spread = dh * (kernel[0] - 1) + 1, dw * (kernel[1] - 1) + 1
    if min(*kernel, *stride, *dilation) < 1 or spread[0] > x.shape[-2] or spread[1] > x.shape[-1]:
        raise RuntimeError(
            f"no windows of {kernel}, stride {stride}, dilation {dilation} in {x.shape[-2:]}"
        )
    return sliding_windows(x, spread)[..., ::sh, ::sw, ::dh, ::dw]


@primitive
def overlap_add(g: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]) -> np.ndarray:
    """Windows put back in their places and added up: (..., Ho, Wo, kh, kw) -> `shape`, (..., H, W).

    Each element of the result is the sum of all numbers of windows that belong there, and 0 if no
    window shows it, in the dtype of g. `steps` are the stride and the dilation: within the op,
    `windows(x, kernel=(kh, kw), **steps)` of an ndarray is a view, into which you may write.
    """
    out = np.zeros(shape, g.dtype)
    view = windows(out, kernel=g.shape[-2:], **steps)
    for i, j in np.ndindex(g.shape[-2:]):
        view[..., i, j] += g[..., i, j]
    return out


def to_columns(view: np.ndarray) -> np.ndarray:
    """Windows copied into columns: (..., C, Ho, Wo, kh, kw) -> (..., C kh kw, Ho Wo)."""
    *batch, channels, rows, columns, kh, kw = view.shape
    view = np.moveaxis(view, (-2, -1), (-4, -3))
    return view.reshape(*batch, channels * kh * kw, rows * columns)


@primitive
def convolution(x: np.ndarray, weight: np.ndarray, **steps: tuple[int, int]) -> np.ndarray:
    """The op itself, of images without padding: (N, C, H, W), (O, C, kh, kw) -> (N, O, Ho, Wo).

    With groups, the shapes are (N, groups, C, H, W), (groups, O, C, kh, kw) -> (N, groups, O, Ho,
    Wo): each group of channels is convolved with its own kernels. `steps` are those of `windows`.
    """
    view = windows(x, kernel=weight.shape[-2:], **steps)
    kernels = weight.reshape(*weight.shape[:-3], -1)
    out = kernels @ to_columns(view)
    return out.reshape(*out.shape[:-1], *view.shape[-4:-2])


@primitive
def convolution_input(
    g: np.ndarray, weight: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]
) -> np.ndarray:
    """The gradient with respect to the images of `convolution`, which have this `shape`, from `g`,
    the gradient of its result, (N, O, Ho, Wo).

    With groups, g is (N, groups, O, Ho, Wo).
    """
    kernels = weight.reshape(*weight.shape[:-3], -1)
    columns = kernels.swapaxes(-1, -2) @ g.reshape(*g.shape[:-2], math.prod(g.shape[-2:]))
    view = columns.reshape(*shape[:-2], *weight.shape[-2:], *g.shape[-2:])
    return overlap_add(np.moveaxis(view, (-4, -3), (-2, -1)), shape=shape, **steps)


@primitive
def convolution_weight(
    g: np.ndarray, x: np.ndarray, *, shape: tuple[int, ...], **steps: tuple[int, int]
) -> np.ndarray:
    """The gradient with respect to the weight of `convolution`, which has this `shape`, from `g`,
    the gradient of its result, (N, O, Ho, Wo): summed over the images.

    With groups, g is (N, groups, O, Ho, Wo).
    """
    columns = to_columns(windows(x, kernel=shape[-2:], **steps))
    g = g.reshape(*g.shape[:-2], math.prod(g.shape[-2:]))
    return (g @ columns.swapaxes(-1, -2)).sum(0).reshape(shape)


def convolution_weight_g(h: Any, out: Any, g: Any, x: Any, shape: Any, **steps: Any) -> Any:
    """The rule of `convolution_weight` for `g`; `h`, the gradient of its result, has the shape of a
    weight. (Given.)"""
    return convolution(x, h, **steps)


def convolution_weight_x(h: Any, out: Any, g: Any, x: Any, shape: Any, **steps: Any) -> Any:
    """The rule of `convolution_weight` for `x`. (Given.)"""
    return convolution_input(g, h, shape=x.shape, **steps)


defvjp(convolution_weight, convolution_weight_g, convolution_weight_x)
defvjp(
    convolution,
    lambda g, out, x, w, **steps: convolution_input(g, w, shape=x.shape, **steps),
    lambda g, out, x, w, **steps: convolution_weight(g, x, shape=w.shape, **steps),
)
defvjp(
    convolution_input,
    lambda h, out, g, w, shape, **steps: convolution(h, w, **steps),
    lambda h, out, g, w, shape, **steps: convolution_weight(g, h, shape=w.shape, **steps),
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
    """Images (N, C, H, W) convolved with every kernel: (N, O, Ho, Wo); or one image, without N.
    (Given.)

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
    images = constant_pad(images, amounts) if any(amounts) else images
    if groups > 1:
        images = reshape(images, (len(images), groups, weight.shape[1], *images.shape[2:]))
        kernels = reshape(weight, (groups, len(weight) // groups, *weight.shape[1:]))
    else:
        kernels = weight
    out = convolution(images, kernels, stride=stride, dilation=dilation)
    shape = (*input.shape[:-3], len(weight), *out.shape[-2:])
    out = out if out.shape == shape else reshape(out, shape)
    return out if bias is None else add(out, reshape(bias, (len(bias), 1, 1)))


class Conv2d(ConvNd):
    """`conv2d` with a weight and a bias of its own."""

    ndim = 2

    def forward(self, input: Any) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N."""
        input, padding = self.framed(input)
        how = self.stride, padding, self.dilation, self.groups
        return conv2d(input, self.weight, self.bias, *how)


class BatchNorm2d(BatchNorm):
    """Batch normalization of images, (N, C, H, W): each channel over the batch and all places."""

    accepts = (4,)
