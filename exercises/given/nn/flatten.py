"""Changes of shape as modules, to stand in a Sequential. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from ...m02_wrapper import Array
from ...m16_modules import Module
from ..core.arguments import as_dim
from ..ops.move import unflatten


class Identity(Module):
    """Gives back its input; takes any arguments, so that it can stand in for another module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def forward(self, input: Array) -> Array:
        """The input."""
        return input


class Flatten(Module):
    """Makes one dimension of several: (batch, 1, 28, 28) -> (batch, 784)."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        """The first and the last of the dimensions to flatten."""
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input: Array) -> Array:
        """The input, its dimensions from `start_dim` to `end_dim` taken together."""
        first, last = as_dim(self.start_dim, input.ndim), as_dim(self.end_dim, input.ndim)
        shape = input.shape
        return input.reshape(*shape[:first], prod(shape[first : last + 1]), *shape[last + 1 :])

    def extra_repr(self) -> str:
        """`start_dim=1, end_dim=-1`."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Makes several dimensions of one: (batch, 6) -> (batch, 2, 3)."""

    def __init__(self, dim: int, unflattened_size: Sequence[int]) -> None:
        """The dimension, and the sizes of those that it becomes."""
        super().__init__()
        self.dim, self.unflattened_size = dim, tuple(unflattened_size)

    def forward(self, input: Array) -> Array:
        """The input, its dimension `dim` unflattened."""
        return unflatten(input, self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        """`dim=1, unflattened_size=(2, 3)`."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"
