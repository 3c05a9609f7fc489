"""`torch.Size`: a shape, which is a tuple, and knows how many elements it has room for. (Given
code.)"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from operator import index
from typing import Any, Self

import numpy as np


class Size(tuple[int, ...]):
    """The size of each dimension. Slices, sums and multiples of it are of this class, too."""

    __slots__ = ()

    def __new__(cls, sizes: Iterable[int] = ()) -> Self:
        """Raises TypeError for what holds anything but integers."""
        return as_size(cls, map(index, sizes))

    def numel(self) -> int:
        """How many elements a tensor of this size has."""
        return prod(self)

    def __getitem__(self, key: Any) -> Any:
        found = tuple.__getitem__(self, key)
        return as_size(Size, found) if type(key) is slice else found

    def __add__(self, other: tuple[int, ...]) -> Size:
        """Raises TypeError for anything but a tuple."""
        return as_size(Size, tuple.__add__(self, other))

    def __radd__(self, other: tuple[int, ...]) -> Size:
        return as_size(Size, (*other, *self)) if isinstance(other, tuple) else NotImplemented

    def __mul__(self, times: Any) -> Size:
        return as_size(Size, tuple.__mul__(self, times))

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"torch.Size([{', '.join(map(str, self))}])"

    def __reduce__(self) -> tuple[Any, ...]:
        return Size, (tuple(self),)


def broadcast_shapes(*shapes: int | tuple[int, ...]) -> Size:
    """The shape that tensors of these shapes have together.

    Raises RuntimeError where they do not fit, and TypeError for what is not a shape.
    """
    return Size(np.broadcast_shapes(*shapes))


as_size = tuple.__new__  # without a look at what is in it: `as_size(Size, x.value.shape)`
