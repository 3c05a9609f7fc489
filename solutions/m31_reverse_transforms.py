"""m31 reverse transforms: functions that make derivatives out of functions.

About 75 minutes; difficulty 5 of 5. `jacobian_rows` may wait: only Jacobians need it.

The question: can a derivative be a *function*? `backward` leaves gradients in tensors. In
mathematics, f goes in, and f', a function again, comes out. A *transform* does that: it makes a
function out of a function. `grad(f)` is one, and can go into `grad` once more.

    f = lambda x: (x**3).sum()                  with x = [1., 2.]
    grad(f)(x)                                  3 x**2 = [3., 12.], of the shape of x
    grad(lambda x: grad(f)(x).sum())(x)         6 x = [6., 12.]

This removes a limit of `scalars`: there, a value has one `grad`, so two derivatives at once, or one
inside another, write into the same place. Here nothing is left behind in anybody's tensors.

The idea
--------
All of it is made of one function, `vjp`. It runs f, remembers the run, and returns the result with
a pullback, a function that takes gradients back through that run as often as you like:

    out, pullback = vjp(f, x, y)                out is f(x, y)

    pullback(g)  =  (  g     J_x     ,  g     J_y     )
    (n,), (k,)         (m,)  (m, n)     (m,)  (m, k)

Here x is (n,), y is (k,), and out is (m,). The *Jacobian* J_x, of shape (m, n), says how fast each
number of out grows with each number of x: its entry in row i, column j is the derivative of out[i]
by x[j]. And g, of shape (m,), is the gradient of some loss with respect to out.

`grad` pulls back 1. `jacrev` pulls back each unit vector, and each pull is a row of the Jacobian. A
function from (3,) to (2,) has a Jacobian (2, 3), and it takes 2 pulls.

How is a run remembered? f may close over a tensor that somebody else is differentiating, or be a
`grad` itself, so two runs must not get in each other's way. A transform is an *interpreter*
(given/func/interpreters.py; read it first), and `make_vjp` has four steps: push a level, run f
there on wrapped inputs, pop it, and later walk back.

- The wrapped inputs are `Traced`: tensors whose `value` is what the level below computes with, be
  it an ndarray, a Tensor with a history, or another Traced.
- An op on Traced ones comes to `process`. It computes the result *below*, where others take notes
  of their own, and then takes a note for its level: a Node.
- `find_gradients` (`autograd_mechanics`) walks over these notes as over any others. Its totals are
  values of the level below. Where these are recorded, the gradient is recorded, too: this is how
  second derivatives come about.

A worked example: grad(grad(f)) with f = lambda x: x * x, at 2. The outer grad is level 1, and the
inner one level 2.

    step                   level 2                  level 1                  NumPy
    x goes in              its value is level 1's   its value is 2.          2.
    x * x                  notes mul(x, x)          notes mul(x, x)          4.
    level 2 walks back     total of x: g x + g x    notes mul, mul and add   2. + 2. = 4.
    level 1 walks back     done                     total of x: g + g        2.

Both g are 1. Level 2 walks while level 1 is still open, so level 1 notes that walk. Level 1's own
walk starts at the end of those notes; the 4. of x * x has no part in them, so its note there is not
visited.

What is given: `FlatFunction` takes trees apart (nested tuples, lists and dicts of tensors, so that
`grad` can take all weights of a network in a dict), so your functions see lists of tensors. `vjp`,
`grad` and `jacrev` refuse what does not fit, and put trees together again.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/_functorch/apis.py: grad` and `torch/_functorch/eager_transforms.py: vjp` have the same four
steps. Their level is `grad_increment_nesting` in that file, their Traced is
`aten/src/ATen/functorch/TensorWrapper.h: TensorWrapper`, and
`aten/src/ATen/functorch/Interpreter.h: Interpreter` has a `process`, too, with
`sendToNextInterpreter` for what goes below. `create_graph=True` (`autograd_mechanics`) is the other
way to second derivatives: one tape for all. It is as right, but whoever wants the second must say
so at the first; and `backward` leaves a `.grad` behind.

(The next paragraph says more after `forward_mode`.) JAX has `jax/_src/api.py: grad`, but its `vjp`
needs no vjp rules. Its ops have *forward* rules, called jvp. In `jax/_src/interpreters/ad.py:
linearize, backward_pass`, the first runs the forward rules and writes down their linear part, and
the second transposes that. So each op has one rule, its jvp, and only the linear ops have a second
one, their transpose. Here 98 ops have vjp rules, and 19 of these ops are linear. The price: the
linear part is a program that must be written down first, while our note is there as soon as the op
has run.

Both run `jacrev` as `vmap(pullback)` over all unit vectors at once. Yours is a loop: for tanh(W x)
with W (200, 200) it takes 8.5 ms, and a vmap of the same pullback 0.6 ms (`docs/other_ways.py`
measures it). After `vmap`, you can write it in that one line, too.

The traps
---------
- Constants. A Traced of another level, or a plain Tensor, is a constant *here*. If it stands in
  your Node as a parent, the walk strays onto a graph that is not yours.
- An input that the result does not depend on: its gradient is zeros of its shape.

When it is done, `grad` of `grad` of `grad` works, and the next two lessons make two more transforms
in the same way.

To read: JAX's autodidax, "Part 1: Transformations as interpreters" and "Part 4: linearize and vjp";
R. Frostig, M. Johnson, C. Leary, Compiling machine learning programs via high-level tracing (2018),
section 2; A. Radul et al., You Only Linearize Once: Tangents Transpose to Gradients (2023), section
1; B. Pearlmutter, J. Siskind, Reverse-Mode AD in a Functional Framework: Lambda the Ultimate
Backpropagator (2008); M. Blondel, V. Roulet, The Elements of Differentiable Programming (2024), the
chapter "Automatic differentiation".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core import changes
from .given.core.dtypes import is_floating
from .given.func.flat_function import FlatFunction
from .given.func.interpreters import Level, Wrapped, lift, lower, new_level
from .given.func.jacobians import Linear, empty_jacobian, in_one, jacobian_tree, units
from .given.func.trees import (
    Argnums,
    flatten,
    function_of,
    matching,
    require_floating_results,
    require_number,
    require_primals,
)
from .m02_wrapper import Array
from .m03_computation_graph import Node, recording
from .m04_magic_methods import reshape
from .m09_autograd_mechanics import find_gradients
from .m10_shapes import stack


class Traced(Wrapped):
    """A value under a reverse transform: its node notes the values of the level below."""

    __slots__ = ()

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op` on the values below, and return a Traced of this level with a Node.

        `self.level.below(op, values, params)` computes it. In `values`, a Traced of this level is
        replaced by its `value`, and everything else by what `lower` makes of it. The node holds
        these values. In its `args` stay the Traced of this level, and whatever is not an Array; any
        other Array is a constant here, and gives its place to None, so that nobody takes it for a
        parent. `Traced(value, level, requires_grad, node)` makes the result, which requires a
        gradient.

        While recording is off (`recording.enabled`), or if the result is not floating, there is no
        note: the result of the level below is returned, as `lift` wraps it.
        """
        level = self.level
        mine = [is_traced(arg, level) for arg in args]
        values = tuple([x.value if own else lower(x) for x, own in zip(args, mine, strict=True)])
        result = level.below(op, values, params)
        if not (recording.enabled and is_floating(result.dtype)):
            return lift(result)
        pairs = zip(args, mine, strict=True)
        noted = tuple([x if own or not isinstance(x, Array) else None for x, own in pairs])
        return Traced(result, level, True, Node(op, noted, values, params, changes.now()))


def is_traced(x: Any, level: Level) -> bool:
    """Whether x is a Traced of this very level. (Given.)"""
    return isinstance(x, Traced) and x.level is level


def trace(x: Tensor, level: Level) -> Traced:
    """A new input of a reverse transform: a leaf of this level that requires a gradient, with what
    `lower` makes of x for its value. (Given.)"""
    return Traced(lower(x), level, True)


def untrace(x: Tensor, level: Level) -> Tensor:
    """What a result is to the level below: the value of a Traced of this level, as `lift` wraps it;
    anything else as it is."""
    return lift(x.value) if is_traced(x, level) else x


def walk_back(
    level: Level, inputs: list[Traced], outputs: list[Tensor], cotangents: list[Tensor]
) -> list[Tensor]:
    """The gradient of each input: zeros like it, if the outputs do not depend on it.

    Args:
        inputs: what `trace` made.
        outputs: what a function has made of them. One that is not a Traced of this level does not
            depend on any input.
        cotangents: a gradient for each of the first outputs; the outputs after these are `aux`,
            which is returned and not differentiated. The walk starts with what `lower` makes of
            the cotangents.

    `find_gradients` walks, and the graph stays, for the next walk. It needs no `create_graph`: the
    notes hold values of the level below, and where that level records, it records the walk.
    """
    starts = [
        (o, lower(g)) for o, g in zip(outputs, cotangents, strict=False) if is_traced(o, level)
    ]
    found = find_gradients(
        [o for o, _ in starts], [g for _, g in starts], inputs, retain_graph=True
    )
    return [
        Tensor(np.zeros(x.shape, x.dtype)) if g is None else g
        for x, g in zip(inputs, found, strict=True)
    ]


def make_vjp(
    f: Callable[..., list[Tensor]], primals: list[Tensor]
) -> tuple[list[Tensor], Callable[[list[Tensor]], list[Tensor]]]:
    """Run `f(*primals)`; return its results, and a pullback.

    `f` runs within `new_level()`, on primals that are traced there, and returns a list of tensors.
    The results are untraced. The pullback takes cotangents, as `walk_back` does, and returns a
    gradient for each primal.
    """
    with new_level() as level:
        inputs = [trace(x, level) for x in primals]
        outputs = f(*inputs)
    results = [untrace(out, level) for out in outputs]
    return results, lambda cotangents: walk_back(level, inputs, outputs, cotangents)


def vjp(f: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """Run `f(*primals)`; return its result, and a function that pulls gradients back through it.

    Args:
        f: takes and returns tensors, or trees of them (nested tuples, lists and dicts).
        primals: where; floating tensors, or trees of them.
        has_aux: `f` returns a pair (result, aux), and vjp (result, pullback, aux).

    The pullback takes a gradient for the result, a tree of the same structure and shapes, and
    returns a tuple with one gradient per primal: zeros for what the result does not depend on. It
    may be called again and again: no two calls return the same memory. Results, aux and gradients
    belong to the level below: outside of all transforms they are Tensors.

    Raises ValueError for a primal that is not a tensor; RuntimeError for one that is not floating,
    for a result or aux that holds anything but tensors, a result that is not floating, and one that
    is not a pair with `has_aux`. The pullback raises RuntimeError for a gradient that does not fit.
    """
    flat = FlatFunction(f, primals, has_aux)
    require_primals(flat.primals)
    results, pull = make_vjp(flat, flat.primals)
    result, *aux = flat.as_returned(results)
    require_floating_results(result)
    return result, lambda g: flat.as_given(pull(matching(g, result))), *aux


def grad_and_value(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns both the gradient of `f` and the value: the pair (gradient, value).

    Args:
        f: returns a tensor that is a single number, of shape (); its arguments may be trees.
        argnums: which positional arguments to differentiate; others may be anything.
        has_aux: `f` returns a pair (number, aux); the result is (gradient, (number, aux)).

    `function_of` makes a function of these arguments alone. The gradient is built like the
    argument; for a tuple of argnums, also of one, there is a tuple of them. Raises what
    `function_of`, `vjp` and `require_number` (of the value) raise.
    """

    @wraps(f)
    def transformed(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        function, primals = function_of(f, argnums, args, kwargs)
        value, pullback, *aux = vjp(function, *primals, has_aux=has_aux)
        require_number(value)
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


def jacobian_rows(pullback: Linear, out: Tensor) -> list[Tensor]:
    """The Jacobians of one result: a list, with one for each input. `out` is that result, and has
    elements.

    `pullback` takes a gradient like `out`, and returns one for each input. For each of `units(out)`
    it gives one row of each Jacobian. An input of shape t has a Jacobian of shape (*out.shape, *t).
    """
    rows = [pullback(unit) for unit in units(out)]
    return [
        reshape(stack(of_one), (*out.shape, *of_one[0].shape)) for of_one in zip(*rows, strict=True)
    ]


def jacrev(
    f: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """A function that returns the Jacobian of `f`, row by row: one pull for each number of f(x).

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
        grid = []
        for which, out in enumerate(leaves):
            pull = in_one(lambda gs: pullback(rebuild(gs)), leaves, which)
            rows = (
                jacobian_rows(pull, out)
                if out.numel()
                else [empty_jacobian(out, x) for x in pull(out)]
            )
            grid.append(rows)
        whole = jacobian_tree(grid, result, primals, argnums)
        return (whole, *aux) if has_aux else whole

    return transformed
