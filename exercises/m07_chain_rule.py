"""m07 chain rule: one small rule for every argument of every op.

About 50 minutes; difficulty 3 of 5. Begin with `unbroadcast`, `add` and `mul`. The rules of `pow`
may wait until the others pass: a network with softmax and cross-entropy does without them.

The question: the loss is one number, and thousands of steps away from a weight. How much does the
weight matter? Nobody can say at once. But each step can answer for itself: *if my result matters
this much, then each of my arguments matters that much*. Write that down once for each op, and every
network that is made of these ops is done. G. Leibniz had the rule in 1676; here it becomes a table.

Let L be the loss, and `out = op(x, y)` one step on the way to it, with n numbers in x and m in
`out`. Somebody hands us `g`, the gradient of L with respect to `out`. What is the gradient with
respect to x?

    dL/dx  =    g   @     J             J[i, j] is the slope of out[i] in x[j]
    (n,)       (m,)     (m, n)

But nobody builds J: for elementwise ops it is diagonal, and for a matrix product it is mostly
zeros. Each op has a shortcut to g @ J, its *vector-Jacobian product* (vjp), and here we collect
them. Of an op `cube`, which is x ** 3, it is:

    defvjp(cube, lambda g, out, x: g * 3 * x * x)

A rule takes `g`, the result `out`, and then exactly what the op was called with, numbers too. There
is one rule for each argument that can have a gradient, so that nothing is computed for one that
needs none. `out` is there because it often saves work: the slope of exp(x) is exp(x), which we
already have. Rules are written in ops and operators alone, so that they run on ndarrays (for a
gradient) and on Tensors (for a gradient of a gradient).

A worked example, by nudging: z = x * y with x = 3, y = 5, and g = 2.

    nudge         z grows by    L grows by     so the gradient is
    x by 0.1      0.5           2 * 0.5 = 1    1 / 0.1   = 10  = g * y
    y by 0.1      0.3           2 * 0.3 = 0.6  0.6 / 0.1 =  6  = g * x

For matrices the shapes lead the way. With `out = x @ y`, only one product of g and y, one of them
transposed, has the shape of x:

    out      =    x    @    y             g has the shape of out
    (n, m)      (n, k)    (k, m)          (n, m)

Broadcasting is a hidden copy. In (2, 3) + (3,) every element of the row is used twice, so its
gradient is a sum of two: a g of [[1, 2, 3], [4, 5, 6]] becomes [5, 7, 9]. `unbroadcast` does this,
once and for all: a rule may return a gradient of the broadcast shape, and whoever calls the rule,
which is `backward`, hands what comes back to `unbroadcast`. No rule calls it. A sum is the mirror
image: its gradient is *copied* to all that went into it, and `spread` does that.

Given are the rules that mirror yours (`sub`, `tanh`, `mean`, ...), the gradient of an exponent, and
`one_less`, a help for the base of a power. Where a factor of a matrix product is a vector, given
code makes a matrix of it before it calls yours.

Try a rule alone, against small changes of its arguments, on shapes that are not square (the trap
says why): `rulecheck` is in `autodiff.autograd`.

    rulecheck(mul, (x, y));  rulecheck(exp, x)

This removes a limit of `scalars`: there each operation makes its rule anew, as a closure that holds
on to numbers. Here a rule stands in the table once, and is handed all that it needs.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch has one `backward` for all arguments of an op, and `ctx.needs_input_grad` tells it which to
compute (`torch/autograd/function.py: Function`); those of its own ops are listed in a table like
ours, `tools/autograd/derivatives.yaml`, from which C++ is made. HIPS autograd has one rule for each
argument, as we have (`autograd/core.py: defvjp`). JAX has rules for the way forward alone
(`jax/_src/interpreters/ad.py: defjvp`; see `forward_mode`), and turns them around. Whole Jacobians
would cost: for a layer of 1,000 numbers one has a million entries, and of an elementwise op's all
but 1,000 are 0. Rules in NumPy rather than in ops would be as fast, but second derivatives would
need a second table.

The trap
--------
Square shapes. If x is (3, 3) and the bias (3,), a forgotten sum can still go unnoticed for a while,
and a swapped transpose for ever. Try rules on shapes like (2, 3). The other trap: writing into `g`
(`g *= y`), which others still need.

When it is done, the table is full, and all that is missing is somebody who walks from rule to rule:
`backward`.

To read: M. Blondel, V. Roulet, The Elements of Differentiable Programming (2024), chapter
"Differentiation", on vector-Jacobian products; A. Baydin et al., Automatic Differentiation in
Machine Learning: a Survey, JMLR 18 (2018), section 3.2; HIPS autograd,
`autograd/numpy/numpy_vjps.py`; tinygrad, `tinygrad/mixin/gradient.py: pm_gradient`, the same table
for a compiler: a rule matches a pattern in the graph, and thirty are enough, as all other ops are
made of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from math import prod
from typing import Any, NoReturn

import numpy as np

from .given.core.arguments import as_dims
from .m03_computation_graph import freed
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
from .todo import todo

Rule = Callable[..., Any]


class Rules(dict[Callable[..., Any], Iterable[Rule | None]]):
    """The table of rules. Looking up an op that has none raises RuntimeError."""

    def __missing__(self, op: Callable[..., Any]) -> NoReturn:
        if op is freed:
            raise RuntimeError(
                "trying to go backward through a graph that has been freed; "
                "say retain_graph=True the first time"
            )
        raise RuntimeError(f"{op.__name__} has no rules, so no gradient can pass it")


rules = Rules()


def defvjp(op: Callable[..., Any], *argument_rules: Rule | None) -> None:
    """Enter the rules of an op in the table: one per argument, in order; None where no gradient
    flows. To arguments behind the last rule none flows either. (Given.)"""
    rules[op] = argument_rules


class defvjp_variadic:
    """Enter one rule for all arguments of an op that takes any number of them. (Given.)

    The rule gets the argument's number first: `rule(argnum, g, out, *args, **params)`.
    """

    def __init__(self, op: Callable[..., Any], rule: Rule) -> None:
        self.rule = rule
        rules[op] = self

    def __iter__(self) -> Iterator[Rule]:
        return (partial(self.rule, argnum) for argnum in count())


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Undo broadcasting: `g` summed over whatever was stretched, so that it has `shape` again.

    Broadcasting adds dimensions at the front, which go again, and stretches those of size 1, which
    stay. Where it did neither, `g` itself is returned.

        g (2, 3), shape (3,)      sum over 0
        g (2, 3), shape (2, 1)    sum over 1, which is kept
        g (2, 3), shape ()        sum over all

    `g` is an ndarray or an Array: use ops, which take either. `sum` is the op, as in torch:
    `sum(g, dim, keepdim)`, and an empty tuple of dims means all of them.
    """
    raise NotImplementedError("m07: unbroadcast")


# Arithmetic.


def add_vjp(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for either term of `out = x + y`."""
    raise NotImplementedError("m07: add_vjp")


defvjp(add, add_vjp, add_vjp)
defvjp(sub, add_vjp, lambda g, out, x, y: -g)
defvjp(neg, lambda g, out, x: -g)
defvjp(mul, lambda g, out, x, y: todo("m07: mul, x"), lambda g, out, x, y: todo("m07: mul, y"))


def div_vjp_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for y in `out = x / y`."""
    raise NotImplementedError("m07: div_vjp_y")


defvjp(div, lambda g, out, x, y: g / y, div_vjp_y)


def one_less(y: Any) -> Any:
    """y - 1, but 0 where y is 0: the exponent in a power's slope, y * x ** (y - 1). (Given.)

    The reason: x ** 0 is 1 for every x, so the slope is 0; but at x = 0 the formula says
    0 * 0 ** -1, which is 0 * infinity, and that is NaN. With an exponent of 0 it is 0 * 1.
    Why is it not written as y - (y != 0)? `y != 0` gives bools, and these can be added to numbers,
    but not subtracted.
    """
    return -(-y + (y != 0))


def pow_vjp_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the base of `out = x ** y`.

    The slope of x ** y in x is y * x ** (y - 1). Let `one_less` write y - 1: as in torch, x ** 0
    has the slope 0 also where x is 0, and `one_less` says how this would go wrong.
    """
    raise NotImplementedError("m07: pow_vjp_x")


def pow_vjp_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the exponent of `out = x ** y`, which is exp(y * log(x)). (Given.)

    As in torch, a base of 0 under an exponent that is not negative gives 0, and not 0 * log(0):
    there the logarithm of 1 is taken. `y**0` is this 1, in the dtype of y.
    """
    return g * out * log(x + (x == 0) * (y >= 0) * y**0)


defvjp(pow, pow_vjp_x, pow_vjp_y)

# Curves.

defvjp(exp, lambda g, out, x: todo("m07: exp, x"))
defvjp(log, lambda g, out, x: todo("m07: log, x"))
defvjp(sqrt, lambda g, out, x: g / (2 * out))
defvjp(sigmoid, lambda g, out, x: todo("m07: sigmoid, x"))
defvjp(tanh, lambda g, out, x: g * (1 - out * out))

# Sums and shapes.


def spread(g: Any, x: Any, dim: Any) -> Any:
    """The gradient of a sum of x over `dim`, copied to every element that went into it.

    `dim` is what `sum` was given: None for all, one, or several; `as_dims(dim, x.ndim)` makes a
    tuple of it, counted from the front. `g` has the shape of the sum, with these dims left out or
    of size 1: you are not told which, and one `reshape` serves both. Returns an ndarray or Array of
    the shape of x.
    """
    raise NotImplementedError("m07: spread")


def terms(x: Any, dim: Any) -> int:
    """How many elements of x go into one sum over `dim`. (Given.)"""
    return prod(x.shape[i] for i in as_dims(dim, x.ndim))


defvjp(sum, lambda g, out, x, dim=None, keepdim=False: spread(g, x, dim))
defvjp(mean, lambda g, out, x, dim=None, keepdim=False: spread(g / terms(x, dim), x, dim))
defvjp(broadcast_to, lambda g, out, x, shape: g)
defvjp(reshape, lambda g, out, x, shape: reshape(g, x.shape))
defvjp(transpose, lambda g, out, x, dim0, dim1: transpose(g, dim0, dim1))

# Matrices.


def left_gradient(g: Any, x: Any, y: Any) -> Any:
    """The gradient of x in `out = x @ y`, for matrices: x is (n, k), y is (k, m), g is (n, m).

    There may be batches in front of these two dims. The result has the shape of x; but where the
    batches of x were stretched, they may stay so, and `unbroadcast` will do the rest.
    """
    raise NotImplementedError("m07: left_gradient")


def right_gradient(g: Any, x: Any, y: Any) -> Any:
    """The gradient of y in `out = x @ y`, for matrices: x is (n, k), y is (k, m), g is (n, m).

    There may be batches in front of these two dims. The result has the shape of y; but where the
    batches of y were stretched, they may stay so, and `unbroadcast` will do the rest.
    """
    raise NotImplementedError("m07: right_gradient")


def matmul_vjp_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the left factor of `out = x @ y`: matrices, batches, or vectors. (Given.)"""
    if x.ndim > 1 and y.ndim > 1:
        return left_gradient(g, x, y)
    share = left_gradient(*as_matrices(g, x, y))
    return share if x.ndim > 1 else reshape(share, (*share.shape[:-2], share.shape[-1]))


def matmul_vjp_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the right factor of `out = x @ y`: matrices, batches, or vectors. (Given.)"""
    if x.ndim > 1 and y.ndim > 1:
        return right_gradient(g, x, y)
    share = right_gradient(*as_matrices(g, x, y))
    return share if y.ndim > 1 else reshape(share, share.shape[:-1])


def as_matrices(g: Any, x: Any, y: Any) -> tuple[Any, Any, Any]:
    """The three as matrices: a vector x as a row, a vector y as a column, and g to fit. (Given.)"""
    if y.ndim == 1:
        g, y = reshape(g, (*g.shape, 1)), reshape(y, (*y.shape, 1))
    if x.ndim == 1:
        g, x = reshape(g, (*g.shape[:-1], 1, g.shape[-1])), reshape(x, (1, *x.shape))
    return g, x, y


defvjp(matmul, matmul_vjp_x, matmul_vjp_y)
