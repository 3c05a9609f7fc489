"""What the elements of a tensor come to, all together: norms, products, equality. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import mean, mul, pow, sum
from ...m07_chain_rule import defvjp
from ...m12_reductions import amax, amin, beside, largest, shifted, smallest, var, var_vjp, where
from ..core.arguments import Dims, as_dim, as_dims, as_divisor
from ..core.cast_and_clone import cast, clone
from ..core.dtypes import int64, is_floating
from ..statistics.sums import add_up, average, in_float32
from .compare import eq
from .elementwise import abs, sign


@primitive
def std(
    x: np.ndarray,
    dim: Dims = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> np.ndarray:
    """The standard deviation, the root of `var`, with the same arguments and errors.

    Where all elements are equal it is 0, and so is its gradient, although the slope of a root is
    infinite there.
    """
    return np.sqrt(var(x, dim, unbiased, keepdim, correction=correction))


@primitive
@in_float32
def l2_norm(x: np.ndarray, dim: Dims = None, keepdim: bool = False) -> np.ndarray:
    """The Euclidean length: the root of the sum of squares over one, several or all dims.

    The gradient of a length of 0 is 0.
    """
    return np.sqrt(add_up(x * x, as_dims(dim, x.ndim), None, keepdim))


def _unless_zero(out: Any, g: Any) -> Any:
    """g, and 0 where the result is 0; all that g depends on has its second derivatives there."""
    return where(eq(out, 0), 0, g)


def _or_one(out: Any) -> Any:
    """The result, and 1 where it is 0: something to divide by."""
    return where(eq(out, 0), 1, out)


defvjp(
    std,
    lambda g, out, x, dim=None, unbiased=True, keepdim=False, **how: var_vjp(
        _unless_zero(out, g / (2 * _or_one(out))), out, x, dim, unbiased, keepdim, **how
    ),
)
defvjp(
    l2_norm,
    lambda g, out, x, dim=None, keepdim=False: (
        beside(g, x, dim) * _unless_zero(beside(out, x, dim), x / beside(out, x, dim))
    ),
)


@primitive
@in_float32
def p_norm(x: np.ndarray, p: float, dim: Dims = None, keepdim: bool = False) -> np.ndarray:
    """sum(|x| ** p) ** (1 / p) over one, several or all dims; at an x of 0 the gradient is 0."""
    total = add_up(np.abs(x) ** p, as_dims(dim, x.ndim), None, keepdim)
    return np.asarray(total ** (1 / p), x.dtype)


def p_norm_vjp(g: Any, out: Any, x: Any, p: float, dim: Any = None, keepdim: bool = False) -> Any:
    """The rule for `p_norm`: sign(x) * |x| ** (p - 1) / out ** (p - 1), each power by itself."""
    scale = beside(_unless_zero(out, g / pow(_or_one(out), p - 1)), x, dim)
    if p >= 2:
        return scale * x * pow(abs(x), p - 2)
    slope = pow(abs(x), p - 1)
    return scale * sign(x) * (_unless_zero(x, slope) if p < 1 else slope)


defvjp(p_norm, p_norm_vjp)


def numel(x: Array) -> int:
    """How many elements there are."""
    return x.numel()


def cumprod(x: Array, dim: int) -> Array:
    """The product of each element and all before it along `dim`. Integers and bools give int64."""
    dim = as_dim(dim, x.ndim)
    if not is_floating(x.dtype):
        x = cast(x, dtype=int64)
    if x.ndim == 0 or x.shape[dim] == 0:
        return clone(x)
    result, length = clone(x), 1  # of runs that are ever longer
    while length < x.shape[dim]:
        result = mul(result, shifted(result, dim, length, False))
        length *= 2
    return result


class MinMax(NamedTuple):
    """Both ends of what a tensor holds."""

    min: Array
    max: Array


def aminmax(x: Array, *, dim: int | None = None, keepdim: bool = False) -> MinMax:
    """The smallest and the largest element, of all or along one dim."""
    return MinMax(amin(x, dim, keepdim), amax(x, dim, keepdim))


def _with_mean(spread: Callable[..., Array]) -> Callable[..., tuple[Array, ...]]:
    """`var` or `std`, and the mean."""

    def both(
        x: Array,
        dim: Any = None,
        unbiased: bool = True,
        keepdim: bool = False,
        *,
        correction: float | None = None,
    ) -> tuple[Array, ...]:
        over, _ = as_divisor(dim, unbiased, None)
        return spread(x, dim, unbiased, keepdim, correction=correction), mean(x, over, keepdim)

    both.__name__ = both.__qualname__ = f"{spread.__name__}_mean"
    both.__doc__ = f"`{spread.__name__}`, and the mean."
    return both


var_mean, std_mean = map(_with_mean, (var, std))


matrix_norms: list[Callable[..., Array]] = []  # that of given/linalg, which is made of what is here


def norm(x: Array, p: float | str = "fro", dim: Dims = None, keepdim: bool = False) -> Array:
    """The p-norm, sum(|x| ** p) ** (1 / p), over one, several or all (None) dimensions.

    p may be inf and -inf (the largest and the smallest |x|), and 0 (how many are not zero); "fro"
    is 2, and "nuc" that of `linalg.matrix_norm`. Raises RuntimeError unless the dtype is floating.
    """
    if isinstance(p, str) and p != "fro":
        (of_matrices,) = matrix_norms
        return of_matrices(x, p, tuple(range(x.ndim)) if dim is None else dim, keepdim)
    if not is_floating(x.dtype):
        raise RuntimeError(f"norm of {x.dtype}: the dtype must be floating")
    if p != "fro" and (p < 0 or p == inf) and 0 in [x.shape[d] for d in as_dims(dim, x.ndim)]:
        raise RuntimeError(f"norm: of no elements there is no {p}-norm")
    if p in (2, "fro"):
        return l2_norm(x, dim, keepdim)
    if p == inf:
        return largest(abs(x), dim, keepdim)
    if p == -inf:
        return smallest(abs(x), dim, keepdim)
    if p == 0:
        return sum(where(eq(x, 0), abs(x), 1.0), dim, keepdim)  # NaN counts
    return p_norm(x, p, dim, keepdim)


class Summaries:
    """The same functions as methods."""

    __slots__ = ()

    std, cumprod, aminmax, norm = std, cumprod, aminmax, norm


@primitive
def without_shift_and_scale(g: np.ndarray, y: np.ndarray, *, dim: tuple[int, ...]) -> np.ndarray:
    """g - mean(g) - y * mean(g * y), all means over the dimensions `dim`: the gradient of `y`, less
    what would shift and what would scale it (`normalization`)."""
    out = g * y
    along = average(out, dim, True)
    np.multiply(y, along, out=out)
    np.subtract(g, out, out=out)
    out -= average(g, dim, True)
    return out


defvjp(
    without_shift_and_scale,
    lambda h, out, g, y, dim: without_shift_and_scale(h, y, dim=dim),
    lambda h, out, g, y, dim: -(h * mean(g * y, dim, True) + g * mean(h * y, dim, True)),
)
