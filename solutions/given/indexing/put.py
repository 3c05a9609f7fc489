"""Other elements in the places that indices name. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...m02_wrapper import Array
from ...m04_magic_methods import Number, broadcast_to, reshape
from ...m11_indexing import getitem, unindex
from ..core.arguments import as_dim
from ..ops.in_place import in_place
from ..ops.index import up_to, with_part
from .reduced import scatter_reduce


def index_put(x: Any, indices: Sequence[Array], values: Array, accumulate: bool = False) -> Any:
    """x with `x[indices] = values`, or with `x[indices] += values` if they accumulate: then what is
    picked several times gets several shares.

    Raises RuntimeError for values of another dtype.
    """
    if values.dtype != x.dtype:
        raise RuntimeError(f"index_put: values of {values.dtype} among elements of {x.dtype}")
    values = broadcast_to(values, getitem(x, *indices).shape)
    return x + unindex(values, x.shape, *indices) if accumulate else with_part(x, values, *indices)


def index_fill(x: Any, dim: int, index: Array, value: Array | Number) -> Any:
    """x with one value in all parts along `dim` whose numbers are in `index`."""
    if x.ndim == 0:  # which may be indexed all the same
        return reshape(index_fill(reshape(x, (1,)), dim, index, value), ())
    return with_part(x, value, *up_to(dim, x.ndim), index)


def index_copy(x: Any, dim: int, index: Array, source: Array) -> Any:
    """x with the parts of `source` along `dim` in the place of those whose numbers are in `index`.

    Raises IndexError for another number of parts, and RuntimeError for a source of another dtype or
    shape.
    """
    if source.dtype != x.dtype:
        raise RuntimeError(f"index_copy: a source of {source.dtype} for {x.dtype}")
    parts = source.shape[as_dim(dim, source.ndim)] if source.ndim else 1
    if parts != index.numel():
        raise IndexError(f"index_copy: {index.numel()} indices for {parts} parts")
    return index_fill(x, dim, index, source)


class Putting:
    """The same functions as methods, and in place; `scatter_reduce`, too."""

    __slots__ = ()

    index_put, index_copy, index_fill = index_put, index_copy, index_fill
    scatter_reduce = scatter_reduce
    index_put_, index_copy_, index_fill_ = map(in_place, (index_put, index_copy, index_fill))
