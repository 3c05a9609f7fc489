"""The largest so far, the smallest so far, and how far it is to the next. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m10_shapes import cat, narrow
from ...m11_indexing import gather
from ...m12_reductions import ValuesAndIndices
from ..core.arguments import as_dim
from ..core.dtypes import bool_
from ..ops.compare import bitwise_xor
from .quantiles import quantile
from .without_nan import nanmean, nansum


@primitive
def running_place(x: np.ndarray, dim: int, largest: bool) -> np.ndarray:
    """Where the largest (or smallest) so far is along `dim`, the last of several; NaN wins."""
    axis = as_dim(dim, x.ndim)
    if x.ndim == 0:
        return np.zeros((), np.int64)
    so_far = (np.maximum if largest else np.minimum).accumulate(x, axis)
    is_new = (x == so_far) | (x != x)
    place = np.arange(x.shape[axis]).reshape(-1, *[1] * (x.ndim - axis - 1))
    return np.maximum.accumulate(np.where(is_new, place, 0), axis)


def cummax(x: Any, dim: int) -> ValuesAndIndices:
    """The largest of each element and all before it along `dim`, and where that is."""
    indices = running_place(x, dim, True)
    return ValuesAndIndices(gather(x, dim, indices), indices)


def cummin(x: Any, dim: int) -> ValuesAndIndices:
    """The smallest of each element and all before it along `dim`, and where that is."""
    indices = running_place(x, dim, False)
    return ValuesAndIndices(gather(x, dim, indices), indices)


def diff(
    x: Any, n: int = 1, dim: int = -1, prepend: Array | None = None, append: Array | None = None
) -> Any:
    """Each element's next one minus itself along `dim`, n times; of bools, whether they differ.
    `prepend` and `append` are put at the ends first.

    Raises RuntimeError for a single number, and for a negative n.
    """
    if x.ndim == 0 or n < 0:
        raise RuntimeError("diff takes at least one dimension, and n that is not negative")
    parts = [part for part in (prepend, x, append) if part is not None]
    x = cat(parts, dim) if len(parts) > 1 else x
    for _ in range(min(n, x.shape[dim])):
        size = max(x.shape[dim] - 1, 0)
        after, before = narrow(x, dim, x.shape[dim] - size, size), narrow(x, dim, 0, size)
        x = bitwise_xor(after, before) if x.dtype == bool_ else after - before
    return x


class Statistics:
    """These, and the other functions of given/statistics, as methods."""

    __slots__ = ()

    cummax, cummin, diff = cummax, cummin, diff
    quantile, nansum, nanmean = quantile, nansum, nanmean
