"""m12 more magic: reductions and comparisons, and who gets the gradient.

A reduction makes one number out of many: the largest, the product, the variance. Its rule answers
one question. If this element moved a little, how far would the result move?

    amax            only the largest element moves it. If several tie, all of them are the largest,
                    and they share the gradient evenly; max(x, y) of two tensors shares it as well
    max(x, dim)     says by its indices which one it took, so that one gets everything
    prod            by the product of all the *others*
    cumsum          every element is in its own sum and in all later ones, so sum up g from behind
    var             by 2 (x - mean) / (count - 1)
    logsumexp       by exp(x - out): numbers between 0 and 1 that add up to 1, the softmax
    l2_norm         by x / out, the direction in which x points

    x = [2., 5., 5.]      amax: g = 1 becomes [0, .5, .5]       max(x, 0): [0, 1, 0]
    x = [2., 0., 3.]      prod: out = 0, and g = 1 becomes [0, 6, 0]
    x = [1., 2., 6.]      var: out = 7, and g = 1 becomes [-2, -1, 3]
                          cumsum: out = [1, 3, 9], and g = [1, 2, 3] becomes [6, 5, 3]

`g` and `out` have lost the dims that were reduced, unless keepdim. Put them back, of size 1, and
they broadcast beside x again: from (2, 3, 4), `amax(dim=1)` makes (2, 4), and that is (2, 1, 4).

Comparisons are ops like those of `magic_methods`, made by `promoted`. They answer in bools, and no
gradient flows through an answer. But `where(condition, x, y)` sends g to whichever side was looked
at. Much is made of it: `clamp` passes g where x is within the bounds, or on one, and elsewhere
hands it to the bound. `x == y` is elementwise, too, where y is a tensor or a number; for anything
else return `NotImplemented`, and Python makes it False. `abs` refuses bools, and its slope at 0 is
0. Mind the names: in this file `abs`, `max`, `min` and `sum` are torch's, and not Python's.

`max(x, dim)` needs no rule of its own: find the indices (`argmax`, in given/ops/search.py), and let
`gather` from `shapes`, which has a rule, pick the values. `sort` and `topk` (in given/ops/sort.py)
do the same.

`einsum` names every dim by a letter, multiplies, and sums over the letters that the result lacks:
"ij,jk->ik" is a matrix product, "ij->j" sums over rows, "ii->i" reads a diagonal. Its rule is an
einsum again. With out = einsum("ij,jk->ik", x, y), x gets einsum("ik,jk->ij", g, y): g comes in
where x was, and the letters of x come out. A letter that only x had is stretched, by a factor of
ones; a letter that x has twice is a diagonal, which a factor np.eye writes. `read_equation` (in
given/core/einsum_equation.py) does the spelling, and `defvjp_variadic` tells your rule which
operand it is for.

Three traps. Dividing out by x, in prod: it fails for the zero, whose gradient is the interesting
one. exp(1000), in logsumexp: subtract the largest element first and add it again afterwards; in
float32 even exp(89) is infinite. And the root, in std and l2_norm: its slope at 0 is infinite, and
infinity times x = 0 is NaN. Torch says 0 there, and so should you.

To read: P. Blanchard, D. Higham, N. Higham, Accurately computing the log-sum-exp and softmax
functions, IMA J. Numer. Anal. 41 (2021), pp. 2311-2330; the PyTorch notes, "Autograd mechanics", on
gradients for non-differentiable functions; T. Rocktaeschel, Einsum is All You Need (blog, 2018);
HIPS autograd, numpy_vjps.py, which has most of these rules.
"""

from __future__ import annotations

from math import inf, nan
from math import prod as product
from typing import Any, NamedTuple, Self

import numpy as np

from .given.core.arguments import as_dim, as_dims
from .given.core.dtypes import bool_, get_default_dtype, is_floating
from .given.core.einsum_equation import read_equation
from .given.core.promotion import promoted, result_type
from .given.ops.compare import Comparisons
from .given.ops.elementwise import Elementwise, sign
from .given.ops.matmul import Products
from .given.ops.reshape import squeeze
from .given.ops.search import Searches, argmax, argmin
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import Number, div, exp, mean, reshape, sum
from .m07_chain_rule import defvjp, defvjp_variadic
from .m10_shapes import concatenate, narrow
from .m11_indexing import gather

eq = primitive(promoted("eq", np.equal))
ne = primitive(promoted("ne", np.not_equal))
lt = primitive(promoted("lt", np.less))
le = primitive(promoted("le", np.less_equal))
gt = primitive(promoted("gt", np.greater))
ge = primitive(promoted("ge", np.greater_equal))
abs = primitive(promoted("abs", np.abs, boolean=False))
maximum = primitive(promoted("maximum", np.maximum))
minimum = primitive(promoted("minimum", np.minimum))


@primitive
def where(condition: np.ndarray, x: np.ndarray | Number, y: np.ndarray | Number) -> np.ndarray:
    """x where `condition` holds and y elsewhere; all three broadcast, and x and y are promoted.

    x and y may be numbers, one of them or both: `result_type` (in given/core/promotion.py) knows
    the dtype. Raises RuntimeError for a condition that is not bool, and for shapes that do not
    broadcast.
    """
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


def clamp(x: Array, min: Array | Number | None = None, max: Array | Number | None = None) -> Array:
    """x with everything below `min` raised to it, and everything above `max` cut to it.

    A bound is a number, a tensor that broadcasts and has a gradient of its own, or None; where they
    cross, max wins. Raises RuntimeError when both are None.
    """
    if min is None and max is None:
        raise RuntimeError("clamp needs at least one of min and max")
    if min is not None:
        x = where(lt(x, min), min, x)
    if max is not None:
        x = where(gt(x, max), max, x)
    return x


def _share(g: Any, ties: Any, loses: Any) -> Any:
    return where(loses, 0, where(ties, g / 2, g))


defvjp(abs, lambda g, out, x: g * sign(x))
defvjp(
    maximum,
    lambda g, out, x, y: _share(g, eq(x, y), lt(x, y)),
    lambda g, out, x, y: _share(g, eq(x, y), lt(y, x)),
)
defvjp(
    minimum,
    lambda g, out, x, y: _share(g, eq(x, y), gt(x, y)),
    lambda g, out, x, y: _share(g, eq(x, y), gt(y, x)),
)
defvjp(
    where,
    None,
    lambda g, out, condition, x, y: where(condition, g, 0),
    lambda g, out, condition, x, y: where(condition, 0, g),
)


@primitive
def amax(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The largest element over one, several or all (None or ()) dimensions; `keepdim` leaves them
    there, of size 1.

    Raises IndexError for a dim that is empty, and RuntimeError if all are asked for and there are
    no elements.
    """
    return np.max(x, axis=_not_empty(x, dim), keepdims=keepdim)


@primitive
def amin(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The smallest element; everything else as for `amax`."""
    return np.min(x, axis=_not_empty(x, dim), keepdims=keepdim)


def _not_empty(x: np.ndarray, dim: Any) -> tuple[int, ...]:
    dims = as_dims(dim, x.ndim)
    if 0 in [x.shape[d] for d in dims]:
        error = RuntimeError if dim in (None, ()) else IndexError
        raise error(f"nothing is the largest or smallest of no elements (shape {x.shape})")
    return dims


def _beside(g: Any, x: Any, dim: Any) -> Any:
    """A reduction's result with its dims put back, of size 1, so that it broadcasts beside x."""
    dims = as_dims(dim, x.ndim)
    return reshape(g, tuple(1 if i in dims else size for i, size in enumerate(x.shape)))


def extreme_vjp(g: Any, out: Any, x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The rule for `amax` and `amin`: elements that tie for the extreme share the gradient.

    Ties are counted within each group that made one number of `out`.
    """
    winners = eq(x, _beside(out, x, dim))
    return where(winners, div(_beside(g, x, dim), sum(winners, dim, True)), 0)


defvjp(amax, extreme_vjp)
defvjp(amin, extreme_vjp)


class ValuesAndIndices(NamedTuple):
    """Some elements of a tensor, and where they were along a dim."""

    values: Array
    indices: Array


def max(
    x: Array, dim: int | Array | None = None, keepdim: bool = False
) -> Array | ValuesAndIndices:
    """The largest element of all, or, along one `dim`, the values and indices of the largest.

    The gradient of `max(x)` is shared among ties; that of `max(x, dim)`, a ValuesAndIndices, goes
    to the element that `indices` (int64) names. `max(x, y)` with two tensors is `maximum`. Raises
    what `amax` raises.
    """
    return _extreme(x, dim, keepdim, amax, argmax, maximum)


def min(
    x: Array, dim: int | Array | None = None, keepdim: bool = False
) -> Array | ValuesAndIndices:
    """The smallest element, or the smallest along a dim; everything else as for `max`."""
    return _extreme(x, dim, keepdim, amin, argmin, minimum)


def _extreme(x: Array, dim: Any, keepdim: bool, of_all: Any, index: Any, of_two: Any) -> Any:
    if dim is None:
        return of_all(x)
    if isinstance(dim, Array):
        return of_two(x, dim)
    indices = index(x, dim, True)
    values = gather(x, dim, indices)
    if keepdim:
        return ValuesAndIndices(values, indices)
    return ValuesAndIndices(squeeze(values, dim), squeeze(indices, dim))


@primitive
def prod(x: np.ndarray, dim: int | None = None, keepdim: bool = False) -> np.ndarray:
    """The product over one or all (None) dimensions. Integers and bools multiply to int64.

    Raises IndexError for a dim that is not there.
    """
    dtype = None if is_floating(x.dtype) else np.int64
    return np.prod(x, axis=as_dims(dim, x.ndim), keepdims=keepdim, dtype=dtype)


def prod_vjp(g: Any, out: Any, x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """The rule for `prod`: each element gets g times the product of all the others, also where one
    or several are 0. It can be differentiated again, at zeros too."""
    if dim is None or x.ndim == 0:
        flat = reshape(x, (-1,))
        return reshape(prod_vjp(g, out, flat, 0), x.shape)
    before, after = _products_of_others(x, dim, False), _products_of_others(x, dim, True)
    return _beside(g, x, dim) * before * after


def _products_of_others(x: Any, dim: int, after: bool) -> Any:
    """For each element the product of those before (or after) it, by ever longer runs."""
    dim = as_dim(dim, x.ndim)
    result, length = _pushed(x, dim, 1, after), 1
    while length < x.shape[dim]:
        result = result * _pushed(result, dim, length, after)
        length *= 2
    return result


def _pushed(x: Any, dim: int, by: int, back: bool) -> Any:
    """x moved on (or back) along `dim`, with ones in the gap."""
    size = x.shape[dim]
    by = by if by < size else size
    shape = [by if i == dim else n for i, n in enumerate(x.shape)]
    kept = narrow(x, dim, by if back else 0, size - by)
    parts = (kept, np.ones(shape, x.dtype)) if back else (np.ones(shape, x.dtype), kept)
    return concatenate(*parts, dim=dim)


@primitive
def cumsum(x: np.ndarray, dim: int) -> np.ndarray:
    """The sum of each element and all before it along `dim`. Integers and bools give int64.

    Raises IndexError for a dim that is not there.
    """
    dtype = None if is_floating(x.dtype) else np.int64
    return np.cumsum(x, axis=as_dim(dim, x.ndim), dtype=dtype).reshape(x.shape)


defvjp(prod, prod_vjp)
defvjp(cumsum, lambda g, out, x, dim: sum(g, dim, True) - cumsum(g, dim) + g)


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

    `correction` is 1, or 0 if `unbiased` is False, unless it is given. Where the count is no larger
    than it, the result is NaN or infinite. Raises RuntimeError unless the dtype is floating.
    """
    if not is_floating(x.dtype):
        raise RuntimeError(f"var of {x.dtype}: the dtype must be floating")
    ddof = _correction(unbiased, correction)
    return np.var(x, axis=as_dims(dim, x.ndim), ddof=ddof, keepdims=keepdim)


@primitive
def std(
    x: np.ndarray,
    dim: int | tuple[int, ...] | None = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> np.ndarray:
    """The standard deviation, the root of `var`, with the same arguments and errors. (Given.)

    Where all elements are equal it is 0, and so is its gradient.
    """
    return np.sqrt(var(x, dim, unbiased, keepdim, correction=correction))


def _correction(unbiased: bool, correction: int | None) -> int:
    return int(unbiased) if correction is None else correction


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

    The mean moves too when an element does, but that cancels out.
    """
    count = product(x.shape[i] for i in as_dims(dim, x.ndim))
    g = _beside(g, x, dim) * (2 / (count - _correction(unbiased, correction) or nan))
    return g * (x - mean(x, dim, True))


def _not_zero(x: Any) -> Any:
    return where(eq(x, 0), 1, x)


defvjp(var, var_vjp)
defvjp(
    std,
    lambda g, out, x, *args, **params: var_vjp(g / (2 * _not_zero(out)), out, x, *args, **params),
)


@primitive
def logsumexp(x: np.ndarray, dim: int | tuple[int, ...], keepdim: bool = False) -> np.ndarray:
    """log(sum(exp(x))) over one or several dimensions, and nothing in it overflows.

    Of elements that are all -infinity it is -infinity. Integers are turned into the default dtype.
    """
    dims = as_dims(dim, x.ndim)
    if not is_floating(x.dtype):
        x = x.astype(get_default_dtype())
    top = np.max(x, axis=dims, keepdims=True, initial=-inf)
    top = np.where(np.isfinite(top), top, 0)
    result = np.log(np.sum(np.exp(x - top), axis=dims, keepdims=True)) + top
    return result if keepdim else np.squeeze(result, dims)


@primitive
def l2_norm(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The Euclidean length: the root of the sum of squares over one, several or all dims.

    The gradient of a length of 0 is 0.
    """
    return np.sqrt(np.sum(x * x, axis=as_dims(dim, x.ndim), keepdims=keepdim))


defvjp(
    logsumexp,
    lambda g, out, x, dim, keepdim=False: _beside(g, x, dim) * exp(x - _beside(out, x, dim)),
)
defvjp(
    l2_norm,
    lambda g, out, x, dim=None, keepdim=False: _beside(g / _not_zero(out), x, dim) * x,
)


@primitive
def einsum(equation: str, *operands: np.ndarray) -> np.ndarray:
    """Multiply, and sum over the letters that the result lacks: einsum("ij,jk->ik", x, y) is x @ y.

    The equation may lack the arrow, and have "..." for dims without letters: `read_equation` knows.
    Raises RuntimeError for operands of several dtypes, and where letters and shapes do not fit.
    """
    terms, result = read_equation(equation, operands)
    if len({x.dtype for x in operands}) > 1:
        raise RuntimeError("einsum: all operands must have the same dtype")
    try:
        return np.einsum(f"{','.join(terms)}->{result}", *operands, optimize=len(operands) > 1)
    except ValueError as error:
        raise RuntimeError(f"einsum: {error}") from None


def einsum_vjp(argnum: int, g: Any, out: Any, equation: str, *operands: Any) -> Any:
    """The rule for operand `argnum` of `einsum` (the equation is number 0): an einsum again.

    The gradient and the other operands come in, and the letters of this operand come out.
    """
    terms, result = read_equation(equation, operands)
    x, term = operands[argnum - 1], terms[argnum - 1]
    inputs = [result, *terms[: argnum - 1], *terms[argnum:]]
    arrays = [g, *operands[: argnum - 1], *operands[argnum:]]
    sizes: dict[str, int] = {}
    for letters, array in zip(inputs, arrays, strict=True):
        for letter, size in zip(letters, array.shape, strict=True):
            sizes[letter] = size if size != 1 else sizes.get(letter, 1)
    wanted = ""
    for letter, size in zip(term, x.shape, strict=True):
        if letter in wanted:  # a diagonal was read: the gradient belongs on the same diagonal
            letter, twin = _unused_letter(terms, wanted), letter
            inputs.append(twin + letter)
            arrays.append(np.eye(size, dtype=x.dtype))
        elif sizes.get(letter) != size:  # summed over: each element gets the same
            inputs.append(letter)
            arrays.append(np.ones(size, x.dtype))
        wanted += letter
    return einsum(f"{','.join(inputs)}->{wanted}", *arrays)


def _unused_letter(terms: list[str], wanted: str) -> str:
    used = {*"".join(terms), *wanted}
    return next(c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in used)


defvjp_variadic(einsum, einsum_vjp)


class Reductions(Elementwise, Comparisons, Searches, Products):
    """The same ops as a Tensor's methods, and Python's comparisons."""

    __slots__ = ()
    __hash__ = Array.__hash__  # by identity; Python drops it where __eq__ is defined

    __lt__, __le__, __gt__, __ge__ = lt, le, gt, ge
    __abs__ = abs

    eq, ne, lt, le, gt, ge = eq, ne, lt, le, gt, ge
    abs, maximum, minimum, clamp, clip = abs, maximum, minimum, clamp, clamp
    max, min, amax, amin = max, min, amax, amin
    prod, cumsum, var, std, logsumexp = prod, cumsum, var, std, logsumexp

    def __eq__(self, other: Any) -> Self:
        """`self == other`, element by element; False for anything but a tensor or a number."""
        return eq(self, other) if _is_comparable(other) else NotImplemented

    def __ne__(self, other: Any) -> Self:
        """`self != other`, element by element; True for anything but a tensor or a number."""
        return ne(self, other) if _is_comparable(other) else NotImplemented


def _is_comparable(other: Any) -> bool:
    return isinstance(other, Array | np.ndarray | np.generic | Number)
