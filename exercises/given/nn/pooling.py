"""Pooling layers. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m26_pooling import adaptive_avg_pool2d
from .function_layer import FunctionLayer
from .layer_arguments import as_single
from .one_dimension import adaptive_avg_pool1d, avg_pool1d, max_pool1d, maxima, means

WINDOWS = {"kernel_size": ..., "stride": None, "padding": 0}
AVERAGED = {"ceil_mode": False, "count_include_pad": True}


class Pooling(FunctionLayer):
    """A function of windows, which lie side by side unless there is a stride."""

    def _take(self, **settings: Any) -> None:
        super()._take(**settings)
        self.stride = self.kernel_size if self.stride is None else self.stride


class MaxPool2d(
    Pooling, function=maxima, **WINDOWS, dilation=1, return_indices=False, ceil_mode=False
):
    """`max_pool2d` as a layer: (..., C, H, W) -> (..., C, Ho, Wo); with `ceil_mode` the last window
    may reach beyond."""

    _shown = "kernel_size stride padding dilation ceil_mode"


class MaxPool1d(MaxPool2d, function=max_pool1d):
    """`max_pool1d` as a layer: (..., C, L) -> (..., C, Lo)."""


class AvgPool2d(Pooling, function=means, **WINDOWS, **AVERAGED, divisor_override=None):
    """`avg_pool2d` as a layer: (..., C, H, W) -> (..., C, Ho, Wo); `divisor_override` is what sums
    are divided by."""

    _shown = "kernel_size stride padding"


class AvgPool1d(AvgPool2d, function=avg_pool1d, **WINDOWS, **AVERAGED):
    """`avg_pool1d` as a layer: (..., C, L) -> (..., C, Lo); sizes are kept as tuples of one."""

    def _take(self, **settings: Any) -> None:
        super()._take(**settings)
        for name in ("kernel_size", "stride", "padding"):
            setattr(self, name, (as_single(getattr(self, name)),))


class AdaptiveAvgPool2d(FunctionLayer, function=adaptive_avg_pool2d, output_size=...):
    """`adaptive_avg_pool2d` as a layer: (..., C, H, W) -> (..., C, *output_size)."""


class AdaptiveAvgPool1d(AdaptiveAvgPool2d, function=adaptive_avg_pool1d):
    """`adaptive_avg_pool1d` as a layer: (..., C, L) -> (..., C, output_size)."""
