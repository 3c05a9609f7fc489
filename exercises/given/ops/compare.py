"""Ops whose results are bools, or bits: no gradient flows through them. (Given code.)

Among them are the six comparisons, and what Python does for `x == y` and the like.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import Number
from ..core.arguments import Dims, as_dims
from ..core.dtypes import bool_, is_floating, uint8
from ..core.promotion import Operand, promoted
from .elementwise import lifted

eq = primitive(promoted("eq", np.equal))
ne = primitive(promoted("ne", np.not_equal))
lt = primitive(promoted("lt", np.less))
le = primitive(promoted("le", np.less_equal))
gt = primitive(promoted("gt", np.greater))
ge = primitive(promoted("ge", np.greater_equal))
isnan, isinf, isfinite = lifted("isnan isinf isfinite")
logical_not, logical_and = lifted("logical_not logical_and")
logical_or, logical_xor = lifted("logical_or logical_xor")


@primitive
def isclose(
    x: np.ndarray, y: np.ndarray, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> np.ndarray:
    """Whether |x - y| <= atol + rtol * |y|, element by element.

    Raises RuntimeError for two dtypes, and for shapes that do not broadcast.
    """
    if x.dtype != y.dtype:
        raise RuntimeError(f"isclose of {x.dtype} and {y.dtype}: both must have the same dtype")
    close = np.isclose(x, y, rtol, atol, equal_nan)
    return close & ((x == y) | ~(np.isinf(x) | np.isinf(y)))  # also where a tolerance is inf


def _bitwise(name: str) -> Any:
    """NumPy's function of this name, which, as in torch, takes no floats, nor shifts bools."""
    computed = promoted(name, getattr(np, name))

    @wraps(computed)
    def checked(*operands: Operand, **named: Operand) -> np.ndarray:
        operands += tuple([named[each] for each in ("x", "y") if each in named])
        dtypes = [np.asarray(x).dtype for x in operands]
        if True in map(is_floating, dtypes):
            kind = TypeError if name == "bitwise_not" else NotImplementedError
            raise kind(f"{name} takes bools and integers, not floats")
        if "shift" in name and dtypes == [bool_, bool_]:
            raise NotImplementedError(f"{name} of two bool tensors is not supported")
        return computed(*operands)

    return primitive(checked)


bitwise_and, bitwise_or = map(_bitwise, ("bitwise_and", "bitwise_or"))
bitwise_xor, bitwise_not = map(_bitwise, ("bitwise_xor", "bitwise_not"))
bitwise_left_shift = _bitwise("bitwise_left_shift")
bitwise_right_shift = _bitwise("bitwise_right_shift")


@primitive
def any(x: np.ndarray, dim: Dims = None, keepdim: bool = False) -> np.ndarray:
    """Whether any element over one, several or all (None) dimensions is not zero."""
    return _as_bool_or_uint8(x, np.any(x, axis=as_dims(dim, x.ndim), keepdims=keepdim))


@primitive
def all(x: np.ndarray, dim: Dims = None, keepdim: bool = False) -> np.ndarray:
    """Whether all elements over one, several or all (None) dimensions are not zero."""
    return _as_bool_or_uint8(x, np.all(x, axis=as_dims(dim, x.ndim), keepdims=keepdim))


def _as_bool_or_uint8(x: np.ndarray, found: np.ndarray) -> np.ndarray:
    return found.astype(x.dtype) if x.dtype == uint8 else found


def allclose(
    x: Array, y: Array, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether all elements of two tensors are close, as `isclose` understands it."""
    return bool(all(isclose(x, y, rtol, atol, equal_nan)))


def equal(x: Array, y: Array) -> bool:
    """Whether two tensors have the same shape and the same elements."""
    return x.shape == y.shape and bool(all(eq(x, y)))


class Comparisons:
    """The same ops as a Tensor's methods and operators."""

    __slots__ = ()
    __hash__ = Array.__hash__  # by identity; Python drops it where __eq__ is defined

    __lt__, __le__, __gt__, __ge__ = lt, le, gt, ge
    __and__ = __rand__ = bitwise_and
    __or__ = __ror__ = bitwise_or
    __xor__ = __rxor__ = bitwise_xor
    __invert__ = bitwise_not

    eq, ne, lt, le, gt, ge = eq, ne, lt, le, gt, ge
    bitwise_and, bitwise_or, bitwise_xor = bitwise_and, bitwise_or, bitwise_xor
    bitwise_not, logical_not = bitwise_not, logical_not
    bitwise_left_shift, bitwise_right_shift = bitwise_left_shift, bitwise_right_shift
    logical_and, logical_or, logical_xor = logical_and, logical_or, logical_xor
    isnan, isinf, isfinite, isclose = isnan, isinf, isfinite, isclose
    any, all, allclose, equal = any, all, allclose, equal

    def __eq__(self, other: Any) -> Self:
        """`self == other`, element by element; False for anything but a tensor or a number."""
        return eq(self, other) if _is_comparable(other) else NotImplemented

    def __ne__(self, other: Any) -> Self:
        """`self != other`, element by element; True for anything but a tensor or a number."""
        return ne(self, other) if _is_comparable(other) else NotImplemented


def _is_comparable(other: Any) -> bool:
    return isinstance(other, Array | np.ndarray | np.generic | Number)
