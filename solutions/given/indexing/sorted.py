"""Where numbers belong among others that are in order. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ..core.dtypes import int32, int64


@primitive
def places_among(row: np.ndarray, x: np.ndarray, right: bool, dtype: np.dtype) -> np.ndarray:
    """How many elements of `row`, which are in order, are less than each x (or no larger, if
    `right`). There is one row for all, or one for each row of x.

    Raises RuntimeError for rows that do not fit.
    """
    side = "right" if right else "left"
    if row.ndim == 0 or (row.shape[:-1] != x.shape[:-1] and row.ndim > 1):
        raise RuntimeError(f"searchsorted: rows {row.shape} do not fit {x.shape}")
    if row.ndim == 1:
        return np.asarray(np.searchsorted(row, x, side), dtype)
    found = np.empty(x.shape, dtype)
    for i in np.ndindex(row.shape[:-1]):
        found[i] = np.searchsorted(row[i], x[i], side)
    return found


def searchsorted(
    sorted_sequence: Any,
    input: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Any = None,
) -> Any:
    """Where each input, a tensor or a number, would be put in, so that the last dim of
    `sorted_sequence` stays in order: before those that are equal, or, with `right` or the `side`
    "right", behind them. `sorter` is an argsort of what is not in order yet.

    Raises RuntimeError for rows that do not fit, and for a side that contradicts `right`.
    """
    if side not in (None, "left", "right") or (side == "left" and right):
        raise RuntimeError(f"searchsorted: side={side!r} and right={right} contradict each other")
    row = sorted_sequence if sorter is None else sorted_sequence.gather(-1, sorter)
    input = input if hasattr(input, "shape") else row.new_tensor(input)
    return places_among(row, input, right or side == "right", int32 if out_int32 else int64)


def bucketize(x: Any, boundaries: Any, *, out_int32: bool = False, right: bool = False) -> Any:
    """The number of the bucket that each x, a tensor or a number, falls into; `boundaries` is a
    vector that is in order. Raises what `searchsorted` raises."""
    return searchsorted(boundaries, x, out_int32=out_int32, right=right)
