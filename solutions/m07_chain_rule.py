"""m07 chain rule: one small rule for every argument of every op.

Let L be the loss, a single number, and `out = op(x, y)` one step on the way to it. Somebody hands
us `g`, the gradient of L with respect to `out`. It has the shape of `out`. What is the gradient
with respect to x? By the chain rule, g times the Jacobian of `out` with respect to x: for n numbers
in x and m in `out`, g is a row of m numbers, the Jacobian a matrix of (m, n), and g @ J has n. But
nobody builds that matrix: for elementwise ops it is diagonal, and for a matrix product it is mostly
zeros. Each op has a shortcut, its *vector-Jacobian product* (vjp), and here we collect them in a
table:

    defvjp(cube, lambda g, out, x: g * 3 * x * x)

A rule takes `g`, the result `out`, and then exactly what the op was called with, numbers too. There
is one rule for each argument that can have a gradient, so that nothing is computed for one that
needs none. `out` is there because it often saves work: the slope of exp(x) is exp(x), which we
already have.

Rules must be written in ops and operators alone, since they run on ndarrays (for a gradient) and
on Tensors (for a gradient of a gradient).

A worked example. z = x * y with x = 3, y = 5, and g = 2. If x grows by 0.1 then z grows by 0.5 and
L by 2 * 0.5 = 1: the gradient for x is 10 = g * y. Whatever multiplied x, multiplies g.

For matrices the shapes lead the way: `out = x @ y` is (n, k) @ (k, m), so g is (n, m), and only
g @ y.T has the shape of x, (n, k).

Broadcasting is a hidden copy. In (2, 3) + (3,) every element of the row is used twice, so its
gradient is a sum of two: [[1, 2, 3], [4, 5, 6]] becomes [5, 7, 9]. `unbroadcast` does it, once and
for all rules: a rule may return a gradient of the broadcast shape. Sums and broadcasting mirror
each other: each is the other's vjp.

Two corners of `pow`, as in torch. x ** 0 is 1 for every x, so x gets 0, also where x is 0. And
where the base is 0 and the exponent is not negative, the exponent gets 0, and not 0 * log(0).
Comparisons help: `x == 0` gives bools, which count as 0 and 1 (for Tensors it comes with
`reductions`).

The trap: square shapes. If x is (3, 3) and the bias (3,), a forgotten sum can still go unnoticed
for a while, and a swapped transpose for ever. Try rules on shapes like (2, 3). The other trap:
writing into `g` (`g *= y`), which others still need.

Try one alone, against small changes of its arguments: `rulecheck` is in `autodiff.autograd`.

    rulecheck(mul, (x, y));  rulecheck(sum, x, dim=0)

With the table full, all that is missing is somebody who walks from rule to rule: `backward`.

To read: M. Blondel, V. Roulet, The Elements of Differentiable Programming (2024), chapter
"Differentiation", on vector-Jacobian products; A. Baydin et al., Automatic Differentiation in
Machine Learning: a Survey, JMLR 18 (2018), section 3.2; HIPS autograd, numpy_vjps.py.
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
    flows. Arguments behind the last rule get none either."""
    rules[op] = argument_rules


class defvjp_variadic:
    """Enter one rule for all arguments of an op that takes any number of them, such as `cat`.

    The rule gets the argument's number first: `rule(argnum, g, out, *args, **params)`.
    """

    def __init__(self, op: Callable[..., Any], rule: Rule) -> None:
        self.rule = rule
        rules[op] = self

    def __iter__(self) -> Iterator[Rule]:
        return (partial(self.rule, argnum) for argnum in count())


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Undo broadcasting: `g` summed over whatever was stretched, so that it has `shape` again.

    Broadcasting adds dimensions at the front, and stretches those of size 1, which stay. Where
    nothing was stretched, it returns `g` itself. `g` is an ndarray or an Array, so ops must do it.
    """
    if g.shape == shape:
        return g
    if g.shape[1:] == shape:  # a batch: the usual case, and the fastest
        return sum(g, 0)
    added = g.ndim - len(shape)
    stretched = [added + i for i, size in enumerate(shape) if size == 1 and g.shape[added + i] != 1]
    total = sum(g, (*range(added), *stretched))
    return total if total.shape == shape else reshape(total, shape)


def _column(x: Any) -> Any:
    return reshape(x, (*x.shape, 1))


def _one_less(y: Any) -> Any:
    """y - 1 wherever y is not 0. Bools may be added, as here, but not subtracted."""
    return -(-y + (y != 0))


def _count(x: Any, dim: Any) -> int:
    """How many elements of x go into one of a reduction over `dim`."""
    return prod(x.shape[i] for i in as_dims(dim, x.ndim))


def _spread(g: Any, x: Any, dim: Any) -> Any:
    """The gradient of a reduction's result, copied to every element that went into it."""
    dims = as_dims(dim, x.ndim)
    kept = tuple(1 if i in dims else size for i, size in enumerate(x.shape))
    return broadcast_to(reshape(g, kept), x.shape)


defvjp(add, lambda g, out, x, y: g, lambda g, out, x, y: g)
defvjp(sub, lambda g, out, x, y: g, lambda g, out, x, y: -g)
defvjp(mul, lambda g, out, x, y: g * y, lambda g, out, x, y: g * x)
defvjp(div, lambda g, out, x, y: g / y, lambda g, out, x, y: -g * (x / y / y))
defvjp(
    pow,
    # Where a factor of 0 meets an infinite one, torch takes 0; so nothing infinite is made there.
    # y**0 is 1 in the dtype of y.
    lambda g, out, x, y: g * y * x ** _one_less(y),
    lambda g, out, x, y: g * out * log(x + (x == 0) * (y >= 0) * y**0),
)
defvjp(neg, lambda g, out, x: -g)
defvjp(exp, lambda g, out, x: g * out)
defvjp(log, lambda g, out, x: g / x)
defvjp(sqrt, lambda g, out, x: g / (2 * out))
defvjp(tanh, lambda g, out, x: g * (1 - out * out))
defvjp(sigmoid, lambda g, out, x: g * out * (1 - out))
defvjp(sum, lambda g, out, x, dim=None, keepdim=False: _spread(g, x, dim))
defvjp(
    mean,
    lambda g, out, x, dim=None, keepdim=False: _spread(g / _count(x, dim), x, dim),
)
defvjp(broadcast_to, lambda g, out, x, shape: g)
defvjp(reshape, lambda g, out, x, shape: reshape(g, x.shape))
defvjp(transpose, lambda g, out, x, dim0, dim1: transpose(g, dim0, dim1))


def matmul_vjp_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the left factor of `out = x @ y`; either may be a vector, or have batches.

    `g` has the shape of `out`: a vector's dimension is missing in it. Returns a gradient that has
    the shape of x after unbroadcasting.
    """
    if y.ndim == 1:
        return _column(g) * y
    if x.ndim == 1:
        return reshape(matmul(y, _column(g)), y.shape[:-1])
    return matmul(g, transpose(y, -1, -2))


def matmul_vjp_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the right factor of `out = x @ y`; either may be a vector, or have batches.

    Returns a gradient that has the shape of y after unbroadcasting.
    """
    if y.ndim == 1 and x.ndim == 1:
        return g * x
    if y.ndim == 1:
        return reshape(matmul(transpose(x, -1, -2), _column(g)), (*x.shape[:-2], x.shape[-1]))
    if x.ndim == 1:
        return _column(x) * reshape(g, (*g.shape[:-1], 1, g.shape[-1]))
    return matmul(transpose(x, -1, -2), g)


defvjp(matmul, matmul_vjp_x, matmul_vjp_y)
