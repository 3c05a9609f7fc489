"""Quantiles, sums without NaN, the largest so far, how far it is to the next; what varies together.
(Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import sum
from ...m07_chain_rule import defvjp, spread
from ...m10_shapes import cat
from ...m12_reductions import ValuesAndIndices, where
from ..core.arguments import as_dim
from ..core.dtypes import bool_, float32, float64, int64, is_floating


def quantile(
    x: Any, q: Any, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
) -> Any:
    """The number below which a share q of the elements is, of all or along one dim; for a vector of
    shares, one for each along a new first dim. NaN where an element is NaN.

    Between two elements it is on the line ("linear"), or the "lower" or "higher" or "nearest" of
    both, or the "midpoint". Raises RuntimeError for another word, a q outside of [0, 1], with
    several dims or of another dtype, and for elements that are not float32 or float64, or none.
    """
    q = q if isinstance(q, Array) else x.new_tensor(q)
    if x.dtype not in (float32, float64) or q.dtype != x.dtype or q.ndim > 1:
        raise RuntimeError("quantile takes float32 or float64, and q of the same dtype in a row")
    if not (x.numel() and bool(((q >= 0) & (q <= 1)).all())):
        raise RuntimeError("quantile takes at least one element, and q between 0 and 1")
    dims = range(x.ndim) if dim is None else (as_dim(dim, x.ndim),)
    kept = [1 if i in dims else size for i, size in enumerate(x.shape)]
    rows = x.flatten() if dim is None or x.ndim == 0 else x.movedim(dim, -1)
    ordered, last = rows.sort(-1).values, rows.shape[-1] - 1
    rank = where(rows.isnan().any(-1, True), last, q.reshape(-1) * last)
    sides = rank.floor(), rank.ceil()
    ranks = {"linear": rank, "lower": sides[0], "higher": sides[1], "nearest": rank.round()}
    ranks["midpoint"] = (sides[0] + sides[1]) / 2
    if (rank := ranks.get(interpolation)) is None:
        raise RuntimeError(f"quantile: interpolation is {', '.join(ranks)}, not {interpolation!r}")
    below, above = [ordered.gather(-1, side.to(int64)) for side in (rank.floor(), rank.ceil())]
    found = below.lerp(above, rank - rank.floor()).movedim(-1, 0)
    return found.reshape((*q.shape, *(kept if keepdim else rows.shape[:-1])))


@primitive
def nansum(x: np.ndarray, dim: Any = None, keepdim: bool = False) -> np.ndarray:
    """The sum of all that is not NaN; 0 where everything is."""
    return sum(np.where(np.isnan(x), 0, x).astype(x.dtype, copy=False), dim, keepdim)


defvjp(nansum, lambda g, out, x, dim=None, keepdim=False: spread(g, x, dim) * (x == x))


def nanmean(x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The mean of all that is not NaN; NaN where everything is. Raises RuntimeError unless the
    dtype is floating."""
    if not is_floating(x.dtype):
        raise RuntimeError(f"nanmean of {x.dtype}: the dtype must be floating")
    return nansum(x, dim, keepdim) / (x == x).sum(dim, keepdim)


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
    return ValuesAndIndices(x.gather(dim, indices), indices)


def cummin(x: Any, dim: int) -> ValuesAndIndices:
    """The smallest of each element and all before it along `dim`, and where that is."""
    indices = running_place(x, dim, False)
    return ValuesAndIndices(x.gather(dim, indices), indices)


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
    x = cat(parts, dim) if n and len(parts) > 1 else x if n else x.clone()
    for _ in range(min(n, x.shape[dim])):
        size = max(x.shape[dim] - 1, 0)
        after, before = x.narrow(dim, x.shape[dim] - size, size), x.narrow(dim, 0, size)
        x = after ^ before if x.dtype == bool_ else after - before
    return x


def cov(
    x: Any, *, correction: int = 1, fweights: Array | None = None, aweights: Array | None = None
) -> Any:
    """How much variables vary together, (n, observations) -> (n, n), the variances on the diagonal;
    a vector is one variable. `fweights` says how often each observation was made, and `aweights`
    how much it counts."""
    rows = (x if x.ndim > 1 else x.reshape(1, -1)) * 1.0
    weights = rows.new_ones(rows.shape[-1])
    for each in (fweights, aweights):
        weights = weights if each is None else weights * each
    total = weights.sum()
    lost = correction if aweights is None else correction * (weights * aweights).sum() / total
    apart = rows - (rows * weights).sum(1, True) / total
    return ((apart * weights) @ apart.T / (total - lost).clamp(min=0)).squeeze()


def corrcoef(x: Any) -> Any:
    """`cov`, in units of both variables' standard deviations: between -1 and 1."""
    found = cov(x)
    if found.ndim == 0:
        return found / found
    each = found.diagonal().sqrt()
    return (found / each.unsqueeze(1) / each).clamp(-1, 1)


class Statistics:
    """The methods of a Tensor for these."""

    __slots__ = ()

    cummax, cummin, diff = cummax, cummin, diff
    quantile, nansum, nanmean, cov, corrcoef = quantile, nansum, nanmean, cov, corrcoef
