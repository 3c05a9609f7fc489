"""`normalization`, taken apart: means as products, everything else in place. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import add, mul, reshape, sub
from ...m12_reductions import var
from ...m24_normalization import standardize
from ..ops.elementwise import rsqrt, square
from ..ops.reduce import without_shift_and_scale
from ..programs.equations import Variable
from .sums import finished, mean_of
from .writer import Writer, expands, floats


def spread(write: Writer, x: Variable, dim: Any) -> tuple[Variable, Variable] | None:
    """x less its mean, and its variance."""
    center = mean_of(write, x, dim)
    if center is None:
        return None
    y = write.each(sub, x, center)
    return y, mean_of(write, write.each(square, y), dim)


@expands(standardize)
def standardize_in_steps(
    write: Writer,
    made: Variable,
    x: Any,
    weight: Any = None,
    bias: Any = None,
    *,
    dim: Any,
    eps: float,
) -> bool:
    """(x - mean) / sqrt(var + eps) * weight + bias."""
    if not floats(x, weight, bias) or (found := spread(write, x, dim)) is None:
        return False
    y, variance = found
    scale = write.each(rsqrt, write.each(add, variance, eps))
    steps = [(mul, scale), (mul, weight), (add, bias)]
    steps = [(op, by) for op, by in steps if by is not None]
    for i, (op, by) in enumerate(steps, 1):
        y = write.each(op, y, by, to=made if i == len(steps) else None)
    return True


@expands(var)
def var_in_steps(
    write: Writer,
    made: Variable,
    x: Any,
    dim: Any = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> bool:
    """The variance divided by n, with the dims of size 1."""
    is_divided_by_n = not unbiased if correction is None else correction == 0
    if not is_divided_by_n or not keepdim or not floats(x):
        return False
    found = spread(write, x, dim)
    if found is None:
        return False
    flat = found[1]
    if write.equations[-1].op is reshape:
        flat = write.equations.pop().inputs[0]
    return finished(write, made, flat)


@expands(without_shift_and_scale)
def without_shift_and_scale_in_steps(
    write: Writer, made: Variable, g: Any, y: Any, *, dim: Any
) -> bool:
    """g - mean(g) - y * mean(g * y)."""
    if not floats(g, y):
        return False
    along = mean_of(write, write.each(mul, g, y), dim)
    if along is None:
        return False
    out = write.each(sub, g, write.each(mul, y, along))
    write.each(sub, out, mean_of(write, g, dim), to=made)
    return True
