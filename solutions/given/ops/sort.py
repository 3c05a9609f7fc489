"""Elements in order, and counted: sort, topk, median, unique, bincount. (Given code.)

Sorting only moves elements: indices say where each came from, and `gather`, which has a rule, picks
them. So there is no other derivative to find.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import mean
from ...m07_chain_rule import defvjp
from ...m10_shapes import narrow
from ...m11_indexing import gather
from ...m12_reductions import ValuesAndIndices, amin, shared_by_nan, where
from ..core.arguments import as_dim
from ..core.cast_and_clone import clone
from ..core.dtypes import float32, float64, int64
from .compare import any, isnan
from .reshape import flatten, squeeze
from .search import argmax, argsort


def sort(
    x: Array, dim: int = -1, descending: bool = False, *, stable: bool = True
) -> ValuesAndIndices:
    """The elements sorted along `dim`, and where they were; equal elements keep their order.

    NaN counts as larger than any number. Raises IndexError for a dim that is not there.
    """
    indices = argsort(x, dim, descending)
    return ValuesAndIndices(gather(x, dim, indices), indices)


def topk(
    x: Array, k: int, dim: int = -1, largest: bool = True, sorted: bool = True
) -> ValuesAndIndices:
    """The k largest (or smallest) elements along `dim`, in order, and where they were.

    Of equal elements the first are taken; torch takes any. Raises RuntimeError if there are fewer
    than k, IndexError for a dim that is not there.
    """
    dim = as_dim(dim, x.ndim)
    if not 0 <= k <= (x.shape[dim] if x.ndim else 1):
        raise RuntimeError(f"topk of {k} elements along dim {dim} of shape {x.shape}")
    indices = argsort(x, dim, largest)
    if x.ndim:
        indices = clone(narrow(indices, dim, 0, k))
    return ValuesAndIndices(gather(x, dim, indices), indices)


@primitive
def middle(x: np.ndarray) -> np.ndarray:
    """The element in the middle of all, the lower of two; NaN if one is. Those that are equal to it
    share its gradient."""
    found = np.sort(x, None)
    return found[-1 if found[-1] != found[-1] else (x.size - 1) // 2]


defvjp(middle, shared_by_nan)


def median(x: Array, dim: int | None = None, keepdim: bool = False) -> Array | ValuesAndIndices:
    """The element in the middle, the lower of two: of all, or the values and indices along a dim.

    It is NaN if any element is, or, without a dim, if there are no elements. Raises IndexError for
    a dim that is not there or has no elements.
    """
    if dim is None:
        return middle(x) if 0 not in x.shape else mean(x)
    if x.ndim == 0:
        return ValuesAndIndices(*[squeeze(part, 0) for part in median(flatten(x), dim, True)])
    first_nan = argmax(x, dim, True)
    half = narrow(argsort(x, dim), dim, (x.shape[dim] - 1) // 2, 1)
    indices = where(any(isnan(x), dim, True), first_nan, half)
    values = gather(x, dim, indices)
    if keepdim:
        return ValuesAndIndices(values, indices)
    return ValuesAndIndices(squeeze(values, dim), squeeze(indices, dim))


def unique(
    x: Array, sorted: bool = True, return_inverse: bool = False, return_counts: bool = False
) -> Array | tuple[Array, ...]:
    """The different elements in ascending order; if asked for, where each element of x is among
    them, and how often each occurs. Raises RuntimeError under vmap, where their number may differ.
    """
    value = _of_all(x)
    asked = {"return_inverse": return_inverse, "return_counts": return_counts}
    found = np.unique(value, **asked, equal_nan=False)
    if not isinstance(found, tuple):
        return x.new_tensor(found)
    return tuple([x.new_tensor(part, dtype=part.dtype) for part in found])


def _of_all(x: Array) -> np.ndarray:
    """The elements, which are counted. Raises RuntimeError under vmap, where they are a batch's."""
    if x.value.shape != x.shape:
        raise RuntimeError("vmap: what counts elements is not done for each of a batch")
    return x.value


def bincount(x: Array, weights: Array | None = None, minlength: int = 0) -> Array:
    """How often 0, 1, 2... occur in a vector of integers, or the sums of their `weights`.

    Raises RuntimeError for anything else than a vector of integers that are not negative.
    """
    if x.ndim != 1 or x.dtype.kind not in "iu" or (x.numel() and amin(x).item() < 0):
        raise RuntimeError("bincount takes a vector of integers that are not negative")
    if weights is None:
        return x.new_tensor(np.bincount(_of_all(x), None, minlength), dtype=int64)
    dtype = weights.dtype if weights.dtype == float32 else float64
    return weights.new_tensor(np.bincount(_of_all(x), _of_all(weights), minlength), dtype=dtype)


class Histogram(NamedTuple):
    """How many elements are in each bin, and where the bins begin and end."""

    hist: Array
    bin_edges: Array


def histogram(
    x: Array, bins: int | Array, *, range: Any = None, weight: Any = None, density: bool = False
) -> Histogram:
    """How many elements, or what `weight`, each bin has; a share of all, per unit, for `density`.

    `bins` are edges, or so many of equal width over a `range`, by default that of the elements.
    """
    value, edges = _of_all(x).ravel(), bins
    if not isinstance(bins, Array):
        edges = x.new_tensor(np.histogram_bin_edges(value, bins, range), dtype=x.dtype)
    weights = None if weight is None else weight.value.ravel()
    found = np.histogram(value, edges.value, weights=weights, density=density)[0]
    return Histogram(x.new_tensor(found, dtype=x.dtype), edges.clone())


def histc(x: Array, bins: int = 100, min: float = 0, max: float = 0) -> Array:
    """How many elements are in each of so many bins from `min` to `max`, or, where these are the
    same, over all elements. Raises RuntimeError where these are not finite."""
    value = _of_all(x).ravel()
    ends = np.array([value.min(), value.max()] if min == max and value.size else [min, max])
    if not np.isfinite(ends).all():
        raise RuntimeError(f"histc: a range {ends.tolist()} is not finite")
    low, high = (ends + ([-1, 1] if ends[0] == ends[1] else [0, 0])).astype(value.dtype)
    inside = value[(low <= value) & (value <= high)]
    places = ((inside - low) / (high - low) * bins).astype(np.int64)  # rounded as torch rounds
    return x.new_tensor(np.bincount(np.minimum(places, bins - 1), minlength=bins), dtype=x.dtype)


@primitive
def isin(elements: np.ndarray | float, test_elements: np.ndarray | float) -> np.ndarray:
    """Whether each element is among `test_elements`."""
    return np.isin(elements, test_elements)


class Ordering:
    """The same functions as methods."""

    __slots__ = ()

    sort, topk, median, unique, bincount = sort, topk, median, unique, bincount
    histogram, histc = histogram, histc
