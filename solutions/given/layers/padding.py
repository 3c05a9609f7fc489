"""Frames around images and signals, as layers: they call `pad`. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m16_modules import Module
from ..ops.pad import pad


class Padding(Module):
    """`pad` by a `mode`, of the last `dims` dimensions."""

    mode, dims, value = "constant", 1, None

    def __init_subclass__(cls, **how: Any) -> None:
        for name, value in how.items():
            setattr(cls, name, value)

    def __init__(self, padding: int | tuple[int, ...]) -> None:
        """How much: one number, or (left, right, top, bottom)."""
        super().__init__()
        several = isinstance(padding, tuple | list)
        self.padding = tuple(padding) if several else (padding,) * (2 * self.dims)

    def forward(self, input: Any) -> Any:
        """The input in its frame. Raises ValueError for another number of dimensions than a
        circular frame is for, and what `pad` raises."""
        if self.mode == "circular" and input.ndim - self.dims not in (1, 2):
            raise ValueError(f"{self._get_name()} does not take an input {tuple(input.shape)}")
        return pad(input, self.padding, self.mode, self.value)

    def extra_repr(self) -> str:
        """`(1, 1)`."""
        return f"{self.padding}"


class ConstantPad1d(Padding):
    """`pad` by a number, along one dimension."""

    def __init__(self, padding: int | tuple[int, ...], value: float) -> None:
        """How much, as for the others, and the number."""
        super().__init__(padding)
        self.value = value

    def extra_repr(self) -> str:
        """`padding=(1, 1), value=0.5`."""
        return f"padding={self.padding}, value={self.value}"


class ConstantPad2d(ConstantPad1d, dims=2):
    """`pad` by a number, along two dimensions."""


class ZeroPad1d(Padding):
    """`pad` by 0, along one dimension."""


class ZeroPad2d(ZeroPad1d, dims=2):
    """`pad` by 0, along two dimensions."""


class ReflectionPad1d(Padding, mode="reflect"):
    """`pad` by the elements before the edge, as a mirror shows them, along one dimension."""


class ReflectionPad2d(ReflectionPad1d, dims=2):
    """The same along two dimensions."""


class ReplicationPad1d(Padding, mode="replicate"):
    """`pad` by the element at the edge, along one dimension."""


class ReplicationPad2d(ReplicationPad1d, dims=2):
    """The same along two dimensions."""


class CircularPad1d(Padding, mode="circular"):
    """`pad` by the elements of the other end, along one dimension."""


class CircularPad2d(CircularPad1d, dims=2):
    """The same along two dimensions."""
