"""Convolution and pooling along one dimension: a signal is an image of one row. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import reshape
from ...m25_convolution import conv2d
from ...m26_pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from ..compat.keywords import with_torchs_names
from ..ops.reshape import squeeze
from .convolution import ConvNd
from .layer_arguments import as_single

Single = int | tuple[int]
maxima, means = map(with_torchs_names, (max_pool2d, avg_pool2d))  # with `ceil_mode`, too


def conv1d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Single = 1,
    padding: Single | str = 0,
    dilation: Single = 1,
    groups: int = 1,
) -> Any:
    """`conv2d` along one dimension: (N, C, L) and (O, C / groups, k) -> (N, O, Lo).

    Raises RuntimeError for several strides and the like, and what `conv2d` raises.
    """
    kernel = reshape(weight, (*weight.shape[:-1], 1, weight.shape[-1]))
    padding = padding if isinstance(padding, str) else as_row(padding, 0)
    return along_row(
        conv2d, input, kernel, bias, as_row(stride, 1), padding, as_row(dilation, 1), groups
    )


def max_pool1d(
    input: Any,
    kernel_size: Single,
    stride: Single | None = None,
    padding: Single = 0,
    dilation: Single = 1,
    *,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The maximum of each window: (..., C, L) -> (..., C, Lo); arguments as for `max_pool2d`."""
    how = *_pooling(kernel_size, stride, padding), as_row(dilation, 1)
    more = {"ceil_mode": ceil_mode, "return_indices": return_indices}
    return along_row(maxima, input, *how, **more)


def avg_pool1d(
    input: Any,
    kernel_size: Single,
    stride: Single | None = None,
    padding: Single = 0,
    *,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Any:
    """The mean of each window: (..., C, L) -> (..., C, Lo); arguments as for `avg_pool2d`."""
    how = _pooling(kernel_size, stride, padding)
    more = {"ceil_mode": ceil_mode, "count_include_pad": count_include_pad}
    return along_row(means, input, *how, **more)


def adaptive_avg_pool1d(input: Any, output_size: Single) -> Any:
    """The means of `output_size` windows: (..., C, L) -> (..., C, output_size)."""
    return along_row(adaptive_avg_pool2d, input, as_row(output_size, 1))


def _pooling(kernel_size: Single, stride: Single | None, padding: Single) -> list[tuple[int, int]]:
    stride = kernel_size if stride is None else stride
    return [as_row(kernel_size, 1), as_row(stride, 1), as_row(padding, 0)]


def as_row(size: Single, rows: int) -> tuple[int, int]:
    """A size for an image of one row: with `rows` before it."""
    return rows, as_single(size)


def along_row(function: Any, input: Any, *args: Any, **kwargs: Any) -> Any:
    """What `function` makes of images of one row: one result, or a tuple of them."""
    out = function(reshape(input, (*input.shape[:-1], 1, input.shape[-1])), *args, **kwargs)
    if isinstance(out, tuple):
        return tuple([squeeze(part, -2) for part in out])
    return squeeze(out, -2)


class Conv1d(ConvNd):
    """`conv1d` with a weight and a bias of its own."""

    ndim = 1

    def forward(self, input: Any) -> Any:
        """(N, C, L) -> (N, O, Lo), or the same without N."""
        input, padding = self.framed(input)
        how = self.stride, padding, self.dilation, self.groups
        return conv1d(input, self.weight, self.bias, *how)
