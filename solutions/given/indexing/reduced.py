"""`scatter_reduce`: what several elements that go to one place come to. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ...m11_indexing import along, gather
from ...m12_reductions import clamp, where
from ..core.arguments import as_dim
from ..core.cast_and_clone import cast
from ..core.dtypes import is_floating
from ..ops import compare, elementwise, mask
from ..ops.index import scatter, scatter_add


@primitive
def scatter_extreme(
    x: np.ndarray, src: np.ndarray, index: np.ndarray, dim: int, largest: bool
) -> np.ndarray:
    """x with the largest (or smallest) of each element and all that `index` sends there."""
    result, function = x.copy(), np.maximum if largest else np.minimum
    if index.size:
        function.at(result, along(as_dim(dim, x.ndim), index), src)
    return result


def _shared(g: Any, out: Any, x: Any, src: Any, index: Any, dim: int) -> tuple[Any, Any, Any]:
    """The gradient that each winner gets, for those that tie; who wins, in x and in src."""
    in_x, in_src = compare.eq(x, out), compare.eq(src, gather(out, dim, index))
    count = scatter_add(cast(in_x, dtype=g.dtype), dim, index, cast(in_src, dtype=g.dtype))
    return g / count, in_x, in_src


def _extreme_to_x(g: Any, out: Any, x: Any, src: Any, index: Any, dim: int, largest: bool) -> Any:
    each, in_x, _ = _shared(g, out, x, src, index, dim)
    return where(in_x, each, 0)


def _extreme_to_src(g: Any, out: Any, x: Any, src: Any, index: Any, dim: int, largest: bool) -> Any:
    each, _, in_src = _shared(g, out, x, src, index, dim)
    return where(in_src, gather(each, dim, index), 0)


defvjp(scatter_extreme, _extreme_to_x, _extreme_to_src)


def scatter_reduce(
    x: Any, dim: int, index: Array, src: Array, reduce: str, *, include_self: bool = True
) -> Any:
    """x with, at each place that `index` names, what all of `src` that goes there comes to: their
    "sum", "mean", "amax" or "amin", together with what was there if `include_self`.

    Raises NotImplementedError for "prod", and RuntimeError for another name.
    """
    if reduce == "prod":
        raise NotImplementedError("scatter_reduce: 'prod' is left out; add logarithms, and use exp")
    if reduce not in ("sum", "mean", "amax", "amin"):
        raise RuntimeError(f"scatter_reduce: it must be sum, mean, amax or amin, not {reduce!r}")
    gather(x, dim, index)  # for its errors
    if src.shape != index.shape:
        src = src[tuple([slice(size) for size in index.shape])]
    if reduce in ("amax", "amin"):
        start = x if include_self else scatter(x, dim, index, _least(x.dtype, reduce == "amax"))
        return scatter_extreme(start, src, index, dim, reduce == "amax")
    start = x if include_self else scatter(x, dim, index, 0)
    total = scatter_add(start, dim, index, src)
    if reduce == "sum":
        return total
    own, each = _filled(x, int(include_self)), _filled(src, 1)
    count = clamp(scatter_add(own, dim, index, each), min=1)
    return total / count if is_floating(x.dtype) else elementwise.floor_divide(total, count)


def _least(dtype: np.dtype, lowest: bool) -> float:
    """The lowest number of a dtype, or the highest."""
    if is_floating(dtype):
        return -np.inf if lowest else np.inf
    ends = (False, True) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    return ends[0 if lowest else 1]


def _filled(x: Any, value: int) -> Any:
    """One value everywhere, in the shape and dtype of x."""
    return mask.masked_fill(x, np.ones(x.shape, bool), value)
