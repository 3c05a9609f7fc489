"""Windows of images: their maxima, for as many as are asked for, and they themselves as columns.
(Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m25_convolution import windows as windows_of
from ..core.dtypes import is_floating
from ..nn.function_layer import FunctionLayer
from ..nn.layer_arguments import Pair, as_pair
from ..nn.one_dimension import of_signals
from ..nn.pooling import WINDOWS, Pooling
from ..ops.pad import constant_pad


def adaptive_max_pool2d(input: Any, output_size: int | tuple[int | None, int | None]) -> Any:
    """Maxima of as many windows as are asked for, (..., C, H, W) -> (..., C, *output_size): those
    of `adaptive_avg_pool2d`.

    Raises RuntimeError for a negative size and images without pixels, ValueError for several sizes
    and no channels, NotImplementedError unless the dtype is floating.
    """
    if not is_floating(input.dtype):
        raise NotImplementedError(f"adaptive_max_pool2d of {input.dtype}")
    if isinstance(output_size, tuple | list) and input.ndim < 3:
        raise ValueError(f"adaptive_max_pool2d of {tuple(input.shape)}")
    sizes = input.shape[-2:]
    pairs = zip(sizes, as_pair(output_size), strict=False)
    counts = [size if n is None else n for size, n in pairs]
    if input.ndim not in (3, 4) or min(counts) < 0 or 0 in input.shape[-3:]:
        raise RuntimeError(f"adaptive_max_pool2d to {counts} of images {tuple(input.shape)}")
    rows, columns = [_members(*pair) for pair in zip(sizes, counts, strict=True)]
    n = input.ndim - 2
    found = input[(*[slice(None)] * n, rows[:, None, :, None], columns[None, :, None])].flatten(-2)
    best = found.argmax(-1, keepdim=True)
    return found.gather(-1, best).squeeze(-1)


def _members(size: int, count: int) -> np.ndarray:
    """The indices in each of `count` windows, (count, k); short ones repeat their last."""
    begin = np.arange(count) * size // max(count, 1)
    end = -(-(np.arange(count) + 1) * size // max(count, 1))
    steps = np.arange((end - begin).max(initial=1))
    return np.minimum(begin[:, None] + steps, end[:, None] - 1)


adaptive_max_pool1d = of_signals(adaptive_max_pool2d, "adaptive_max_pool1d")


class AdaptiveMaxPool2d(FunctionLayer, function=adaptive_max_pool2d, output_size=...):
    """`adaptive_max_pool2d` as a layer."""


class AdaptiveMaxPool1d(AdaptiveMaxPool2d, function=adaptive_max_pool1d):
    """`adaptive_max_pool1d` as a layer."""


def max_unpool2d(
    input: Any,
    indices: Any,
    kernel_size: Pair,
    stride: Any = None,
    padding: Pair = 0,
    output_size: Any = None,
) -> Any:
    """Maxima back at the places where `max_pool2d` with `return_indices` has found them, among
    zeros: (..., C, Ho, Wo) -> (..., C, H, W).

    `output_size` is that of the images, or of all of the result, where windows would fit into
    several. Raises ValueError for one that they don't fit into.
    """
    steps, kernel = as_pair(kernel_size if stride is None else stride), as_pair(kernel_size)
    how = [*zip(input.shape[-2:], steps, kernel, as_pair(padding), strict=True)]
    least = [(n - 1) * step + size - 2 * beyond for n, step, size, beyond in how]
    sizes = [*(output_size or least)][-2:]
    if any(abs(a - b) >= step for a, b, step in zip(sizes, least, steps, strict=True)):
        raise ValueError(f"max_unpool2d: output_size {tuple(sizes)} is far from {least}")
    images = input.new_zeros((*input.shape[:-2], sizes[0] * sizes[1]))
    found = images.scatter(-1, indices.flatten(-2), input.flatten(-2))
    return found.reshape(*input.shape[:-2], *sizes)


class MaxUnpool2d(Pooling, function=max_unpool2d, shown="kernel_size stride padding", **WINDOWS):
    """`max_unpool2d` as a layer, called with maxima, their places and perhaps an output_size."""

    def _take(self, **settings: Any) -> None:
        super()._take(**settings)
        for name in WINDOWS:
            setattr(self, name, as_pair(getattr(self, name)))


def unfold(
    input: Any, kernel_size: Pair, dilation: Pair = 1, padding: Pair = 0, stride: Pair = 1
) -> Any:
    """All windows of (N, C, H, W), each as a column: (N, C * kh * kw, L); or the same without N.

    Raises RuntimeError for windows that do not fit.
    """
    if input.ndim not in (3, 4) or 0 in input.shape[-3:]:
        raise RuntimeError(f"unfold needs (N, C, H, W) or (C, H, W), not {tuple(input.shape)}")
    kernel, (rows, columns) = as_pair(kernel_size), as_pair(padding)
    images = constant_pad(input, (columns, columns, rows, rows))
    how = {"stride": as_pair(stride), "dilation": as_pair(dilation)}
    found = windows_of(images, kernel=kernel, **how)
    n, (*batch, channels, high, wide) = input.ndim - 3, found.shape[:-2]
    found = found.permute(*range(n + 1), n + 3, n + 4, n + 1, n + 2)
    return found.reshape(*batch, channels * kernel[0] * kernel[1], high * wide)


class Unfold(FunctionLayer, function=unfold, kernel_size=..., dilation=1, padding=0, stride=1):
    """`unfold` as a layer."""
