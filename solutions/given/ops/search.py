"""Where elements are, and how many: ops whose results are indices or counts. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ..core.arguments import as_dim, as_dims


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
        raise IndexError(f"shape {x.shape} has no largest or smallest element")
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


class Searches:
    """The same ops as a Tensor's methods."""

    __slots__ = ()

    argmax, argmin, argsort = argmax, argmin, argsort
    nonzero, count_nonzero = nonzero, count_nonzero
