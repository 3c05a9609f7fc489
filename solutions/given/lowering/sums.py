"""Sums and means of rows and of columns, as products with ones or shares. (Given code.)

A product with ones takes less time than a sum of NumPy's along either dim. Long sums are made of
blocks, so that hardly a digit is lost.
"""

from __future__ import annotations

from math import isqrt, prod
from typing import Any

import numpy as np

from ...m04_magic_methods import mean, mul, reshape, sum
from ..compiling.kernels import kernel, seen
from ..core.arguments import as_dims
from ..programs.equations import Variable
from .writer import Writer, expands, floats

LONGEST = 512  # numbers that are added up one after the other
FEW = 16  # numbers in a row, for which a product with ones is faster


@kernel("column_sums")
def column_sums(out: str, x: str, ones: str) -> list[str]:
    """(n, m) and (n,) give (m,)."""
    return [f"np.dot({ones}, {x}, out={out})"]


@kernel("row_sums")
def row_sums(out: str, x: str, ones: str) -> list[str]:
    """(n, m) and (m,) give (n,)."""
    return [f"np.dot({x}, {ones}, out={out})"]


@kernel("row_products")
def row_products(out: str, x: str, y: str) -> list[str]:
    """(n, m) and (n, m) give (n,): the sums of the products."""
    return [f"np.vecdot({x}, {y}, out={out})"]


@kernel("block_sums")
def block_sums(out: str, x: str, ones: str) -> list[str]:
    """(a, n, m) and (n,) give (a, m)."""
    return [f"np.matmul({ones}, {x}, out={out})"]


@kernel("total")
def total(out: str, x: str) -> list[str]:
    """All numbers, added up by halves."""
    return [f"np.add.reduce({x}, axis=None, out={out})"]


@kernel("average")
def average(out: str, x: str) -> list[str]:
    """The mean of all numbers."""
    return [f"np.mean({x}, out={out})"]


def weights_of(write: Writer, n: int, dtype: np.dtype, weight: float) -> Variable:
    """A constant: `weight`, n times."""
    return write.constant("ones" if weight == 1 else "shares", np.full(n, weight, dtype))


def block_of(n: int) -> int:
    """How many of n numbers are to be added up at a time; 0 where there is no good number."""
    if n <= LONGEST:
        return n
    size = next((i for i in range(LONGEST, isqrt(n) - 1, -1) if n % i == 0), 0)
    return size if size and n // size <= LONGEST else 0


def summed(write: Writer, x: Variable, dim: Any, weight: float = 1) -> Variable | None:
    """The sum over the first dims, or the last ones, times `weight`: a row of numbers. None where
    there is no good way."""
    dims = sorted(as_dims(dim, x.ndim))
    count = len(dims)
    if not 0 < count < x.ndim:
        return None
    if dims == [*range(count)]:
        n, m = prod(x.shape[:count]), prod(x.shape[count:])
        size = block_of(n)
        if not size:
            return None
        if size < n:
            ones = weights_of(write, size, x.dtype, 1)
            blocks = write.shaped(reshape, x, (n // size, size, m))
            x, n = write(block_sums, blocks, ones, like=((n // size, m), x.dtype)), n // size
        rows, ones = write.shaped(reshape, x, (n, m)), weights_of(write, n, x.dtype, weight)
        return write(column_sums, rows, ones, like=((m,), x.dtype))
    left = x.ndim - count
    n, m = prod(x.shape[:left]), prod(x.shape[left:])
    if dims != [*range(left, x.ndim)] or m > LONGEST:
        return None
    rows, ones = write.shaped(reshape, x, (n, m)), weights_of(write, m, x.dtype, weight)
    return write(row_sums, rows, ones, like=((n,), x.dtype))


def mean_of(write: Writer, x: Variable, dim: Any) -> Variable | None:
    """The mean, with dims of size 1 in the places of those that it is taken over."""
    dims = as_dims(dim, x.ndim)
    shape = tuple([1 if i in dims else size for i, size in enumerate(x.shape)])
    found = summed(write, x, dims, prod(shape) / x.size)
    return None if found is None else write.shaped(reshape, found, shape)


def finished(write: Writer, made: Variable, found: Variable | None) -> bool:
    """Make `made` of what was written last; whether there is anything."""
    if found is None:
        return False
    flat = made if found.shape == made.shape else seen(made, found.shape)
    write.replace_last(flat)
    if flat is not made:
        write.shaped(reshape, flat, made.shape, to=made)
    return True


@expands(sum)
def sum_by_ones(
    write: Writer, made: Variable, x: Any, dim: Any = None, keepdim: bool = False
) -> bool:
    """The sum of rows or of columns; of all, by halves."""
    if not floats(x) or made.dtype != x.dtype:
        return False
    if made.shape == () and x.ndim:
        write(total, x, to=made)
        return True
    return _sum_of_products(write, made, x, dim) or finished(write, made, summed(write, x, dim))


def _sum_of_products(write: Writer, made: Variable, x: Variable, dim: Any) -> bool:
    """The sum along the last dim of what was multiplied just for this."""
    source = write.sources.get(x)
    if source is None or source.op is not mul or len(write.readers.get(x, ())) != 1:
        return False
    m = x.shape[-1]
    usual = all(isinstance(y, Variable) and y.shape == x.shape for y in source.inputs)
    if not usual or as_dims(dim, x.ndim) != (x.ndim - 1,) or not FEW <= m <= LONGEST:
        return False
    rows = [write.shaped(reshape, y, (x.size // m, m)) for y in source.inputs]
    return finished(write, made, write(row_products, *rows, like=((x.size // m,), x.dtype)))


@expands(mean)
def mean_by_shares(
    write: Writer, made: Variable, x: Any, dim: Any = None, keepdim: bool = False
) -> bool:
    """The mean of rows or of columns; of all, by halves."""
    if not floats(x) or made.dtype != x.dtype:
        return False
    if made.shape == () and x.ndim:
        write(average, x, to=made)
        return True
    return finished(write, made, summed(write, x, dim, made.size / x.size))
