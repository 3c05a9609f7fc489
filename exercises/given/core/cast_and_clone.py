"""Copies, and tensors in other dtypes: `clone`, `to` and its short forms. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ..compat.device import CPU, check_place, device
from ..protocols.dtypes import is_dtype
from . import dtypes
from .dtypes import CONSTRUCTORS
from .new_tensors import laid_out_like


@primitive
def clone(x: np.ndarray, contiguous: bool = False) -> np.ndarray:
    """A copy in memory of its own, through which gradients flow. There the elements lie as those
    of x do, or in order."""
    if contiguous or x.flags.c_contiguous:
        return np.array(x, order="C")
    out = laid_out_like(x)
    out[...] = x
    return out


@primitive
def cast(x: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """A copy of another dtype. Gradients flow back in the dtype that they come from."""
    return x.astype(dtype)


defvjp(clone, lambda g, out, x, contiguous=False: g)
defvjp(cast, lambda g, out, x, dtype: cast(g, dtype=x.dtype))


def _to(dtype: np.dtype) -> Callable[[Any], Any]:
    def method(self: Any) -> Any:
        return self.to(dtype)

    method.__name__ = CONSTRUCTORS[dtype].removesuffix("Tensor").lower()
    method.__doc__ = f"The same as `to({dtype})`: towards a lower kind, cut towards zero."
    return method


class Convertible:
    """Short forms of `to`, for all that has one: tensors and modules."""

    __slots__ = ()

    float, double, half = map(_to, (dtypes.float32, dtypes.float64, dtypes.float16))

    def cpu(self) -> Self:
        """The same object: it is on the CPU already."""
        return self

    def cuda(self, *_: Any, **__: Any) -> Self:
        """Raises RuntimeError: there is no GPU here."""
        raise RuntimeError("this library computes on the CPU; ask cuda.is_available() first")


class Casting(Convertible):
    """What a Tensor knows about dtypes and devices."""

    __slots__ = ()

    def clone(self) -> Self:
        """A copy in memory of its own, through which gradients flow."""
        return clone(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """A leaf like this one, and its gradient, in memory of their own: `copy.deepcopy(x)`.

        Raises RuntimeError for a result, whose history can't be copied.
        """
        if self.node is not None:
            raise RuntimeError("only leaves can be deep-copied; detach() or clone() this tensor")
        twin = memo[id(self)] = object.__new__(type(self))
        Array.__init__(twin, np.array(self.value), self.requires_grad)
        twin.grad = deepcopy(self.grad, memo)
        return twin

    def contiguous(self) -> Self:
        """This tensor, or a copy of it whose elements lie in order in memory."""
        return self if self.value.flags.c_contiguous else clone(self, contiguous=True)

    def is_contiguous(self) -> bool:
        """Whether the elements lie in order in memory."""
        return bool(self.value.flags.c_contiguous)

    def to(
        self,
        *wanted: Any,
        dtype: np.dtype | None = None,
        device: Any = None,
        other: Array | None = None,
        non_blocking: bool = False,
        copy: bool = False,
        memory_format: Any = None,
    ) -> Self:
        """This tensor in another dtype; itself where it has that dtype, or with `copy` a copy.

        `wanted` may hold a dtype, a device, or a tensor to be like; then `non_blocking`, for which
        there is nothing to wait, and `copy`. The elements stay in the order that they are in,
        whatever the `memory_format`, which changes no number. Raises what `check_place` raises.
        """
        if len(wanted) > 2:
            copy = copy or wanted[2] is True
        for each in (*wanted, device, other):
            if isinstance(each, Array):
                dtype = each.dtype
            elif is_dtype(each) or each in (float, int, bool):
                dtype = np.dtype(each)
            elif isinstance(each, str | tuple):
                check_place(each)
            elif each is not None and not isinstance(each, bool):
                raise TypeError(f"to() takes a dtype, a device or a tensor, not {each!r}")
        if dtype is not None and dtype != self.dtype:
            return cast(self, dtype=dtype)
        return clone(self) if copy else self

    def type(self, dtype: Any = None) -> Any:
        """The same as `to(dtype)`; without one, the name of the old constructor of this dtype:
        "torch.FloatTensor". Such a name, or the constructor, may stand for a dtype.

        Raises ValueError for a name that is not a constructor's.
        """
        if dtype is None:
            return f"torch.{CONSTRUCTORS[self.dtype]}"
        if isinstance(dtype, str):
            names = {f"torch.{name}": each for each, name in CONSTRUCTORS.items()}
            if dtype not in names:
                raise ValueError(f"invalid type: {dtype!r}")
            dtype = names[dtype]
        return self.to(getattr(dtype, "elements", dtype))

    def type_as(self, other: Array) -> Self:
        """This tensor in the dtype of another."""
        return self.to(other.dtype)

    byte, char, short = map(_to, (dtypes.uint8, dtypes.int8, dtypes.int16))
    int, long, bool = map(_to, (dtypes.int32, dtypes.int64, dtypes.bool_))

    @property
    def device(self) -> device:
        """Where it lives."""
        return CPU

    @property
    def is_cuda(self) -> bool:
        """False."""
        return False

    def is_floating_point(self) -> bool:
        """Whether its dtype is floating."""
        return dtypes.is_floating(self.dtype)

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self.numel() * self.element_size()

    def element_size(self) -> int:
        """The bytes of one element."""
        return self.dtype.itemsize
