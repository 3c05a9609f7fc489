"""What Python asks of a tensor: `2 in x`, `+x`, `x << 1`, pickling, its shape and dtype. (Given
code.)"""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import Number
from ..core.dtypes import bool_
from ..ops.compare import bitwise_left_shift, bitwise_right_shift
from ..ops.in_place import in_place
from ..ops.move import flip
from .dtypes import TORCHS, dtype
from .size import Size, as_size


class AskedByPython:
    """Python's protocols, of a Tensor."""

    __slots__ = ()

    @property
    def shape(self) -> Size:
        """The size of each dimension; () for a single number."""
        return as_size(Size, self.value.shape)

    @property
    def dtype(self) -> dtype:
        """The type of every element; one that torch does not have is NumPy's."""
        return TORCHS.get(self.value.dtype, self.value.dtype)

    def __contains__(self, element: Any) -> bool:
        """Whether any element is equal to `element`, a number or a tensor: `2 in x`.

        Raises RuntimeError for anything else.
        """
        if not isinstance(element, Array | np.generic | Number):
            kind = type(element).__name__
            raise RuntimeError(f"`in` of a tensor takes a tensor or a number, not {kind}")
        return bool((self == element).any())

    def __reversed__(self) -> Self:
        """The parts of the tensor, from the last to the first, as a tensor."""
        return flip(self, 0) if self.value.ndim else self

    def __delitem__(self, key: Any) -> None:
        """Raises TypeError."""
        raise TypeError("a tensor's elements can't be deleted; make a new tensor of the others")

    def __pos__(self) -> Self:
        """The tensor itself. Raises RuntimeError for bools."""
        if self.value.dtype == bool_:
            raise RuntimeError("+x of a bool tensor is not supported")
        return self

    __lshift__, __rshift__ = bitwise_left_shift, bitwise_right_shift

    def __rlshift__(self, other: Any) -> Self:
        """`other << self`."""
        return bitwise_left_shift(other, self)

    def __rrshift__(self, other: Any) -> Self:
        """`other >> self`."""
        return bitwise_right_shift(other, self)

    __ilshift__, __irshift__ = map(in_place, (bitwise_left_shift, bitwise_right_shift))

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """How it is pickled and copied: its numbers, and whether it requires a gradient; its
        history and its gradient stay behind. Raises RuntimeError inside a transform."""
        if not isinstance(self.value, np.ndarray) or hasattr(self, "level"):
            raise RuntimeError("a tensor inside a transform can't be pickled")
        return rebuilt, (type(self), self.value, self.requires_grad)


def rebuilt(kind: type[Array], value: np.ndarray, requires_grad: bool) -> Array:
    """A leaf of class `kind`, as it is read from a pickle."""
    made = object.__new__(kind)
    Array.__init__(made, value, requires_grad)
    return made
