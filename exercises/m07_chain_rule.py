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
    raise NotImplementedError("m07: unbroadcast")


defvjp(add, lambda g, out, x, y: todo("m07: add, x"), lambda g, out, x, y: todo("m07: add, y"))
defvjp(sub, lambda g, out, x, y: todo("m07: sub, x"), lambda g, out, x, y: todo("m07: sub, y"))
defvjp(mul, lambda g, out, x, y: todo("m07: mul, x"), lambda g, out, x, y: todo("m07: mul, y"))
defvjp(div, lambda g, out, x, y: todo("m07: div, x"), lambda g, out, x, y: todo("m07: div, y"))
defvjp(
    pow,
    lambda g, out, x, y: todo("m07: pow, x"),
    lambda g, out, x, y: todo("m07: pow, y"),
)
defvjp(neg, lambda g, out, x: todo("m07: neg, x"))
defvjp(exp, lambda g, out, x: todo("m07: exp, x"))
defvjp(log, lambda g, out, x: todo("m07: log, x"))
defvjp(sqrt, lambda g, out, x: todo("m07: sqrt, x"))
defvjp(tanh, lambda g, out, x: todo("m07: tanh, x"))
defvjp(sigmoid, lambda g, out, x: todo("m07: sigmoid, x"))
defvjp(sum, lambda g, out, x, dim=None, keepdim=False: todo("m07: sum, x"))
defvjp(
    mean,
    lambda g, out, x, dim=None, keepdim=False: todo("m07: mean, x"),
)
defvjp(broadcast_to, lambda g, out, x, shape: todo("m07: broadcast_to, x"))
defvjp(reshape, lambda g, out, x, shape: todo("m07: reshape, x"))
defvjp(transpose, lambda g, out, x, dim0, dim1: todo("m07: transpose, x"))


def matmul_vjp_x(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the left factor of `out = x @ y`; either may be a vector, or have batches.

    `g` has the shape of `out`: a vector's dimension is missing in it. Returns a gradient that has
    the shape of x after unbroadcasting.
    """
    raise NotImplementedError("m07: matmul_vjp_x")


def matmul_vjp_y(g: Any, out: Any, x: Any, y: Any) -> Any:
    """The rule for the right factor of `out = x @ y`; either may be a vector, or have batches.

    Returns a gradient that has the shape of y after unbroadcasting.
    """
    raise NotImplementedError("m07: matmul_vjp_y")


defvjp(matmul, matmul_vjp_x, matmul_vjp_y)
