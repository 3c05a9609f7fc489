"""Pooling layers. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m16_modules import Module
from ...m26_pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from ..compat.keywords import with_torchs_names
from .layer_arguments import Pair, as_single
from .one_dimension import Single, adaptive_avg_pool1d, avg_pool1d, max_pool1d


class MaxPool2d(Module):
    """`max_pool2d` as a layer: (..., C, H, W) -> (..., C, Ho, Wo)."""

    function = staticmethod(with_torchs_names(max_pool2d))

    def __init__(
        self,
        kernel_size: Pair,
        stride: Pair | None = None,
        padding: Pair = 0,
        dilation: Pair = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        """Arguments as for `max_pool2d`; with `ceil_mode` the last window may reach beyond."""
        super().__init__()
        self.ceil_mode = ceil_mode
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.return_indices = padding, dilation, return_indices

    def forward(self, input: Any) -> Any:
        """The maxima, and their places if `return_indices`."""
        sizes = self.kernel_size, self.stride, self.padding, self.dilation
        more = {"return_indices": self.return_indices, "ceil_mode": self.ceil_mode}
        return self.function(input, *sizes, **more)

    def extra_repr(self) -> str:
        """torch's."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, "
            f"dilation={self.dilation}, ceil_mode={self.ceil_mode}"
        )


class MaxPool1d(MaxPool2d):
    """`max_pool1d` as a layer: (..., C, L) -> (..., C, Lo)."""

    function = staticmethod(max_pool1d)


class AvgPool2d(Module):
    """`avg_pool2d` as a layer: (..., C, H, W) -> (..., C, Ho, Wo)."""

    function = staticmethod(with_torchs_names(avg_pool2d))

    def __init__(
        self,
        kernel_size: Pair,
        stride: Pair | None = None,
        padding: Pair = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        """Arguments as for `avg_pool2d`; with `ceil_mode` the last window may reach beyond, and
        `divisor_override` is what sums are divided by."""
        super().__init__()
        self.ceil_mode, self.divisor_override = ceil_mode, divisor_override
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.count_include_pad = padding, count_include_pad

    def forward(self, input: Any) -> Any:
        """The means."""
        sizes = self.kernel_size, self.stride, self.padding
        more = {"ceil_mode": self.ceil_mode, "count_include_pad": self.count_include_pad}
        if self.divisor_override is not None:
            more["divisor_override"] = self.divisor_override
        return self.function(input, *sizes, **more)

    def extra_repr(self) -> str:
        """`kernel_size=2, stride=2, padding=0`."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool1d(AvgPool2d):
    """`avg_pool1d` as a layer: (..., C, L) -> (..., C, Lo)."""

    function = staticmethod(avg_pool1d)

    def __init__(
        self,
        kernel_size: Single,
        stride: Single | None = None,
        padding: Single = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        """Arguments as for `avg_pool1d`; the sizes are kept as tuples of one."""
        sizes = kernel_size, kernel_size if stride is None else stride, padding
        sizes = [(as_single(size),) for size in sizes]
        super().__init__(*sizes, ceil_mode, count_include_pad)


class AdaptiveAvgPool2d(Module):
    """`adaptive_avg_pool2d` as a layer: (..., C, H, W) -> (..., C, *output_size)."""

    function = staticmethod(adaptive_avg_pool2d)

    def __init__(self, output_size: int | tuple[int | None, int | None]) -> None:
        """Arguments as for `adaptive_avg_pool2d`."""
        super().__init__()
        self.output_size = output_size

    def forward(self, input: Any) -> Any:
        """The means."""
        return self.function(input, self.output_size)

    def extra_repr(self) -> str:
        """`output_size=1`."""
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(AdaptiveAvgPool2d):
    """`adaptive_avg_pool1d` as a layer: (..., C, L) -> (..., C, output_size)."""

    function = staticmethod(adaptive_avg_pool1d)
