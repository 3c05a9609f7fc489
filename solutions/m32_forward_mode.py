"""m32 forward mode: derivatives that travel along with the values.

About 60 minutes; difficulty 4 of 5. `hvp` may wait, and so may `jacobian_columns`.

The question: reverse mode asks how one result depends on all inputs. Forward mode asks: if the
inputs move in one direction, how does everything move? Each value carries its *tangent*, its speed,
and each op computes the speed of its result. Nothing is kept, and nothing walks back: when the last
value is computed, so is its tangent. R. Wengert had the idea in 1964, in a paper of two pages.

    jvp(f, (x,), (v,))  =  (  f(x)  ,  J       v     )        the value, and its slope along v
    (m,), (m,)                (m,)     (m, n)  (n,)

Here x and v are (n,), f(x) is (m,), and J is the Jacobian of f at x (`reverse_transforms`). This
removes the limit of `scalars` that a derivative needs the whole run in memory: for a hundred `tanh`
in a row, of an array of 1 MB, `grad` takes 103 MB, and `jvp` 5 MB (`docs/other_ways.py` measures
it).

The idea
--------
A `Dual` is a value with its tangent; W. Clifford thought of such pairs in 1873. Like Traced it
belongs to a level (given/func/interpreters.py). A worked example, at x = 3 with tangent 1, and y =
5 with tangent 10:

    op             value     what each argument adds       tangent
    a = x * y      15        1 * 5 and 3 * 10              35
    b = x * x      9         1 * 3 and 3 * 1               6
    z = a + b      24        35 and 6                      41

So the tangent of a result, `total_tangent`, is a sum over arguments. All that one needs to know of
an op is what one argument adds, while the others stand still. For each op, one of three ways
computes that. Let x be the argument, t its tangent, and J the op's Jacobian with respect to x; we
need J t:

- `linear`: if the op is out = J x, then J t is the op itself applied to t. Sums and changes of
  shape are of this kind, and products, in each of their factors.
- `diagonal`: an elementwise op has a diagonal J, so J t and J.T t are the same, and the op's vjp
  rule (`chain_rule`) computes it. Only mind broadcasting: t has the shape of x, the result that of
  `out`.
- `transposed`: and all the other ops, softmax, convolution and the op you invent tomorrow? Their
  vjp rule is a function g -> J.T g, which is linear in g. The pullback of *that* function
  multiplies by the transpose of J.T, which is J: it takes t to J t. Transposing twice gives forward
  mode for free. At which g? At any: a linear function has the same slope everywhere.

      g       ->  J.T     g        the rule
      (m,)        (n, m)  (m,)
      t       ->  J       t        its pullback
      (n,)        (m, n)  (n,)

One jvp gives a column of the Jacobian, one call of a pullback (`reverse_transforms`) a row. For a
function from (100,) to (), the Jacobian takes one call of a pullback, or 100 jvps; for one from ()
to (100,), one jvp, or 100 calls. A *Hessian*, the matrix of second derivatives, is the Jacobian of
a gradient, and has as many rows as columns. Take the gradient by reverse mode and its Jacobian
forward: then no notes are kept of how the gradient was computed. Mostly one wants only the product
of a Hessian and a vector, `hvp`, and that is the slope of the gradient in one direction (B.
Pearlmutter, 1994). For tanh(W x).sum() with 200 numbers in x, the product takes 0.28 ms, and the
Hessian 108 ms.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/autograd/forward_ad.py: make_dual` and `unpack_dual` are its Duals, and
`torch/_functorch/eager_transforms.py: jvp` opens the level. Of torch's forward rules
(`tools/autograd/derivatives.yaml`), 125 say `auto_linear` and 86 `auto_element_wise`: your first
two, which `tools/autograd/load_derivatives.py: postprocess_forward_derivatives` writes out. Where
there is no forward rule, torch raises. Its older `torch/autograd/functional.py: jvp` needs none: it
uses your third way for a whole function, and calls it "the double backwards trick". The price of
`transposed` is a reverse pass for each op: the jvp of a tanh takes 2.2 times as long by it as by
`diagonal`.

In JAX, `jax/_src/interpreters/ad.py: JVPTrace, standard_jvp, linear_jvp` are the interpreter, the
sum and your `linear`. It has no need to transpose twice, for there the jvp rules come first, and
the vjp is made from them (`reverse_transforms` says how). `jax/_src/api.py: hessian` is
`jacfwd(jacrev(f))`, as here.

One could do without any rules, by a small change: (f(x + h v) - f(x)) / h costs one more run, as a
jvp does, and loses half of the digits.

The traps
---------
- *Perturbation confusion*: two tangents are under way, and one is taken for the other. Let s(x) be
  a slope, that of x + y as y moves: it is 1 for every x. So the slope of x * s(x) at 1, a jvp with
  another inside, is 1. If the inner jvp takes x's tangent for one of its own, s becomes 2, and so
  does the answer. So to a level, a Dual of another level is a constant.
- Results that do not depend on the input at all have zeros for a tangent, and not None.

When it is done, curvature costs only a few times as much as a slope: `hvp` serves networks of any
size.

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
    """Enter in the table `pushes` how tangents pass some ops: by `linear`, `diagonal`, or a
    function with the same arguments. (Given.)"""
    pushes.update(dict.fromkeys(ops, push))


def rule_of(op: Callable[..., Any], argnum: int) -> Callable[..., Any] | None:
    """The vjp rule for one argument of an op, rule(g, out, *args, **params); None where no gradient
    flows, or there is no rule. (Given.)"""
    return next(islice(rules.get(op, ()), argnum, None), None)


def linear(op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict) -> Any:
    """The tangent of `out = op(*args, **params)` if argument `argnum` has the tangent `t`, for an
    op that is linear in this argument: the op itself, with `t` in its place."""
    return op(*args[:argnum], t, *args[argnum + 1 :], **params)


def diagonal(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for an elementwise op: what its vjp rule (`rule_of`) makes of `t`, in the place of
    g, broadcast to the shape of `out`. A diagonal Jacobian is its own transpose."""
    return broadcast_to(rule_of(op, argnum)(t, out, *args, **params), out.shape)


def transposed(
    op: Callable[..., Any], argnum: int, t: Any, out: Any, args: tuple, params: dict
) -> Any:
    """The same for any op that has a vjp rule: its pullback, pulled back.

    The rule, with `unbroadcast` to the argument's shape, is a linear function of g. `vjp` of it, at
    any g, such as a Tensor of zeros like `out`, gives a pullback, which takes `t` to the tangent of
    `out`. `vjp` and the pullback work on Tensors and return them, and the values here belong to the
    level below: so `lift` what goes in and what the function returns, and `lower` what comes out.
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

    `tangents` has one for each argument, and None for one that stands still. The function that
    `pushes` has for the op, or else `transposed`, computes what an argument adds. Where `rule_of`
    is None, no gradient flows, and no tangent either. The result is None if no argument adds
    anything.
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

        A Dual of this level is replaced by its `value`, and everything else by what `lower` makes
        of it; `op` of these is the result of the level below. With its `total_tangent` it becomes a
        Dual of this level. Where that is None, or the result is not floating, the result of the
        level below is returned, as `lift` wraps it.
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
    """Run `f(*primals)` as the primals move by `tangents`; return a list of pairs, (result,
    tangent).

    `f` returns a list of tensors. It runs within `new_level(enable_grad=False)`, a context manager
    that gives the level, on Duals of what `lower` makes of the primals and the tangents.
    `unpack_dual` takes each result apart, once the level is closed.
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
        primals: the arguments, a tuple of floating tensors, or of trees of them.
        tangents: how each of them moves, with the same structure and shapes.
        has_aux: `f` returns a pair (result, aux), and jvp (result, tangent, aux).

    The tangent is built like the result, with zeros where it does not depend on the primals.

    Raises RuntimeError for primals that are not a tuple, are an empty one, or hold anything but
    tensors, for tangents that do not fit, and for results that hold anything but tensors;
    ValueError for a dtype that is not floating. (Given.)
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
    """The Jacobians with respect to one input, `x`, which has elements: a list, with one for each
    result.

    `push` takes a tangent like `x`, and returns a list with one for each result. For each of
    `units(x)`, tangents that are 1 at one element and 0 elsewhere, it gives one column of each
    Jacobian. A result of shape s has a Jacobian of shape (*s, *x.shape).
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
    arguments. Otherwise it is like `jacrev`. (Given.)
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
    `jacrev`. If f returns a number, and its argument has shape s, theirs is (*s, *s). (Given.)
    """
    return jacfwd(jacrev(f, argnums), argnums)


def hvp(f: Callable[..., Tensor], primals: tuple, tangents: tuple) -> tuple[Tensor, ...]:
    """The product of the Hessian of `f`, which returns a number, at `primals`, and `tangents`: a
    tuple with one tensor for each primal.

    The Hessian itself is never made: how does the gradient with respect to all primals change, as
    they move by `tangents`?
    """
    slope = grad(f, tuple(range(len(primals))))
    return jvp(slope, primals, tangents)[1]
