"""Ops whose results are no floats, so that no gradient flows through them. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...m02_computation_graph import primitive
from ..core.arguments import as_dim, as_dims
from ..core.dtypes import is_floating, promoted

isnan = primitive(promoted("isnan", np.isnan))
isinf = primitive(promoted("isinf", np.isinf))
isfinite = primitive(promoted("isfinite", np.isfinite))
logical_not = primitive(promoted("logical_not", np.logical_not))
logical_and = primitive(promoted("logical_and", np.logical_and))
logical_or = primitive(promoted("logical_or", np.logical_or))
logical_xor = primitive(promoted("logical_xor", np.logical_xor))


@primitive
def isclose(
    x: np.ndarray, y: np.ndarray, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> np.ndarray:
    """Whether |x - y| <= atol + rtol * |y|, element by element.

    Raises RuntimeError for two dtypes, and for shapes that do not broadcast.
    """
    if x.dtype != y.dtype:
        raise RuntimeError(f"isclose of {x.dtype} and {y.dtype}: both must have the same dtype")
    try:
        return np.isclose(x, y, rtol, atol, equal_nan)
    except ValueError as error:
        raise RuntimeError(f"isclose: {error}") from None


def _bitwise(name: str, function: np.ufunc) -> Any:
    lifted = promoted(name, function)

    def checked(*operands: Any) -> np.ndarray:
        for x in operands:
            if isinstance(x, float) or is_floating(np.asarray(x).dtype):
                raise NotImplementedError(f"{name} takes bools and integers, not floats")
        return lifted(*operands)

    checked.__name__ = checked.__qualname__ = name
    checked.__doc__ = lifted.__doc__
    return primitive(checked)


bitwise_and = _bitwise("bitwise_and", np.bitwise_and)
bitwise_or = _bitwise("bitwise_or", np.bitwise_or)
bitwise_xor = _bitwise("bitwise_xor", np.bitwise_xor)
bitwise_not = _bitwise("bitwise_not", np.invert)


@primitive
def any(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """Whether any element over one, several or all (None) dimensions is not zero."""
    return np.any(x, axis=as_dims(dim, x.ndim), keepdims=keepdim)


@primitive
def all(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """Whether all elements over one, several or all (None) dimensions are not zero."""
    return np.all(x, axis=as_dims(dim, x.ndim), keepdims=keepdim)


@primitive
def argmax(x: np.ndarray, dim: int | None = None, keepdim: bool = False) -> np.ndarray:
    """Where the largest element is along `dim`, as int64; in all of x, flattened, if dim is None.

    Of several it is the first. Raises IndexError if there are no elements.
    """
    return _arg(np.argmax, x, dim, keepdim)


@primitive
def argmin(x: np.ndarray, dim: int | None = None, keepdim: bool = False) -> np.ndarray:
    """Where the smallest element is; everything else as for `argmax`."""
    return _arg(np.argmin, x, dim, keepdim)


def _arg(function: Callable[..., Any], x: np.ndarray, dim: int | None, keepdim: bool) -> np.ndarray:
    axis = None if dim is None else as_dim(dim, x.ndim)
    if x.size == 0 and (axis is None or x.shape[axis] == 0):
        raise IndexError(f"nothing is the largest or smallest of no elements (shape {x.shape})")
    return function(x, axis=axis if x.ndim else None, keepdims=keepdim)


@primitive
def argsort(
    x: np.ndarray, dim: int = -1, descending: bool = False, *, stable: bool = True
) -> np.ndarray:
    """The indices that sort x along `dim`, as int64; equal elements keep their order."""
    dim = as_dim(dim, x.ndim)
    if x.ndim == 0:
        return np.zeros((), np.int64)
    if not descending:
        return np.argsort(x, axis=dim, kind="stable")
    backwards = np.argsort(np.flip(x, dim), axis=dim, kind="stable")
    return x.shape[dim] - 1 - np.flip(backwards, dim)


@primitive
def nonzero(x: np.ndarray) -> np.ndarray:
    """The indices of all elements that are not zero: int64 of shape (how many, ndim)."""
    return np.argwhere(x)


@primitive
def count_nonzero(x: np.ndarray, dim: int | tuple[int, ...] | None = None) -> np.ndarray:
    """How many elements are not zero, over one, several or all (None) dimensions, as int64."""
    return np.count_nonzero(x, axis=as_dims(dim, x.ndim))


class Discrete:
    """The same ops as a Tensor's methods and operators."""

    __slots__ = ()

    __and__ = __rand__ = bitwise_and
    __or__ = __ror__ = bitwise_or
    __xor__ = __rxor__ = bitwise_xor
    __invert__ = bitwise_not

    bitwise_and, bitwise_or, bitwise_xor = bitwise_and, bitwise_or, bitwise_xor
    bitwise_not, logical_not = bitwise_not, logical_not
    logical_and, logical_or, logical_xor = logical_and, logical_or, logical_xor
    isnan, isinf, isfinite, isclose = isnan, isinf, isfinite, isclose
    any, all, argmax, argmin, argsort = any, all, argmax, argmin, argsort
    nonzero, count_nonzero = nonzero, count_nonzero
