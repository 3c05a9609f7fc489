"""m31 reverse transforms: functions that make derivatives out of functions.

`backward` is about tensors: it leaves gradients in them. In mathematics the derivative is about the
function: f goes in, and f', a function again, comes out. So `grad(f)` is a function too, and can go
in once more.

    f = lambda x: (x**3).sum()                  with x = [1., 2.]
    grad(f)(x)                                  3 x**2 = [3., 12.], of the shape of x
    grad(lambda x: grad(f)(x).sum())(x)         6 x = [6., 12.]

All of them are made of one, `vjp`. It runs f, remembers the run, and returns the result with a
function that pulls a gradient back through it, as often as you like:

    out, pullback = vjp(f, x, y)                out is f(x, y)
    pullback(g)                                 (g J_x, g J_y), where g has the shape of out

`grad` pulls back 1. `jacrev` pulls back each unit vector, and each gives a row of the Jacobian: a
function from (3,) to (2,) has a Jacobian (2, 3), and it takes 2 pulls. For x * x at [1., 2.] the
rows are [2., 0.] and [0., 4.].

How does the run get remembered, when f closes over tensors that somebody else is differentiating,
or is itself a grad? By levels (given/func/interpreters.py; read it first). Each vjp opens one, and
wraps its inputs as `Traced`: arrays whose `value` is what the level below computes with, be it an
ndarray or a Tensor with a history or another Traced. An op on Traced ones computes its result
below, which is free to remember what it likes, and notes a Node of its own. So `backward`'s walk
goes over them as ever; `run_backward` (`autograd_mechanics`) starts it. Its totals are values of
the level below; where these are recorded, the gradient is too, and that is all there is to second
derivatives.

(There is another way, which you know from `autograd_mechanics`: `create_graph=True` keeps the
gradient on the same tape. It is how torch.autograd.grad does it, and gradgradcheck.)

Arguments and results may be trees: nested tuples, lists and dicts of tensors, so that grad can take
all weights of a network in a dict. `flatten` and `tree_map` take trees apart, and `function_of`
picks arguments by number; look into given/func/trees.py, there is more (`bases`, `matching`,
`pair`).

    loss = lambda weights, x: functional_call(net, weights, (x,)).sum()
    grad(loss)(dict(net.named_parameters()), x)          a dict of gradients

The trap: constants. A Traced of another level, or a plain Tensor, is a constant *here*: it must not
be a parent in your Node, or the walk strays onto a graph that is not yours. Another: forgetting
that a result may not depend on an input at all; its gradient is zeros of the right shape.

To read: JAX's autodidax, "Part 1: Transformations as interpreters" and "Part 4: linearize and vjp";
M. Blondel, V. Roulet, The Elements of Differentiable Programming (2024), the chapter "Automatic
differentiation"; B. Pearlmutter, J. Siskind, Reverse-Mode AD in a Functional Framework: Lambda the
Ultimate Backpropagator (2008).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core import changes
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
from .m02_wrapper import Array
from .m03_computation_graph import Node, recording
from .m04_magic_methods import reshape
from .m09_autograd_mechanics import run_backward
from .m10_shapes import stack


class Traced(Wrapped):
    """A value under a reverse transform: its node notes the values of the level below."""

    __slots__ = ()

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op` on the values below, and return a Traced of this level with a Node.

        In the node's `values` stand the values below: for a Traced of this level its `value`, for
        any other Array what `lower` makes of it; anything else stays as it is. In its `args` stay
        the Traced of this level, and whatever is not an Array; any other Array is a constant here,
        and gives its place to None, so that nobody takes it for a parent.

        Recording may be on or off inside the transformed function (`recording.enabled`, which is on
        when the function starts) and outside of it (`self.level.recording`). Inside, it decides
        whether this level takes a note; the level below may take notes only if both are on:

            with no_grad(): grad(f)(x)        off outside: f is traced, and nothing is below
            def f(x): with no_grad(): ...     off inside: not traced, a constant here

        So the op runs below with `recording.enabled` on only if both are; afterwards it is set
        again as it was inside, also after an exception. Where it is off inside, or the result is
        not floating, the result of the level below is returned, as `lift` wraps it.
        """
        level, inside = self.level, recording.enabled
        noted, values = [], []
        for arg in args:
            value = arg
            if isinstance(arg, Traced) and arg.level is level:
                value = arg.value
            elif isinstance(arg, Array):
                arg, value = None, lower(arg)
            noted.append(arg)
            values.append(value)
        recording.enabled = inside and level.recording
        try:
            result = op(*values, **params)
        finally:
            recording.enabled = inside
        if not (inside and is_floating(result.dtype)):
            return lift(result)
        if not isinstance(result, Array):
            result = np.asarray(result)
        node = Node(op, tuple(noted), tuple(values), params, changes.now())
        return Traced(result, level, True, node)


def trace(x: Any, level: Level) -> Traced:
    """A new input of a reverse transform: a leaf of this level that requires a gradient, with what
    `lower` makes of x for its value.

    Raises ValueError for anything but a tensor, RuntimeError for a dtype that is not floating.
    """
    if not isinstance(x, Tensor):
        raise ValueError(f"a transform takes tensors, not {type(x).__name__}")
    if not is_floating(x.dtype):
        raise RuntimeError(f"only floating point tensors have gradients, not {x.dtype}")
    return Traced(lower(x), level, True)


def untrace(x: Any, level: Level) -> Any:
    """What a result is to the level below, as `lift` wraps it; anything but a Traced of this level
    comes back as it is."""
    return lift(x.value) if isinstance(x, Traced) and x.level is level else x


def vjp(f: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Run `f(*primals)`; return its result, and a function that pulls gradients back through it.

    Args:
        f: takes and returns tensors, or trees of them (nested tuples, lists and dicts).
        primals: where; floating tensors, or trees of them.
        has_aux: `f` returns a pair (result, aux), and vjp (result, pullback, aux).

    The pullback takes a gradient for the result, a tree of the same structure and shapes, and
    returns a tuple with one gradient per primal: zeros for what the result does not depend on. It
    may be called again and again, and each time the gradients are in memory of their own. Results,
    aux and gradients belong to the level below: outside of all transforms they are Tensors.

    Raises what `trace` raises, and RuntimeError for a result that holds anything but tensors, or
    is not a pair with `has_aux`. The pullback raises RuntimeError for a gradient that does not fit.
    """
    with new_level() as level:
        inputs = tree_map(lambda x: trace(x, level), primals)
        outputs = f(*inputs)
        if has_aux:
            outputs, aux = pair(outputs)
    leaves, rebuild = flatten(outputs)
    require_tensors(leaves)

    def pullback(cotangents: Any) -> tuple[Any, ...]:
        traced = [
            (out, lower(g))
            for out, g in zip(leaves, matching(cotangents, outputs), strict=True)
            if isinstance(out, Traced) and out.level is level
        ]
        found: dict[int, Any] = {}

        def keep(array: Array, g: Any) -> None:
            if array.node is None:
                found[id(array)] = g

        run_backward([out for out, _ in traced], [g for _, g in traced], keep, retain_graph=True)
        return tree_map(lambda x: _found(x, found), inputs)

    result = rebuild([untrace(out, level) for out in leaves])
    if has_aux:
        return result, pullback, tree_map(lambda x: untrace(x, level), aux)
    return result, pullback


def _found(x: Traced, found: dict[int, Any]) -> Tensor:
    """The gradient of an input, in memory of its own."""
    g = found[id(x)] if id(x) in found else np.zeros(x.shape, x.dtype)
    return g if isinstance(g, Array) else Tensor(np.array(g))


def grad_and_value(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns both the gradient of `f` and the value: the pair (gradient, value).

    Args:
        f: returns a tensor that is a single number, of shape (); its arguments may be trees.
        argnums: which positional arguments to differentiate; others may be anything.
        has_aux: `f` returns a pair (number, aux); the result is (gradient, (number, aux)).

    The gradient is built like the argument; for a tuple of argnums there is a tuple of them. Raises
    RuntimeError for an `argnums` without an argument, and for a value that is not a number of
    shape (), and what `vjp` raises.
    """

    @wraps(f)
    def transformed(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        function, primals = function_of(f, argnums, args, kwargs)
        value, pullback, *aux = vjp(function, *primals, has_aux=has_aux)
        if not isinstance(value, Array) or value.shape != ():
            raise RuntimeError("grad differentiates functions that return a single number")
        gradients = pullback(Tensor(np.ones((), value.dtype)))
        gradient = gradients if isinstance(argnums, tuple) else gradients[0]
        return gradient, (value, *aux) if has_aux else value

    return transformed


def grad(f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that returns the gradient of `f`; with `has_aux`, the pair (gradient, aux).

    Arguments and errors are those of `grad_and_value`.
    """
    both = grad_and_value(f, argnums, has_aux)

    @wraps(f)
    def transformed(*args: Any, **kwargs: Any) -> Any:
        gradient, value = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return transformed


def jacrev(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns the Jacobian of `f`, row by row: one pullback for each number in it.

    For a result of shape s and an argument of shape t the Jacobian has shape (*s, *t), also where
    one of them has no elements. Where the result is a tree, it is the tree of the Jacobians; each
    of these is built like the argument, and for a tuple of argnums there is a tuple of them. With
    `has_aux`, `f` returns (result, aux) and the new function (Jacobian, aux). Raises what
    `grad_and_value` raises for bad arguments.
    """

    @wraps(f)
    def transformed(*args: Any, **kwargs: Any) -> Any:
        function, primals = function_of(f, argnums, args, kwargs)
        result, pullback, *aux = vjp(function, *primals, has_aux=has_aux)
        leaves, rebuild = flatten(result)

        def jacobian(which: int) -> Any:
            found = [pullback(rebuild(basis)) for basis in bases(leaves, which)]
            of_each = tree_map(
                lambda x, *rows: _stacked(rows, (*leaves[which].shape, *x.shape), x.dtype),
                tuple(primals),
                *found,
            )
            return of_each if isinstance(argnums, tuple) else of_each[0]

        whole = rebuild([jacobian(which) for which in range(len(leaves))])
        return (whole, *aux) if has_aux else whole

    return transformed


def _stacked(rows: Sequence[Tensor], shape: tuple[int, ...], dtype: np.dtype) -> Tensor:
    return reshape(stack(rows), shape) if rows else Tensor(np.zeros(shape, dtype))
