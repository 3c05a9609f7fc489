"""Pooling layers, and pooling along one dimension. (Given code.)"""

from __future__ import annotations

from typing import Any

from .images import Pair, as_pair
from .m03_magic_methods import reshape
from .m12_modules import Module
from .m19_convolution import adaptive_avg_pool2d, avg_pool2d, max_pool2d

Single = int | tuple[int]


def max_pool1d(
    input: Any, kernel_size: Single, stride: Single | None = None, padding: Single = 0
) -> Any:
    """The maximum of each window: (..., C, L) -> (..., C, Lo); arguments as for `max_pool2d`."""
    kernel, stride, padding = _row(kernel_size, 1), _row(stride or kernel_size, 1), _row(padding, 0)
    return _along_rows(max_pool2d, input, kernel, stride, padding)


def avg_pool1d(
    input: Any,
    kernel_size: Single,
    stride: Single | None = None,
    padding: Single = 0,
    *,
    count_include_pad: bool = True,
) -> Any:
    """The mean of each window: (..., C, L) -> (..., C, Lo); arguments as for `avg_pool2d`."""
    kernel, stride, padding = _row(kernel_size, 1), _row(stride or kernel_size, 1), _row(padding, 0)
    return _along_rows(
        avg_pool2d, input, kernel, stride, padding, count_include_pad=count_include_pad
    )


def adaptive_avg_pool1d(input: Any, output_size: Single) -> Any:
    """The means of `output_size` windows: (..., C, L) -> (..., C, output_size)."""
    return _along_rows(adaptive_avg_pool2d, input, _row(output_size, 1))


def _row(size: Single, rows: int) -> tuple[int, int]:
    return rows, as_pair(size)[1]


def _along_rows(pool: Any, input: Any, *args: Any, **kwargs: Any) -> Any:
    """`pool` on images of one row."""
    out = pool(reshape(input, (*input.shape[:-1], 1, input.shape[-1])), *args, **kwargs)
    return reshape(out, (*out.shape[:-2], out.shape[-1]))


class MaxPool2d(Module):
    """`max_pool2d` as a layer."""

    def __init__(
        self,
        kernel_size: Pair,
        stride: Pair | None = None,
        padding: Pair = 0,
        dilation: Pair = 1,
        return_indices: bool = False,
    ) -> None:
        """Arguments as for `max_pool2d`."""
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.return_indices = padding, dilation, return_indices

    def forward(self, input: Any) -> Any:
        """(..., C, H, W) -> (..., C, Ho, Wo)."""
        return max_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.dilation,
            return_indices=self.return_indices,
        )

    def extra_repr(self) -> str:
        """The arguments."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, "
            f"dilation={self.dilation}, ceil_mode=False"
        )


class AvgPool2d(Module):
    """`avg_pool2d` as a layer."""

    def __init__(
        self,
        kernel_size: Pair,
        stride: Pair | None = None,
        padding: Pair = 0,
        *,
        count_include_pad: bool = True,
    ) -> None:
        """Arguments as for `avg_pool2d`."""
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.count_include_pad = padding, count_include_pad

    def forward(self, input: Any) -> Any:
        """(..., C, H, W) -> (..., C, Ho, Wo)."""
        return avg_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            count_include_pad=self.count_include_pad,
        )

    def extra_repr(self) -> str:
        """The arguments."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxPool1d(Module):
    """`max_pool1d` as a layer."""

    def __init__(self, kernel_size: int, stride: int | None = None, padding: int = 0) -> None:
        """Arguments as for `max_pool1d`."""
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding = padding

    def forward(self, input: Any) -> Any:
        """(..., C, L) -> (..., C, Lo)."""
        return max_pool1d(input, self.kernel_size, self.stride, self.padding)

    def extra_repr(self) -> str:
        """The arguments."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, "
            "dilation=1, ceil_mode=False"
        )


class AdaptiveAvgPool2d(Module):
    """`adaptive_avg_pool2d` as a layer."""

    def __init__(self, output_size: int | tuple[int | None, int | None]) -> None:
        """Arguments as for `adaptive_avg_pool2d`."""
        super().__init__()
        self.output_size = output_size

    def forward(self, input: Any) -> Any:
        """(..., C, H, W) -> (..., C, *output_size)."""
        return adaptive_avg_pool2d(input, self.output_size)

    def extra_repr(self) -> str:
        """The arguments."""
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(AdaptiveAvgPool2d):
    """`adaptive_avg_pool1d` as a layer."""

    def forward(self, input: Any) -> Any:
        """(..., C, L) -> (..., C, output_size)."""
        return adaptive_avg_pool1d(input, self.output_size)
