"""Many numbers added up along any dims, and hardly a digit is lost. (Given code.)

Whoever adds one number after the other to a total loses digits as it grows: in float32, 200,000
tenths come to 19959.5, and in float16 a total of 2048 stays as it is when 1 is added. NumPy adds up
by halves, but only along the last dim; here every dim is added up by blocks of 64, and float16 in
float32, as in torch.

A block's sum is ones @ block, which takes less time than `np.add.reduce` along any dim but the
last: of 200,000 x 2 numbers a 16th, of 10,000 x 64 a fifth, of 1,000 x 16 less than half, of 256 x
64 about the same. The gradients of biases gain as much. Up to 128 numbers it is `np.add.reduce`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import pairwise
from math import nan, prod
from typing import Any

import numpy as np

from ..core.dtypes import float16, float32, float64

MANY = 128  # columns, from which on a row of them is added at a time
ROWS = 64  # as many make a block; twice as many are added one after the other
ONES = {dtype.char: np.ones(ROWS, dtype) for dtype in (float32, float64)}


def add_up(x: np.ndarray, dims: tuple[int, ...], dtype: Any = None, keepdims: bool = False) -> Any:
    """`np.add.reduce(x, dims, dtype, keepdims=keepdims)`, in order; of float16, rounded once."""
    kind = "" if dtype is not None else x.dtype.char
    if kind == "e":
        return add_up(x.astype(float32), dims, None, keepdims).astype(float16)
    few = x.size <= 2 * ROWS or (len(dims) == 1 and x.shape[dims[0]] <= 2 * ROWS)
    if few or kind not in ONES or (x.flags.c_contiguous and min(dims) == x.ndim - len(dims)):
        total = np.add.reduce(x, dims, dtype, keepdims=keepdims)
        return total if x.flags.c_contiguous else np.asarray(total, order="C")[()]
    total = (_of_blocks if x.flags.c_contiguous else _laid_otherwise)(x, dims)
    return total if keepdims else total.squeeze(dims)[()]


def _laid_otherwise(x: np.ndarray, dims: tuple[int, ...]) -> np.ndarray:
    """`_of_blocks` of an x that has another order in memory, or stands there only once."""
    same = [dim for dim in dims if not x.strides[dim]]
    once = x[tuple([slice(1 if dim in same else None) for dim in range(x.ndim)])]
    order = np.argsort([-abs(stride) for stride in once.strides], kind="stable").tolist()
    laid = np.ascontiguousarray(once.transpose(order))
    total = _of_blocks(laid, [order.index(dim) for dim in dims]).transpose(np.argsort(order))
    return np.multiply(total, prod([x.shape[dim] for dim in same]), order="C")


def _of_blocks(x: np.ndarray, dims: Any) -> np.ndarray:
    """The sum over dims, which stay, of size 1; x lies in memory in the order of its dims."""
    shape, size, after = [*x.shape], 1, 1
    for dim in range(x.ndim - 1, -1, -1):
        if dim in dims:
            size, shape[dim] = size * shape[dim], 1
            if dim - 1 not in dims:  # neighbours are added up together
                x, size = _of_rows(x.reshape(-1, size, after)), 1
        else:
            after *= shape[dim]
    return x.reshape(shape)


def _of_rows(x: np.ndarray) -> np.ndarray:
    """(a, n, m) -> (a, m): the sum over n rows."""
    n, m = x.shape[1:]
    if n <= 2 * ROWS or m == 1:
        return np.add.reduce(x, 1)
    whole = n - n % ROWS
    total = _of_rows(ONES[x.dtype.char] @ x[:, :whole].reshape(len(x), -1, ROWS, m))
    return total + np.add.reduce(x[:, whole:], 1) if whole < n else total


def in_float32(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of an ndarray that computes in float32 what is float16, and rounds once."""

    @wraps(function)
    def rounded_once(x: np.ndarray, *args: Any, **how: Any) -> Any:
        if x.dtype.char == "e":
            return function(x.astype(float32), *args, **how).astype(float16)
        return function(x, *args, **how)

    return rounded_once


def average(x: np.ndarray, dims: tuple[int, ...], keepdims: bool = False) -> Any:
    """The mean over dims, in the dtype of x; NaN of no elements."""
    if x.dtype.char == "e":
        return average(x.astype(float32), dims, keepdims).astype(float16)
    total = add_up(x, dims, None, keepdims)
    return total / (x.size // total.size) if x.size else total * nan


@in_float32
def variance(x: np.ndarray, dims: tuple[int, ...], ddof: float = 0, keepdims: bool = False) -> Any:
    """`np.var`: the squares of what x is off its mean, added up, over the count less `ddof`."""
    y = x - average(x, dims, True)
    total = add_up(y * y, dims, None, keepdims)
    return total / max(x.size // (total.size or 1) - ddof, 0)


def running_sum(x: np.ndarray, axis: int) -> np.ndarray:
    """The sum of each element and all before it along `axis`; int64 of integers and bools.

    Floats are added up in float64. What `np.cumsum` does waits for each sum before it begins the
    next: two rows at a time, as one of complex numbers, take two thirds of the time, and many
    columns, a row of them at a time, a tenth.
    """
    dtype = float64 if x.dtype.kind == "f" else np.dtype(np.int64)
    kept = x.dtype if dtype == float64 else dtype
    if x.ndim > 1 and axis == x.ndim - 1 and dtype == float64 and x.size:
        rows = x.reshape(-1, x.shape[-1])
        half = (len(rows) + 1) // 2
        pairs = np.zeros((half, x.shape[-1]), np.complex128)
        pairs.real, pairs.imag[: len(rows) - half] = rows[:half], rows[half:]
        np.cumsum(pairs, 1, out=pairs)
        sums = np.concatenate(
            [pairs.real, pairs.imag[: len(rows) - half]], dtype=kept, casting="same_kind"
        )
        return sums.reshape(x.shape)
    total = x.astype(dtype)
    lines = np.moveaxis(total, axis, 0) if x.ndim else total
    if x.ndim > 1 and x.size >= MANY * len(lines):
        for before, line in pairwise(lines):
            line += before
        return total.astype(kept, copy=False)
    return np.cumsum(total, axis).reshape(x.shape).astype(kept, copy=False)
