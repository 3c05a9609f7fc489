"""The lazy layers: `LazyLinear`, `LazyConv2d`, `LazyBatchNorm1d`, ... (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m16_modules import Linear
from ...m24_normalization import BatchNorm1d
from ...m25_convolution import BatchNorm2d, Conv2d
from ..nn.layer_arguments import Pair
from ..nn.one_dimension import Conv1d
from .lazy import Lazy


class LazyLinear(Lazy, Linear):
    """A `Linear` that takes as many features as its first batch has."""

    becomes, channels, dim = Linear, "in_features", -1

    def __init__(
        self,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Arguments as for `Linear`."""
        super().__init__(0, out_features, bias, device, dtype)
        self.wait()


class LazyConv(Lazy):
    """What the lazy convolutions have in common."""

    def __init__(
        self,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair | str = 0,
        dilation: Pair = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """Arguments as for `Conv2d`."""
        how = stride, padding, dilation, groups, bias, padding_mode, device, dtype
        super().__init__(0, out_channels, kernel_size, *how)
        self.wait()

    def share(self, size: int) -> int:
        """The channels of a group."""
        return super().share(size) // self.groups


class LazyConv1d(LazyConv, Conv1d):
    """A `Conv1d` that takes as many channels as its first batch has."""

    becomes, dim, takes = Conv1d, -2, (2, 3)


class LazyConv2d(LazyConv, Conv2d):
    """A `Conv2d` that takes as many channels as its first batch has."""

    becomes, dim, takes = Conv2d, -3, (3, 4)


class LazyNorm(Lazy):
    """What the lazy norms have in common."""

    channels = "num_features"

    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        """Arguments as for `BatchNorm1d`."""
        super().__init__(0, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)
        self.wait()

    def reset_parameters(self) -> None:
        """Weights and running variances of 1, biases and running means of 0."""
        for name, x in [*self.named_parameters(), *self.named_buffers()]:
            if name != "num_batches_tracked":
                one = name in ("weight", "running_var")
                x.value = np.full(self.num_features, float(one), x.value.dtype)


class LazyBatchNorm1d(LazyNorm, BatchNorm1d):
    """A `BatchNorm1d` of as many channels as its first batch has."""

    becomes = BatchNorm1d


class LazyBatchNorm2d(LazyNorm, BatchNorm2d):
    """A `BatchNorm2d` of as many channels as its first batch has."""

    becomes = BatchNorm2d
