"""Sums, means and medians of all that is a number. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import sum
from ...m07_chain_rule import defvjp, spread
from ...m11_indexing import gather, getitem
from ...m12_reductions import ValuesAndIndices, clamp
from ..core.arguments import as_dim
from ..core.dtypes import is_floating
from ..ops.compare import isnan, logical_not
from ..ops.reshape import flatten, squeeze
from ..ops.search import argsort
from ..ops.sort import median


@primitive
def nansum(x: np.ndarray, dim: Any = None, keepdim: bool = False) -> np.ndarray:
    """The sum of all that is not NaN; 0 where everything is."""
    return sum(np.where(isnan(x), 0, x).astype(x.dtype, copy=False), dim, keepdim)


defvjp(nansum, lambda g, out, x, dim=None, keepdim=False: spread(g, x, dim) * (x == x))


def nanmean(x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The mean of all that is not NaN; NaN where everything is. Raises RuntimeError unless the
    dtype is floating."""
    if not is_floating(x.dtype):
        raise RuntimeError(f"nanmean of {x.dtype}: the dtype must be floating")
    return nansum(x, dim, keepdim) / sum(logical_not(isnan(x)), dim, keepdim)


def nanmedian(x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """`median` of all that is not NaN; NaN where everything is. Raises what `median` raises, and
    RuntimeError under vmap without a dim."""
    if dim is None:
        found = flatten(x)
        kept = getitem(found, logical_not(isnan(found)))
        return median(found if kept.numel() == 0 else kept)
    dim = as_dim(dim, x.ndim)
    if x.ndim == 0:
        return median(x, dim)
    if x.shape[dim] == 0:
        return median(x, dim, keepdim)
    count = sum(logical_not(isnan(x)), dim, True)
    indices = gather(argsort(x, dim), dim, clamp(count - 1, min=0) // 2)
    values = gather(x, dim, indices)
    if keepdim:
        return ValuesAndIndices(values, indices)
    return ValuesAndIndices(squeeze(values, dim), squeeze(indices, dim))


class WithoutNaN:
    """The same as methods."""

    __slots__ = ()

    nansum, nanmean, nanmedian = nansum, nanmean, nanmedian
