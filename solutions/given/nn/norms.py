"""`group_norm`, and it and `layer_norm` as modules with a weight and a bias. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m04_magic_methods import reshape
from ...m16_modules import Module, Parameter
from ...m24_normalization import check_vectors, laid_along, layer_norm, standardize
from ..core.dtypes import get_default_dtype
from ..protocols.made_with import make_with


def group_norm(
    input: Array, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5
) -> Array:
    """Normalize (N, C, ...) over each group of C / num_groups channels and all that follows.

    Neighbouring channels form a group. `weight` and `bias` are (C,). Raises RuntimeError unless
    `num_groups` divides C, and for weights of another shape or dtype; ValueError for a single
    example with only one number in each group.
    """
    if input.ndim < 2:
        raise RuntimeError(f"group_norm needs (N, C, ...), not {input.shape}")
    n, channels, *rest = input.shape
    if channels % num_groups:
        raise RuntimeError(f"{channels} channels can't be dealt into {num_groups} groups")
    if prod(input.shape) == num_groups:
        raise ValueError(f"expected more than 1 value per group: {input.shape}")
    check_vectors(input, (channels,), weight=weight, bias=bias)
    shape = (num_groups, channels // num_groups, *[1] * len(rest))
    weight, bias = laid_along(weight, shape), laid_along(bias, shape)
    grouped = reshape(input, (n, *shape[:2], *rest))
    dim = tuple(range(2, grouped.ndim))
    return reshape(standardize(grouped, weight, bias, dim=dim, eps=eps), input.shape)


class LayerNorm(Module):
    """`layer_norm` with a weight (ones at first) and a bias (zeros) of its own."""

    def _take(
        self, normalized_shape: int | Sequence[int], eps: float | None, bias: bool, **settings: Any
    ) -> None:
        """Over the last dimension, of that size, or over the last ones, of that shape."""
        super().__init__()
        shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape
        self.normalized_shape, self.eps = tuple(shape), eps
        self.elementwise_affine = settings["elementwise_affine"]
        add_affine(self, self.normalized_shape, self.elementwise_affine, bias, settings["dtype"])

    def forward(self, input: Array) -> Array:
        """(..., *normalized_shape) -> the same shape."""
        return layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """`(4,), eps=1e-05, elementwise_affine=True, bias=True`."""
        affine, bias = self.elementwise_affine, self.bias is not None
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={affine}, {bias=}"


class GroupNorm(Module):
    """`group_norm` with a weight (ones at first) and a bias (zeros) of its own."""

    def _take(
        self, num_groups: int, num_channels: int, eps: float, affine: bool, **settings: Any
    ) -> None:
        """Raises ValueError unless `num_groups` divides `num_channels`."""
        super().__init__()
        if num_channels % num_groups:
            raise ValueError(f"{num_channels} channels can't be dealt into {num_groups} groups")
        self.num_groups, self.num_channels, self.eps = num_groups, num_channels, eps
        self.affine = affine
        add_affine(self, (num_channels,), affine, settings["bias"], settings["dtype"])

    def forward(self, input: Array) -> Array:
        """(N, C, ...) -> the same shape."""
        return group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """`2, 4, eps=1e-05, affine=True, bias=True`."""
        sizes, bias = f"{self.num_groups}, {self.num_channels}", self.bias is not None
        return f"{sizes}, eps={self.eps}, affine={self.affine}, {bias=}"


def add_affine(
    module: Module, shape: tuple[int, ...], affine: bool, bias: bool, dtype: np.dtype | None
) -> None:
    """Give a module a `weight` of ones and a `bias` of zeros, or None in their place."""
    for name, fill, is_there in (("weight", 1, affine), ("bias", 0, affine and bias)):
        value = Tensor(np.full(shape, fill, dtype or get_default_dtype()))
        module.register_parameter(name, Parameter(value) if is_there else None)


PLACE = {"device": None, "dtype": None}
OVER = {"normalized_shape": ..., "eps": 1e-5, "elementwise_affine": True, "bias": True}
GROUPS = {"num_groups": ..., "num_channels": ..., "eps": 1e-5, "affine": True}
make_with(LayerNorm, {**OVER, **PLACE})
make_with(GroupNorm, {**GROUPS, **PLACE, "bias": True})
