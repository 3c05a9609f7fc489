"""Norms of other groups of numbers: `rms_norm`, `instance_norm` and their layers. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import overwrite
from ...m24_normalization import BatchNorm, batch_norm
from ..nn.norms import LayerNorm
from ..protocols.made_with import make_with


def rms_norm(
    input: Array, normalized_shape: Sequence[int], weight: Any = None, eps: float | None = None
) -> Array:
    """Divide by the root of the mean square over the last dimensions, of `normalized_shape`, and
    multiply by `weight`. `eps` is the dtype's smallest step at 1 if it is None (B. Zhang, R.
    Sennrich, Root Mean Square Layer Normalization, 2019).

    Raises RuntimeError for shapes that do not fit, ValueError for too few dimensions.
    """
    shape = tuple(normalized_shape)
    if input.ndim < len(shape):
        raise ValueError(f"rms_norm over {shape} of an input of shape {tuple(input.shape)}")
    if not shape or input.shape[-len(shape) :] != shape:
        raise RuntimeError(f"rms_norm over {shape} of an input of shape {tuple(input.shape)}")
    if weight is not None and weight.shape != shape:
        raise RuntimeError(f"weight should be of shape {shape}, not {tuple(weight.shape)}")
    eps = float(np.finfo(np.result_type(input.dtype, np.float32)).eps) if eps is None else eps
    scale = ((input * input).mean(tuple(range(-len(shape), 0)), True) + eps).rsqrt()
    return input * scale if weight is None else input * scale * weight


class RMSNorm(LayerNorm):
    """`rms_norm` with a weight (ones at first) of its own."""

    def _take(self, **settings: Any) -> None:
        super()._take(bias=False, **settings)

    def forward(self, input: Array) -> Array:
        """(..., *normalized_shape) -> the same shape."""
        return rms_norm(input, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """`(4,), eps=None, elementwise_affine=True`."""
        return super().extra_repr().removesuffix(", bias=False")


def instance_norm(
    input: Array,
    running_mean: Array | None = None,
    running_var: Array | None = None,
    weight: Array | None = None,
    bias: Array | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Array:
    """Normalize (N, C, ...) over all dimensions but N and C: `batch_norm` of one example with N * C
    channels. Running averages, if given, move towards the means over all examples.

    Raises ValueError if there is only one value to take the mean of, IndexError for fewer than two
    dimensions, and what `batch_norm` raises.
    """
    if use_input_stats and prod(input.shape[2:]) == 1:
        raise ValueError(f"expected more than 1 value to normalize: {tuple(input.shape)}")
    if input.ndim < 2:
        raise IndexError(f"instance_norm needs (N, C, ...), not {tuple(input.shape)}")
    n, channels, *rest = input.shape
    vectors = [running_mean, running_var, weight, bias]
    each = [None if vector is None else vector.repeat(n) for vector in vectors]
    one = input.reshape(1, n * channels, *rest)
    out = batch_norm(one, *each, use_input_stats, momentum, eps)
    if use_input_stats and n:
        for running, moved in zip(vectors[:2], each[:2], strict=True):
            if running is not None:
                overwrite(running, moved.value.reshape(n, channels).mean(0))
    return out.reshape(input.shape)


class InstanceNorm1d(BatchNorm):
    """`instance_norm` of (N, C, L) or (C, L), with or without parameters and running averages."""

    accepts = (2, 3)

    def _take(self, **settings: Any) -> None:
        super().__init__(**settings)

    def normalized(self, input: Array) -> Array:
        """`instance_norm` of the input: by its own averages in training, and where there are no
        running ones. Raises ValueError for another number of channels, if there are weights."""
        channels = input.shape[input.ndim - self.accepts[0]]
        if self.affine and channels != self.num_features:
            raise ValueError(f"expected {self.num_features} channels, got {channels}")
        alone = input.ndim < self.accepts[-1]
        by_input = self.training or not self.track_running_stats
        running = self.running_mean, self.running_var
        how = *running, self.weight, self.bias, by_input, self.momentum or 0.0, self.eps
        out = instance_norm(input.unsqueeze(0) if alone else input, *how)
        return out.squeeze(0) if alone else out


class InstanceNorm2d(InstanceNorm1d):
    """`instance_norm` of (N, C, H, W) or (C, H, W)."""

    accepts = (3, 4)


PLACE = {"device": None, "dtype": None}
FEATURES = {"num_features": ..., "eps": 1e-5, "momentum": 0.1}
OWN = {"affine": False, "track_running_stats": False}
make_with(RMSNorm, {"normalized_shape": ..., "eps": None, "elementwise_affine": True, **PLACE})
make_with(InstanceNorm1d, {**FEATURES, **OWN, **PLACE, "bias": True})
