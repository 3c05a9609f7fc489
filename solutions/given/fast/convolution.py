"""`convolution`'s `conv2d`, with padding, groups and bias inside of its ops. (Given code.)

Each op takes the quickest of three ways: columns, Winograd's, or, for channels alone, shifts.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import reshape, sum
from ...m07_chain_rule import defvjp
from ..convolving import columns, depthwise, winograd
from ..nn.layer_arguments import Pair, as_pair, check_convolution, padding_amounts

Amounts = tuple[int, ...]


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
    shape = columns.result_shape(x.shape, weight.shape, padding, steps)
    out = _quickest(
        winograd.fits(x, weight.shape, shape, groups, steps)
        and partial(winograd.convolution, x, weight, padding),
        depthwise.fits(weight.shape, groups)
        and partial(depthwise.convolution, x, weight, shape, padding, steps),
        partial(columns.convolution, x, weight, shape, padding, groups, steps),
    )
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
    """The gradient of `convolution` for x, of this `shape`, from `g`, (N, O, Ho, Wo)."""
    return _quickest(
        winograd.fits(g, weight.shape, g.shape, groups, steps)
        and max(padding) <= 2
        and partial(winograd.image_gradient, g, weight, padding),
        depthwise.fits(weight.shape, groups)
        and partial(depthwise.image_gradient, g, weight, shape, padding, steps),
        partial(columns.image_gradient, g, weight, shape, padding, groups, steps),
    )


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
    return _quickest(
        winograd.fits(x, shape, g.shape, groups, steps)
        and partial(winograd.kernel_gradient, g, x, padding),
        depthwise.fits(shape, groups)
        and partial(depthwise.kernel_gradient, g, x, shape, padding, steps),
        partial(columns.kernel_gradient, g, x, shape, padding, groups, steps),
    )


def _quickest(*ways: Any) -> np.ndarray:
    """What the first way gives that is one (the others are False). The last one always is.

    Before it, an infinity might make NaN of its neighbours' results.
    """
    for way in filter(None, ways[:-1]):
        out = way()
        if math.isfinite(out.sum()):
            return out
    return ways[-1]()


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
