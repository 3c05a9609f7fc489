"""m32 forward mode: derivatives that travel along with the values.

Reverse mode asks: what moved this result? Forward mode asks: if the inputs move in this direction,
how does everything move? Each value carries its *tangent*, its speed, and each op computes the
speed of its result: a Jacobian times a vector, a jvp. Nothing is remembered, and nothing walks
back. When the last value is there, so is its tangent.

    jvp(f, (x,), (v,))      (f(x), J v): the value, and the slope of f in the direction v

Take z = x * y at x = 3 with tangent 1 and y = 5 with tangent 10. The tangent of z is what x's
brings, 1 * 5, and what y's brings, 3 * 10: together 35.

One jvp gives a column of the Jacobian, one vjp (`reverse_transforms`) a row. A function from (100,)
to () has its gradient in one pull back, or in 100 jvps; one from () to (100,) the other way round.
A Hessian is a Jacobian of a gradient, so the outer one of the two is best taken forward: `jacfwd`
of `jacrev`. `hessian(lambda x: (x**3).sum())` at [1., 2.] is [[6., 0.], [0., 12.]].

`Dual` is a value with its tangent; a number with an infinitesimal part, as Clifford had it in 1873.
Like Traced it belongs to a level (given/func/interpreters.py). Its `process` is where tangents are
pushed through an op, and that takes one line for almost every op. Let J be the Jacobian in one
argument:

- `linear`: out = J x, so J t is the op itself applied to t. So for sums and shapes, and for each
  factor of a product while the other stands still (`process` adds up what both bring).
- `diagonal`: elementwise ops have a diagonal J, and then J t and J.T t are the same: the rule of
  `chain_rule` does it. Only mind broadcasting: t has the shape of x, the result that of `out`.
- `transposed`: and all the other ops, softmax, convolution and the op you invent tomorrow? Their
  vjp is a function g -> J.T g, and it is linear. Now take *its* vjp with respect to g, at t: that
  is the transpose of J.T, times t, and so J t. Transposing twice gives forward mode for free. At
  which g? It does not matter: a linear function has the same slope everywhere.

    softmax of (3,), t (3,):  pull = lambda g: rule(g, out, x);  vjp(pull, zeros)[1](t) is (J t,)

The trap is *perturbation confusion*. Two tangents are on the way in the slope of x * s(x) at 1,
where s(x) is itself a slope, that of x + y in the direction of y: s is 1 for every x, so the answer
is 1. If the inner jvp takes x's tangent for its own, s becomes 2, and so does the answer. A Dual of
another level is a constant here. The other trap: results that do not depend on the input at all
have zeros for a tangent, and not None.

To read: A. Griewank, A. Walther, Evaluating Derivatives (2008), chapter 3; J. Siskind, B.
Pearlmutter, Perturbation Confusion and Referential Transparency (2005); J. Townsend, A New Trick
for Calculating Jacobian Vector Products (blog, 2017), which is `transposed`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.cast_and_clone import cast, clone
from .given.core.dtypes import is_floating
from .given.func.interpreters import Level, Wrapped, lift, lower, new_level
from .given.func.trees import (
    Argnums,
    bases,
    flatten,
    function_of,
    matching,
    pair,
    require_tensors,
    tree_map,
)
from .given.ops.elementwise import abs, cos, expm1, log1p, reciprocal, rsqrt, sin, square
from .given.ops.mask import tril, triu
from .given.ops.reshape import view
from .given.ops.special import ndtr
from .m02_wrapper import Array
from .m04_magic_methods import (
    add,
    broadcast_to,
    div,
    exp,
    log,
    matmul,
    mean,
    mul,
    neg,
    pow,
    reshape,
    sigmoid,
    sqrt,
    sub,
    sum,
    tanh,
    transpose,
)
from .m07_chain_rule import rules, unbroadcast
from .m10_shapes import cut, narrow, permute, stack, uncut
from .m11_indexing import getitem, unindex
from .m12_reductions import cumsum, maximum, minimum, where
from .m13_activations import relu
from .m31_reverse_transforms import jacrev, vjp

Push = Callable[..., Any]
pushes: dict[Callable[..., Any], Push] = {}


def defjvp(push: Push, *ops: Callable[..., Any]) -> None:
    """Enter how tangents pass some ops: by `linear`, `diagonal`, or a function like these."""
    pushes.update(dict.fromkeys(ops, push))


def rule_of(op: Callable[..., Any], argnum: int) -> Callable[..., Any] | None:
    """The vjp rule for one argument of an op; None where no gradient flows, or there is no rule."""
    return next(islice(rules.get(op, ()), argnum, None), None)


def linear(op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict) -> Any:
    """The tangent of `out = op(*args, **params)` if argument `argnum` has the tangent `t`, for an
    op that is linear in this argument: the op itself, with `t` in its place."""
    raise NotImplementedError("m32: linear")


def diagonal(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for an elementwise op: what its vjp rule (`rule_of`) makes of `t`, broadcast to the
    shape of `out`. A diagonal Jacobian is its own transpose."""
    raise NotImplementedError("m32: diagonal")


def transposed(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for any op that has a vjp rule: its pullback, pulled back.

    The rule, with `unbroadcast`, is a linear function of g, and `vjp` transposes it: at any g, such
    as zeros like `out`, the pullback takes `t` to the tangent of `out`.
    """
    raise NotImplementedError("m32: transposed")


defjvp(linear, mul, matmul, neg, sum, mean, broadcast_to, reshape, transpose, clone, cast, cumsum)
defjvp(linear, getitem, unindex, cut, uncut, permute, view, tril, triu)
defjvp(diagonal, add, sub, div, pow, exp, log, sqrt, tanh, sigmoid, abs, maximum, minimum, where)
defjvp(diagonal, sin, cos, log1p, expm1, square, reciprocal, rsqrt, relu, ndtr)


class Dual(Wrapped):
    """A value and its tangent: how fast it changes as the inputs move."""

    __slots__ = ("tangent",)

    def __init__(self, value: Any, level: Level, tangent: Any) -> None:
        """`tangent` has the shape and dtype of `value`; both belong to the level below."""
        super().__init__(value, level, requires_grad=True)
        self.tangent = tangent

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op` on the values below, and the tangent of its result along with it.

        A Dual of this level counts with its `value`, any other Array as `lower` makes it. The
        tangent is the sum of what the op's push (by default `transposed`) makes of each argument's
        tangent, in the dtype of the result. Where nothing comes through, since no argument has both
        a tangent and a rule, or the result is not floating, the result of the level below is
        returned, as `lift` wraps it.
        """
        raise NotImplementedError("m32: Dual.process")


def jvp(
    f: Callable[..., Any],
    primals: tuple[Any, ...],
    tangents: tuple[Any, ...],
    *,
    has_aux: bool = False,
) -> tuple[Any, ...]:
    """Run `f(*primals)`; return its result, and how it changes as the primals move by `tangents`.

    Args:
        f: takes and returns tensors, or trees of them.
        primals: where; a tuple of floating tensors, or of trees of them.
        tangents: in which direction; of the same structure and shapes.
        has_aux: `f` returns a pair (result, aux), and jvp (result, tangent, aux).

    The tangent is built like the result, with zeros where it does not depend on the primals.

    Raises RuntimeError for primals that are not a tuple, are an empty one, or hold anything but
    tensors, for tangents that do not fit, and for results that hold anything but tensors;
    ValueError for a dtype that is not floating.
    """
    raise NotImplementedError("m32: jvp")


def jacfwd(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns the Jacobian of `f`, column by column: one jvp for each number in the
    arguments. Otherwise it is like `jacrev`.
    """
    raise NotImplementedError("m32: jacfwd")


def hessian(f: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """A function that returns the second derivatives of `f`, forward over reverse: `jacfwd` of
    `jacrev`. For a number and an argument of shape s they have shape (*s, *s).
    """
    raise NotImplementedError("m32: hessian")
