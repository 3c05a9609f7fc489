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
from .todo import todo, todo_op

eq = todo_op("m12: eq")
ne = todo_op("m12: ne")
lt = todo_op("m12: lt")
le = todo_op("m12: le")
gt = todo_op("m12: gt")
ge = todo_op("m12: ge")
abs = todo_op("m12: abs")
maximum = todo_op("m12: maximum")
minimum = todo_op("m12: minimum")


@primitive
def where(condition: np.ndarray, x: np.ndarray | Number, y: np.ndarray | Number) -> np.ndarray:
    """x where `condition` holds and y elsewhere; all three broadcast, and x and y are promoted.

    x and y may be numbers, one of them or both: `result_type` (in given/core/promotion.py) knows
    the dtype. Raises RuntimeError for a condition that is not bool, and for shapes that do not
    broadcast.
    """
    raise NotImplementedError("m12: where")


def clamp(x: Array, min: Array | Number | None = None, max: Array | Number | None = None) -> Array:
    """x with everything below `min` raised to it, and everything above `max` cut to it.

    A bound is a number, a tensor that broadcasts and has a gradient of its own, or None; where they
    cross, max wins. Raises RuntimeError when both are None.
    """
    raise NotImplementedError("m12: clamp")


defvjp(abs, lambda g, out, x: todo("m12: abs, x"))
defvjp(
    maximum,
    lambda g, out, x, y: todo("m12: maximum, x"),
    lambda g, out, x, y: todo("m12: maximum, y"),
)
defvjp(
    minimum,
    lambda g, out, x, y: todo("m12: minimum, x"),
    lambda g, out, x, y: todo("m12: minimum, y"),
)
defvjp(
    where,
    None,
    lambda g, out, condition, x, y: todo("m12: where, x"),
    lambda g, out, condition, x, y: todo("m12: where, y"),
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
    raise NotImplementedError("m12: amax")


@primitive
def amin(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The smallest element; everything else as for `amax`."""
    raise NotImplementedError("m12: amin")


def extreme_vjp(g: Any, out: Any, x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The rule for `amax` and `amin`: elements that tie for the extreme share the gradient.

    Ties are counted within each group that made one number of `out`.
    """
    raise NotImplementedError("m12: extreme_vjp")


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
    raise NotImplementedError("m12: max")


def min(
    x: Array, dim: int | Array | None = None, keepdim: bool = False
) -> Array | ValuesAndIndices:
    """The smallest element, or the smallest along a dim; everything else as for `max`."""
    raise NotImplementedError("m12: min")


@primitive
def prod(x: np.ndarray, dim: int | None = None, keepdim: bool = False) -> np.ndarray:
    """The product over one or all (None) dimensions. Integers and bools multiply to int64.

    Raises IndexError for a dim that is not there.
    """
    raise NotImplementedError("m12: prod")


def prod_vjp(g: Any, out: Any, x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """The rule for `prod`: each element gets g times the product of all the others, also where one
    or several are 0. It can be differentiated again, at zeros too."""
    raise NotImplementedError("m12: prod_vjp")


@primitive
def cumsum(x: np.ndarray, dim: int) -> np.ndarray:
    """The sum of each element and all before it along `dim`. Integers and bools give int64.

    Raises IndexError for a dim that is not there.
    """
    raise NotImplementedError("m12: cumsum")


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

    `correction` is 1, or 0 if `unbiased` is False, unless it is given. Where the count is no larger
    than it, the result is NaN or infinite. Raises RuntimeError unless the dtype is floating.
    """
    raise NotImplementedError("m12: var")


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
    raise NotImplementedError("m12: var_vjp")


defvjp(var, var_vjp)
defvjp(
    std,
    lambda g, out, x, *args, **params: todo("m12: std, x"),
)


@primitive
def logsumexp(x: np.ndarray, dim: int | tuple[int, ...], keepdim: bool = False) -> np.ndarray:
    """log(sum(exp(x))) over one or several dimensions, and nothing in it overflows.

    Of elements that are all -infinity it is -infinity. Integers are turned into the default dtype.
    """
    raise NotImplementedError("m12: logsumexp")


@primitive
def l2_norm(
    x: np.ndarray, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The Euclidean length: the root of the sum of squares over one, several or all dims.

    The gradient of a length of 0 is 0.
    """
    raise NotImplementedError("m12: l2_norm")


defvjp(
    logsumexp,
    lambda g, out, x, dim, keepdim=False: todo("m12: logsumexp, x"),
)
defvjp(
    l2_norm,
    lambda g, out, x, dim=None, keepdim=False: todo("m12: l2_norm, x"),
)


@primitive
def einsum(equation: str, *operands: np.ndarray) -> np.ndarray:
    """Multiply, and sum over the letters that the result lacks: einsum("ij,jk->ik", x, y) is x @ y.

    The equation may lack the arrow, and have "..." for dims without letters: `read_equation` knows.
    Raises RuntimeError for operands of several dtypes, and where letters and shapes do not fit.
    """
    raise NotImplementedError("m12: einsum")


def einsum_vjp(argnum: int, g: Any, out: Any, equation: str, *operands: Any) -> Any:
    """The rule for operand `argnum` of `einsum` (the equation is number 0): an einsum again.

    The gradient and the other operands come in, and the letters of this operand come out.
    """
    raise NotImplementedError("m12: einsum_vjp")


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
        raise NotImplementedError("m12: Reductions.__eq__")

    def __ne__(self, other: Any) -> Self:
        """`self != other`, element by element; True for anything but a tensor or a number."""
        raise NotImplementedError("m12: Reductions.__ne__")
