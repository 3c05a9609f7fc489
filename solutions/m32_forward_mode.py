"""m32 forward mode: derivatives that travel along with the values.

About 60 minutes; difficulty 4 of 5. `hvp` may wait, and so may `jacobian_columns`.

The question: reverse mode asks what moved this result. Forward mode asks: if the inputs move in
this direction, how does everything move? Each value carries its *tangent*, its speed, and each op
computes the speed of its result. Nothing is remembered, and nothing walks back: when the last value
is there, so is its tangent. R. Wengert had the idea in 1964, in a paper of two pages.

    jvp(f, (x,), (v,))      (f(x), J v)         the value, and its slope in the direction v
                             (m,)  (m, n) (n,)

This removes the limit of `scalars` that a derivative needs the whole run in memory: a hundred
`tanh` in a row of an array of 1 MB take 103 MB to differentiate by `grad`, and 5 MB by `jvp`
(`docs/other_ways.py` measures it).

The idea
--------
A `Dual` is a value with its tangent; a number with an infinitesimal part, as Clifford had it in
1873. Like Traced it belongs to a level (given/func/interpreters.py). A worked example, at x = 3
with tangent 1, and y = 5 with tangent 10:

    op             value     what each argument brings     tangent
    a = x * y      15        1 * 5 and 3 * 10              35
    b = x * x      9         1 * 3 and 3 * 1               6
    z = a + b      24        35 and 6                      41

So `total_tangent` is a sum over arguments, and all that is to be known about an op is what one
argument brings, while the others stand still. It takes one line for almost every op. Let J be the
Jacobian of the op in this argument, and t its tangent:

- `linear`: out = J x, so J t is the op itself applied to t. So for sums and shapes, and for each
  factor of a product.
- `diagonal`: elementwise ops have a diagonal J, and then J t and J.T t are the same: the rule of
  `chain_rule` does it. Only mind broadcasting: t has the shape of x, the result that of `out`.
- `transposed`: and all the other ops, softmax, convolution and the op you invent tomorrow? Their
  vjp is a function g -> J.T g, and it is linear. Now take *its* vjp with respect to g, at t: that
  is the transpose of J.T, times t, and so J t. Transposing twice gives forward mode for free. At
  which g? It does not matter: a linear function has the same slope everywhere.

      g       ->  J.T g            the rule
      (m,)        (n, m) (m,)
      t       ->  J t              its pullback
      (n,)        (m, n) (n,)

One jvp gives a column of the Jacobian, one pull back (`reverse_transforms`) a row. A function from
(100,) to () has its gradient in one pull back, or in 100 jvps; one from () to (100,) the other way
round. A Hessian is the Jacobian of a gradient, and has as many rows as columns. Take the gradient
by reverse mode and its Jacobian forward: then nobody has to remember how the gradient was found.
Mostly one wants the product of a Hessian and a vector, `hvp`, and that is the slope of the gradient
in one direction (B. Pearlmutter, 1994). For tanh(W x).sum() with 200 numbers in x, the product
takes 0.28 ms, and the Hessian 108 ms.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/autograd/forward_ad.py: make_dual` and `unpack_dual` are its Duals, and
`torch/_functorch/eager_transforms.py: jvp` opens the level. Of torch's forward rules
(`tools/autograd/derivatives.yaml`), 125 say `auto_linear` and 86 `auto_element_wise`: your first
two, which `tools/autograd/load_derivatives.py: postprocess_forward_derivatives` writes out. Where
there is no forward rule, torch raises. Its older `torch/autograd/functional.py: jvp` needs none: it
calls your third one "the double backwards trick". The price of the trick is a reverse pass for each
op: the jvp of a tanh takes 2.2 times as long by it as by `diagonal`.

In JAX, `jax/_src/interpreters/ad.py: JVPTrace, standard_jvp, linear_jvp` are the interpreter, the
sum and your `linear`. It has no need to transpose twice, for there the jvp rules come first, and
the vjp is made from them (`reverse_transforms` says how). `jax/_src/api.py: hessian` is
`jacfwd(jacrev(f))`, as here.

The third way would be small changes, (f(x + h v) - f(x)) / h: it costs one more run, as a jvp does,
but half of the digits.

The traps
---------
- *Perturbation confusion.* Two tangents are on the way in the slope of x * s(x) at 1, where s(x)
  is itself a slope, that of x + y in the direction of y: s is 1 for every x, so the answer is 1. If
  the inner jvp takes x's tangent for its own, s becomes 2, and so does the answer. A Dual of
  another level is a constant here.
- Results that do not depend on the input at all have zeros for a tangent, and not None.

When it is done, curvature costs as little as a slope: `hvp` serves networks of any size.

To read: R. Wengert, A simple automatic derivative evaluation program (1964); A. Griewank, A.
Walther, Evaluating Derivatives (2008), chapter 3; J. Siskind, B. Pearlmutter, Perturbation
Confusion and Referential Transparency (2005); B. Pearlmutter, Fast Exact Multiplication by the
Hessian (1994); J. Townsend, A New Trick for Calculating Jacobian Vector Products (blog, 2017),
which is `transposed`; JAX's autodidax, part 1, "Forward-mode autodiff with jvp", and The Autodiff
Cookbook, "Hessian-vector products using both forward- and reverse-mode".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import islice
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.cast_and_clone import cast, clone
from .given.core.dtypes import is_floating
from .given.func.flat_function import FlatFunction
from .given.func.interpreters import Level, Wrapped, lift, lower, new_level
from .given.func.jacobians import Linear, empty_jacobian, in_one, jacobian_tree, units
from .given.func.trees import (
    Argnums,
    flatten,
    function_of,
    matching,
    require_directions,
    require_tensors,
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
from .m10_shapes import cut, permute, stack, uncut
from .m11_indexing import getitem, unindex
from .m12_reductions import cumsum, maximum, minimum, where
from .m13_activations import relu
from .m31_reverse_transforms import grad, jacrev, vjp

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
    return op(*args[:argnum], t, *args[argnum + 1 :], **params)


def diagonal(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for an elementwise op: what its vjp rule (`rule_of`) makes of `t`, broadcast to the
    shape of `out`. A diagonal Jacobian is its own transpose."""
    return broadcast_to(rule_of(op, argnum)(t, out, *args, **params), out.shape)


def transposed(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for any op that has a vjp rule: its pullback, pulled back.

    The rule, with `unbroadcast`, is a linear function of g, and `vjp` transposes it: at any g, such
    as zeros like `out`, the pullback takes `t` to the tangent of `out`.
    """
    rule, shape = rule_of(op, argnum), args[argnum].shape

    def pull(g: Array) -> Array:
        return lift(unbroadcast(rule(g, out, *args, **params), shape))

    _, pullback = vjp(pull, Tensor(np.zeros(out.shape, out.dtype)))
    return lower(pullback(lift(t))[0])


defjvp(linear, mul, matmul, neg, sum, mean, broadcast_to, reshape, transpose, clone, cast, cumsum)
defjvp(linear, getitem, unindex, cut, uncut, permute, view, tril, triu)
defjvp(diagonal, add, sub, div, pow, exp, log, sqrt, tanh, sigmoid, abs, maximum, minimum, where)
defjvp(diagonal, sin, cos, log1p, expm1, square, reciprocal, rsqrt, relu, ndtr)


def total_tangent(
    op: Callable[..., Any], tangents: Sequence[Any], out: Any, args: tuple, params: dict
) -> Any:
    """The tangent of `out = op(*args, **params)`: the sum of what each argument brings to it.

    `tangents` has one for each argument, and None for one that stands still. What an argument
    brings is what `pushes` has for the op, or else `transposed`, makes of its tangent. Where no
    gradient flows (`rule_of`), no tangent does. None if no argument brings any.
    """
    push, total = pushes.get(op, transposed), None
    for i, t in enumerate(tangents):
        if t is not None and rule_of(op, i) is not None:
            share = push(op, i, t, out, args, params)
            total = share if total is None else total + share
    return total


class Dual(Wrapped):
    """A value and its tangent: how fast it changes as the inputs move."""

    __slots__ = ("tangent",)

    def __init__(self, value: Any, level: Level, tangent: Any) -> None:
        """`tangent` has the shape of `value`, and gets its dtype; both belong to the level
        below."""
        super().__init__(value, level, requires_grad=True)
        same = tangent.dtype == value.dtype
        self.tangent = tangent if same else cast(tangent, dtype=value.dtype)

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op` on the values below, and the tangent of its result along with it.

        A Dual of this level counts with its `value`, anything else as `lower` makes it. Where there
        is no `total_tangent`, or the result is not floating, the result of the level below is
        returned, as `lift` wraps it.
        """
        mine = [isinstance(x, Dual) and x.level is self.level for x in args]
        values = tuple([x.value if own else lower(x) for x, own in zip(args, mine, strict=True)])
        tangents = [x.tangent if own else None for x, own in zip(args, mine, strict=True)]
        out = op(*values, **params)
        tangent = total_tangent(op, tangents, out, values, params)
        if tangent is None or not is_floating(out.dtype):
            return lift(out)
        return Dual(out, self.level, tangent)


def unpack_dual(x: Tensor, level: Level) -> tuple[Tensor, Tensor]:
    """A value and its tangent, each as `lift` wraps it for the level below; what is not a Dual of
    this level stands still, with zeros for a tangent. (Given.)"""
    if isinstance(x, Dual) and x.level is level:
        return lift(x.value), lift(x.tangent)
    return x, Tensor(np.zeros(x.shape, x.dtype))


def push_forward(
    f: Callable[..., list[Tensor]], primals: list[Tensor], tangents: list[Tensor]
) -> list[tuple[Tensor, Tensor]]:
    """Run `f(*primals)` as the primals move by `tangents`; return each result with its tangent.

    `f` returns a list of tensors. It runs within `new_level(enable_grad=False)`, on Duals of what
    `lower` makes of the primals and the tangents. Its results are unpacked.
    """
    with new_level(enable_grad=False) as level:
        pairs = zip(primals, tangents, strict=True)
        outputs = f(*[Dual(lower(x), level, lower(t)) for x, t in pairs])
    return [unpack_dual(out, level) for out in outputs]


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
    if not (isinstance(primals, tuple) and primals):
        raise RuntimeError("jvp takes a tuple of primals: it calls f(*primals)")
    flat = FlatFunction(f, primals, has_aux)
    require_tensors(flat.primals)
    directions = matching(tangents, primals)
    require_directions(flat.primals)
    pairs = push_forward(flat, flat.primals, directions)
    value, *aux = flat.as_returned([x for x, _ in pairs])
    tangent, *_ = flat.as_returned([t for _, t in pairs])
    return value, tangent, *aux


def jacobian_columns(push: Linear, x: Tensor) -> list[Tensor]:
    """The Jacobians in one input, `x`, which has elements: one for each result.

    `push` takes a tangent like `x`, and returns one for each result. What it makes of each of
    `units(x)` is a column. A result of shape s has a Jacobian of shape (*s, *x.shape).
    """
    columns = [push(unit) for unit in units(x)]
    return [
        reshape(stack(of_one, -1), (*of_one[0].shape, *x.shape))
        for of_one in zip(*columns, strict=True)
    ]


def jacfwd(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns the Jacobian of `f`, column by column: one jvp for each number in the
    arguments. Otherwise it is like `jacrev`.
    """

    @wraps(f)
    def transformed(*args: Any, **kwargs: Any) -> Any:
        function, primals = function_of(f, argnums, args, kwargs)
        leaves, rebuild = flatten(primals)
        result, aux, columns = None, [], []

        def push_all(tangents: list[Tensor]) -> Any:
            nonlocal result, aux
            result, tangent, *aux = jvp(function, primals, rebuild(tangents), has_aux=has_aux)
            return tangent

        for which, x in enumerate(leaves):
            push = in_one(push_all, leaves, which)
            columns.append(
                jacobian_columns(push, x)
                if x.numel()
                else [empty_jacobian(out, x) for out in push(x)]
            )
        grid = list(zip(*columns, strict=True))
        whole = jacobian_tree(grid, result, primals, argnums)
        return (whole, *aux) if has_aux else whole

    return transformed


def hessian(f: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """A function that returns the second derivatives of `f`, forward over reverse: `jacfwd` of
    `jacrev`. For a number and an argument of shape s they have shape (*s, *s).
    """
    return jacfwd(jacrev(f, argnums), argnums)


def hvp(f: Callable[..., Tensor], primals: tuple, tangents: tuple) -> tuple[Tensor, ...]:
    """The product of the Hessian of `f`, a number, and `tangents`: one tensor for each primal.

    The Hessian itself is never made: how does the gradient in all primals change, as they move by
    `tangents`?
    """
    slope = grad(f, tuple(range(len(primals))))
    return jvp(slope, primals, tangents)[1]
