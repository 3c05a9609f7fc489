"""m12 more magic: reductions, and who gets the gradient.

About 75 minutes; difficulty 4 of 5. `prod_vjp` is the hardest; leave it for the end if you like.

A loss is one number, made of many: so every network ends in a reduction. The rule of `sum`
(`chain_rule`) was easy, because all elements get the same. A maximum has a winner; in a product,
what each factor gets depends on all the others; a variance does not change at all if all elements
move together. The forty lines of `scalars` could only add numbers up one by one. Each rule here
answers one question: if this element moved a little, how far would the result move?

    where(c, x, y)    whichever was taken moves it, and the other does not
    maximum(x, y)     the larger one moves it; in a tie each is half the reason
    amax              only the largest does. If several tie, they share the gradient evenly
    max(x, dim)       says by its indices which one it took, so that one gets everything
    prod              by the product of all the *others*
    cumsum            an element is in its own sum and in all later ones: sum up g from the end
    var               by 2 (x - mean) / (count - 1)
    logsumexp         by exp(x - out): numbers between 0 and 1 that add up to 1, the softmax

    x            op           out          g            becomes
    [2, 5, 5]    amax         5            1            [0, .5, .5]
    [2, 5, 5]    max(x, 0)    5            1            [0, 1, 0]
    [1, 2, 6]    var          7            1            [-2, -1, 3]
    [1, 2, 6]    cumsum       [1, 3, 9]    [1, 2, 3]    [6, 5, 3]

`g` and `out` have lost the dims that were reduced, unless keepdim is True. Put these dims back,
with size 1, and both broadcast beside x again (`beside`). Of (2, 4), what was left after dim 1 was
reduced, it makes (2, 1, 4), and so the rule of `prod`, `var` or `logsumexp` is a product:

    dL/dx      =  g          *  slope            the slope of out in each element of x
    (2, 3, 4)     (2, 1, 4)     (2, 3, 4)

All forward passes that NumPy has are given, and so are comparisons (`eq`, `lt`, ...). A comparison
answers in bools, and no gradient flows through them; but `where(condition, x, y)` sends g to
whichever side it took. Many rules are made of `where`, such as those of `clamp`: x gets g where it
is within the bounds, or on one, and elsewhere the bound gets it. `max(x, dim)` needs no rule of its
own: `argmax` finds the places, and `gather` from `indexing`, which has a rule, picks the values.
`sort` and `topk` (in given/ops/sort.py) do so, too.

The product, worked out. The product of the others is `out` divided by the element, but not where
that is 0: 0 / 0 is NaN. So multiply all that stands before each element by all that stands after
it:

    x             2     0     3     5         out = 0
    before        1     2     0     0         the products of all that stand before
    after         0    15     5     1         and of all that stand after
    gradient      0    30     0     0         before * after, for g = 1

A loop over n elements would find `before`, and another one `after`, in n small ops each. With
`shifted` (given) about log2(n) large ones are enough. Move x on by one place, with a 1 in the gap:
[1, 2, 0, 3]. Now each place holds the one element before it. Multiply this by itself, moved on by
1, which is [1, 1, 2, 0], and each place holds the product of the two before it: [1, 2, 0, 0].
Multiply that by itself, moved on by 2, and it is the product of the four before it; and so on.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
Why does amax share, and max(x, dim) choose? The latter returns an index, so it has to choose; and a
gradient that follows the index costs one write for each group. amax returns no index. To share
takes a second pass, which counts the ties; but the result does not depend on the order of equal
elements. At a kink, where the slope jumps, any mixture of the slopes on both sides (a
*subgradient*) is as right as another. JAX shares in either case (`jax/_src/lax/lax.py:
_reduce_chooser_jvp_rule`). For a product torch looks for zeros first
(`torch/csrc/autograd/FunctionsManual.h: prod_backward`): it divides if there are none, and
otherwise multiplies from both sides. So it must see the numbers before it knows what to do. JAX
plans its work without them, and always multiplies, as you will. tinygrad can't look, either: it
counts the zeros as a part of the work, and divides (`tinygrad/mixin/gradient.py: reduce_gradient`).
For infinite elements in a logsumexp, `torch/_refs/__init__.py: logsumexp` takes the same care as
you will.

The traps
---------
- exp(1000), in logsumexp: subtract the largest element first and add it again afterwards. In
  float32 even exp(89) is infinite.
- Counting ties over everything: winners share within the group that made one number of `out`, and
  not with winners elsewhere.
- In this file `max`, `min` and `sum` are torch's, and not Python's.

When it is done, `activations` can have a softmax, and `normalization` its means and variances.
There is one more op to look at, with nothing to do: `einsum`, whose rule is an einsum again
(given/ops/matmul.py).

To read: P. Blanchard, D. Higham, N. Higham, Accurately computing the log-sum-exp and softmax
functions, IMA J. Numer. Anal. 41 (2021), pp. 2311-2330; the PyTorch notes, "Autograd mechanics", on
gradients for non-differentiable functions; HIPS autograd, `autograd/numpy/numpy_vjps.py`, which has
most of these rules; G. Blelloch, Prefix Sums and Their Applications (1990), on runs that double.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .given.core.arguments import as_dim, as_dims, as_divisor
from .given.core.dtypes import bool_, get_default_dtype, is_floating
from .given.core.promotion import promoted, result_type
from .given.ops.compare import Comparisons, eq, ge, gt, isnan, le, lt
from .given.ops.elementwise import Elementwise
from .given.ops.matmul import Products
from .given.ops.move import flip
from .given.ops.reshape import squeeze
from .given.ops.search import Searches, argmax, argmin
from .given.statistics.sums import running_sum, variance
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import Number, div, exp, mean, reshape, sum
from .m07_chain_rule import defvjp
from .m10_shapes import concatenate, narrow
from .m11_indexing import gather
from .todo import todo

maximum = primitive(promoted("maximum", np.maximum))
minimum = primitive(promoted("minimum", np.minimum))


@primitive
def where(condition: np.ndarray, x: np.ndarray | Number, y: np.ndarray | Number) -> np.ndarray:
    """x where `condition` holds and y elsewhere; all three broadcast, and x and y are promoted.

    x and y may be numbers, one of them or both. (Given.) Raises RuntimeError for a condition that
    is not bool, and for shapes that do not broadcast; TypeError for one that is not a tensor.
    """
    if not isinstance(condition, np.ndarray | np.generic | bool):
        raise TypeError(f"where takes a tensor as condition, not {type(condition).__name__}")
    condition = np.asarray(condition)
    if condition.dtype != bool_:
        raise RuntimeError(f"where needs a condition of dtype bool, not {condition.dtype}")
    if not (_sets_dtype(x, y) or _sets_dtype(y, x)):
        dtype = result_type(x, y)
        x, y = [np.asarray(side).astype(dtype, copy=False) for side in (x, y)]
    try:
        return np.where(condition, x, y)
    except ValueError as error:
        raise RuntimeError(f"where: {error}") from None


def _sets_dtype(x: Any, y: Any) -> bool:
    """Whether the dtype of x is the result's, for NumPy as for torch: the usual cases."""
    if type(y) is np.ndarray:
        return type(x) is np.ndarray and x.dtype is y.dtype
    return type(x) is np.ndarray and x.dtype.kind == "f" and type(y) in (float, int)


defvjp(
    where,
    None,
    lambda g, out, condition, x, y: todo("m12: where, x"),
    lambda g, out, condition, x, y: todo("m12: where, y"),
)


@primitive
def clamped(x: np.ndarray, min: np.ndarray | Number | None, max: Any) -> np.ndarray:
    """What `clamp` computes. (Given.) NaN, in x or in a bound, stays NaN."""
    dtype = result_type(x, *[bound for bound in (min, max) if bound is not None])
    bounds = [b if b is None else np.asarray(b).astype(dtype, copy=False) for b in (min, max)]
    try:
        return x.astype(dtype, copy=False).clip(*bounds)
    except ValueError as error:
        raise RuntimeError(f"clamp: {error}") from None


def clamped_to_x(g: Any, out: Any, x: Any, min: Any, max: Any) -> Any:
    """The rule of `clamped` for x, which gets g within the bounds and on them. (Given.)"""
    g = g if min is None else where(ge(x, min), g, 0)
    return g if max is None else where(le(x, max), g, 0)


def clamped_to_min(g: Any, out: Any, x: Any, min: Any, max: Any) -> Any:
    """The rule of `clamped` for the lower bound: g where it was taken. (Given.)"""
    g = where(lt(x, min), g, 0)
    return g if max is None else where(lt(min, max), g, 0)


def clamped_to_max(g: Any, out: Any, x: Any, min: Any, max: Any) -> Any:
    """The rule of `clamped` for the upper bound: g where it was taken. (Given.)"""
    return where(gt(x, max) if min is None else gt(maximum(x, min), max), g, 0)


defvjp(clamped, clamped_to_x, clamped_to_min, clamped_to_max)


def clamp(x: Array, min: Array | Number | None = None, max: Array | Number | None = None) -> Array:
    """x with everything below `min` raised to it, and everything above `max` cut to it. (Given.)

    A bound is a number, a tensor that broadcasts and has a gradient of its own, or None; where they
    cross, max wins. Elements on a bound stay, and keep their gradient. Raises RuntimeError when
    both are None.
    """
    if min is None and max is None:
        raise RuntimeError("clamp needs at least one of min and max")
    return clamped(x, min, max)


def share(g: Any, ties: Any, loses: Any) -> Any:
    """What an operand of `maximum` or `minimum` gets of g: half where both are equal (`ties`),
    nothing where the other was taken (`loses`), all of it elsewhere. `ties` and `loses` are tensors
    of bools."""
    raise NotImplementedError("m12: share")


def maximum_to_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule of `maximum` for its first operand. (Given.)"""
    return share(g, eq(x, y), lt(x, y))


def maximum_to_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule of `maximum` for its second operand. (Given.)"""
    return share(g, eq(x, y), lt(y, x))


def minimum_to_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule of `minimum` for its first operand. (Given.)"""
    return share(g, eq(x, y), gt(x, y))


def minimum_to_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule of `minimum` for its second operand. (Given.)"""
    return share(g, eq(x, y), gt(y, x))


defvjp(maximum, maximum_to_x, maximum_to_y)
defvjp(minimum, minimum_to_x, minimum_to_y)


@primitive
def amax(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The largest element over one, several or all (None or ()) dimensions; `keepdim` leaves them
    there, of size 1. (Given.)

    Raises IndexError for a dim that is empty, and RuntimeError if all are asked for and there are
    no elements.
    """
    return np.max(x, axis=_not_empty(x, dim), keepdims=keepdim)


@primitive
def amin(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The smallest element; everything else as for `amax`. (Given.)"""
    return np.min(x, axis=_not_empty(x, dim), keepdims=keepdim)


def _not_empty(x: np.ndarray, dim: Any) -> tuple[int, ...]:
    dims = as_dims(dim, x.ndim)
    if 0 in [x.shape[d] for d in dims]:
        error = RuntimeError if dim in (None, ()) else IndexError
        raise error(f"shape {x.shape} has no largest or smallest element")
    return dims


def beside(g: Any, x: Any, dim: int | tuple[int, ...] | None) -> Any:
    """A reduction's result with its dims put back, of size 1, so that it broadcasts beside x.

    `dim` is what the reduction was called with; `as_dims` reads it. With keepdim, g has these dims
    still.
    """
    raise NotImplementedError("m12: beside")


def extreme_vjp(g: Any, out: Any, x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The rule for `amax` and `amin`: elements that tie for the extreme share the gradient.

    Ties are counted within each group that made one number of `out`.
    """
    raise NotImplementedError("m12: extreme_vjp")


defvjp(amax, extreme_vjp)
defvjp(amin, extreme_vjp)


@primitive
def largest(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """`amax`, whose gradient goes to NaN where NaN is the largest. (Given.)"""
    return amax(x, dim, keepdim)


@primitive
def smallest(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """`amin`, whose gradient goes to NaN where NaN is the smallest. (Given.)"""
    return amin(x, dim, keepdim)


def shared_by_nan(g: Any, out: Any, x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """`extreme_vjp`; where `out` is NaN, the NaNs of the group win, and share g. (Given.)"""
    missing = isnan(out)
    x = where(beside(missing, x, dim), where(isnan(x), 1.0, 0.0), x)
    return extreme_vjp(g, where(missing, 1, out), x, dim, keepdim)


defvjp(largest, shared_by_nan)
defvjp(smallest, shared_by_nan)


class ValuesAndIndices(NamedTuple):
    """Some elements of a tensor, and where they were along a dim."""

    values: Array
    indices: Array


def max(
    x: Array, dim: int | Array | None = None, keepdim: bool = False
) -> Array | ValuesAndIndices:
    """The largest element of all, or, along one `dim`, the values and indices of the largest.

    The gradient of `max(x)` is shared among ties; that of `max(x, dim)`, a ValuesAndIndices, goes
    to the element that `indices` (int64) names. `max(x, y)` with two tensors is `maximum`. (Given.)
    Raises what `amax` raises.
    """
    return _extreme(x, dim, keepdim, largest, argmax, maximum)


def min(
    x: Array, dim: int | Array | None = None, keepdim: bool = False
) -> Array | ValuesAndIndices:
    """The smallest element, or the smallest along a dim; all else as for `max`. (Given.)"""
    return _extreme(x, dim, keepdim, smallest, argmin, minimum)


def _extreme(x: Array, dim: Any, keepdim: bool, of_all: Any, index: Any, of_two: Any) -> Any:
    if dim is None:
        return of_all(x)
    if isinstance(dim, Array):
        return of_two(x, dim)
    indices = index(x, dim, True)
    values = gather(x, dim, indices)  # so the elements that are named get the gradient
    if keepdim:
        return ValuesAndIndices(values, indices)
    return ValuesAndIndices(squeeze(values, dim), squeeze(indices, dim))


@primitive
def prod(x: np.ndarray, dim: int | None = None, keepdim: bool = False) -> np.ndarray:
    """The product over one or all (None) dimensions. Integers and bools give int64. (Given.)

    Raises IndexError for a dim that is not there.
    """
    dtype = None if is_floating(x.dtype) else np.int64
    return np.prod(x, axis=as_dims(dim, x.ndim), keepdims=keepdim, dtype=dtype)


def prod_vjp(g: Any, out: Any, x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """The rule for `prod`: each element gets g times the product of all the others, also where one
    or several are 0. `dim` is one dimension, or None for all; x may be 0-d. The rule can be
    differentiated again, at zeros, too: it has no divisions, and only ops."""
    raise NotImplementedError("m12: prod_vjp")


def shifted(x: Any, dim: int, by: int, back: bool) -> Any:
    """x moved on along `dim` by so many places, with ones in the gap; to the front if `back`.

    What falls off the end is gone. (Given.)
    """
    dim = as_dim(dim, x.ndim)
    size = x.shape[dim]
    by = by if by < size else size
    shape = [by if i == dim else n for i, n in enumerate(x.shape)]
    kept = narrow(x, dim, by if back else 0, size - by)
    parts = (kept, np.ones(shape, x.dtype)) if back else (np.ones(shape, x.dtype), kept)
    return concatenate(*parts, dim=dim)


@primitive
def cumsum(x: np.ndarray, dim: int) -> np.ndarray:
    """The sum of each element and all before it along `dim`, int64 of integers and bools. (Given.)

    Floats are added up in float64, so that a long total loses no digits, and then rounded.
    Raises IndexError for a dim that is not there.
    """
    return running_sum(x, as_dim(dim, x.ndim))


defvjp(prod, prod_vjp)
defvjp(cumsum, lambda g, out, x, dim: todo("m12: cumsum, x"))


@primitive
def var(
    x: np.ndarray,
    dim: int | tuple[int, ...] | None = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> np.ndarray:
    """The variance over one, several or all (None) dimensions: squares / (count - correction).

    If no `correction` is given, it is 1, or 0 if `unbiased` is False. Where the count is not larger
    than the correction, the result is NaN or infinite. (Given.) Raises RuntimeError unless the
    dtype is floating.
    """
    if not is_floating(x.dtype):
        raise RuntimeError(f"var of {x.dtype}: the dtype must be floating")
    dim, ddof = as_divisor(dim, unbiased, correction)
    return variance(x, as_dims(dim, x.ndim), ddof, keepdim)


def var_vjp(
    g: Any,
    out: Any,
    x: Any,
    dim: Any = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Any:
    """The rule for `var`: twice the distance from the mean, over what the squares were divided by.

    The mean moves, too, when an element does, but that cancels out. The divisor is the number of
    elements in a group, less the correction; where it is 0, all is NaN. `as_divisor(dim, unbiased,
    correction)` (given) returns the dim to reduce, and the correction.
    """
    raise NotImplementedError("m12: var_vjp")


defvjp(var, var_vjp)


@primitive
def logsumexp(x: np.ndarray, dim: int | tuple[int, ...], keepdim: bool = False) -> np.ndarray:
    """log(sum(exp(x))) over one or several dimensions, and nothing in it overflows.

    One element of infinity makes it infinite. It is -infinity where all elements are, or where
    there are none. Integers and bools are turned into the default dtype.
    """
    raise NotImplementedError("m12: logsumexp")


defvjp(
    logsumexp,
    lambda g, out, x, dim, keepdim=False: todo("m12: logsumexp, x"),
)


class Reductions(Elementwise, Comparisons, Searches, Products):
    """The same ops as a Tensor's methods."""

    __slots__ = ()

    maximum, minimum, clamp, clip = maximum, minimum, clamp, clamp
    max, min, amax, amin = max, min, amax, amin
    prod, cumsum, var, logsumexp = prod, cumsum, var, logsumexp
