"""m09 autograd mechanics: how long a graph lives, and gradients of gradients.

About 60 minutes; difficulty 4 of 5. `with_history` and `accumulate_recorded` may wait until you
want second derivatives; all that trains networks does without.

The question: your walk is right. Why does torch say "trying to backward through the graph a second
time", or "modified by an inplace operation"? And how does one differentiate a gradient? These are
the three things that everybody meets in their first month, and each is a few lines around the walk.
The walk itself stays as it is: it takes a visitor and a way to contribute, and here are others.

*Freeing.* A graph holds every value of the forward pass in memory. So it is freed as we go: a
result that has had its turn gets FREED (`computation_graph`) for its node, and its old node is
gone. Whoever needs the graph again says `retain_graph=True`. FREED has no rule, so a second walk
raises. (torch, and the faster walk of the finished kata, let go of values alone: a part whose rules
read no values, such as a sum, may be walked again.)

*Changed values.* A rule computes with the numbers that the op has seen. If somebody has written
into them since, the gradient would be silently wrong, so we refuse. `changes.as_recorded(value,
node.version)` (in given/core/changes.py) gives the value back, or, if it was changed, a stand-in
that raises RuntimeError as soon as a rule computes with it. An addition does not look at its
arguments, so there a change does no harm. With an x that is a result:

    y = x.exp();  y *= 2;  y.sum().backward()        exp's rule reads its result: RuntimeError
    y = x + 1;    x *= 2;  y.sum().backward()        add's rules read nothing: fine

*Changed on the record.* `h += 1` gives `h` another history, while what was made of `h` before still
means the old one. In torch this is easy: its notes name notes, and a tensor only points at its last
one. Here notes name Arrays, which is easier to read; so another Array has to stand for the old `h`,
and `parents` finds it by the version of the note. All of this is given (in
given/in_place/history.py).

*Gradients of gradients.* A gradient is made of ops, and ops that get Arrays take notes. So with
`create_graph=True` the totals are Arrays, and the rules are handed Arrays, too, wherever an Array
holds the value: then all that they do is recorded, and the gradient has a graph of its own. Let y
be x**3. The first line is what its rule computes, and the second what the graph of the first gives:

    dL/dx        =  g  *  3 x**2            g is the gradient that arrives at y
    ()              ()    ()
    d(dL/dx)/dx  =  g  *  6 x
    ()              ()    ()

At x = 3, where g is 1:

    the rule gets g    x              its result      and what is known of it
    1                  3              27, a number    nothing: the end
    1                  3, a Tensor    27, a Tensor    its node; its own gradient is 6x = 18

How is that done without another `contributions`? It looks at an array's `value` and `node` alone.
So we hand it an Array that looks as `array` did when its op ran: `as_recorded` (of this file) makes
one with checked values, and `with_history` one that holds Arrays in their places. What stands there
for each of `array.value` and `node.values`:

    as_recorded      the ndarray, or its stand-in
    with_history     the same; but where an Array holds that ndarray, the Array

*Several outputs.* `grad([y, z], x)` starts at two arrays at once, and z may have been made from y.
toposort starts at one root: make up a root of your own, whose parents are the outputs. What an
output starts with is one contribution more to its total.

This removes the last two limits of `scalars`: a graph may be walked once and is then let go, and
derivatives are of any order.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/autograd/graph.py: _engine_run_backward` is what `run_backward` is here, for
`torch/autograd/__init__.py: grad` as for `backward`. Values that a rule needs are kept with their
version (`torch/csrc/autograd/saved_variable.h: SavedVariable`), which each in-place operation
counts up. Without the check, nobody would notice a change; a copy of each value would be safe, too,
and cost the memory of the whole forward pass once more. JAX has neither problem: its arrays can't
be changed, each gradient runs the function anew, and a second derivative is `grad(grad(f))`
(`reverse_transforms`). The price: `x[0] = 1` becomes `x = x.at[0].set(1)`, and a loop of your own
must hand all its state along.

The trap
--------
Handing a rule the Array of a parent without looking whether it was changed. An Array holds what is
there *now*; where a value was changed since, its stand-in must stay. Another: `retain_graph=None`
does not mean False: it means the same as `create_graph`, since a gradient of a gradient walks the
first graph again.

When it is done, the core is complete: what follows are more ops, and what is built of them.

To read: the PyTorch documentation, notes, "Autograd mechanics", sections "Saved tensors" and
"In-place operations with autograd"; A. Paszke et al., Automatic differentiation in PyTorch (2017),
section 3; B. Pearlmutter, Fast Exact Multiplication by the Hessian (1994), on what second
derivatives are good for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import clone
from .given.core.observers import Contribute, Total, Visitor, towards
from .given.core.residuals import rule_params
from .m02_wrapper import Array
from .m03_computation_graph import FREED, parents
from .m05_toposort import toposort
from .m08_backward import accumulate_grad, backpropagate, contributions, initial_cotangent


def as_recorded(array: Array) -> Array:
    """A new Array that looks as `array`, the result of an op, did when the op ran.

    Its `value` is what `changes.as_recorded` makes of the value of `array`, and so is each of its
    node's `values`, numbers too: a rule may read any of them. The node's `params` are what
    `rule_params(array)` returns, which adds what the op has kept for its rules; all else in it is
    as in the node of `array`, which stays as it is.
    """
    node = array.node
    out = changes.as_recorded(array.value, node.version)
    values = tuple(changes.as_recorded(value, node.version) for value in node.values)
    return Array(out, True, node._replace(values=values, params=rule_params(array)))


def with_history(array: Array, seen: Array) -> Array:
    """A new Array like `seen`, which `as_recorded` made of `array`, but with Arrays in it.

    In the place of its `value` stands `array`, and in the place of each of its node's `values` the
    Array among `node.args` that it came from; but only where that Array's `value` is this very
    ndarray. A stand-in for a changed value stays, and so does a constant. The node's `params` are
    those of the node of `array`, not of `seen`: what an op has kept for its rules has no history.
    """
    node = array.node
    pairs = zip((array, *node.args), (seen.value, *seen.node.values), strict=True)
    out, *values = (a if isinstance(a, Array) and a.value is v else v for a, v in pairs)
    return Array(out, True, node._replace(values=tuple(values)))


def contributor(retain_graph: bool | None = None, create_graph: bool = False) -> Contribute:
    """A way to contribute for `backpropagate`: a function of an array and its total.

    It returns what `contributions` does for the array as it was recorded, and with `create_graph`
    for that with Arrays in it. Unless `retain_graph`, the array's node becomes FREED afterwards. A
    `retain_graph` of None means the same as `create_graph`.
    """
    retain = create_graph if retain_graph is None else retain_graph

    def contribute(array: Array, g: Total) -> list[tuple[Array, Total]]:
        seen = as_recorded(array)
        if create_graph:
            seen = with_history(array, seen)
        found = contributions(seen, g)
        if not retain:
            array.node = FREED
        return found

    return contribute


def accumulate_recorded(array: Array, g: Array) -> None:
    """Add `g`, an Array with a history, to the `.grad` of a leaf; results are left alone.

    A `.grad` of None becomes a `clone` of `g` (an op, so that the history stays). Any other becomes
    a new Array, the sum of what it was and `g`.
    """
    if array.node is None:
        array.grad = clone(g) if array.grad is None else array.grad + g


class Mechanics:
    """What `backward` calls on a Tensor, so that it minds both flags."""

    __slots__ = ()

    @staticmethod
    def mechanics(retain_graph: bool | None, create_graph: bool) -> tuple[Visitor, Contribute]:
        """The visitor and the way to contribute that both flags ask for. (Given.)"""
        visit = accumulate_recorded if create_graph else accumulate_grad
        return visit, contributor(retain_graph, create_graph)


def roots(
    outputs: Sequence[Array], cotangents: Sequence[Total]
) -> tuple[list[Array], dict[int, Total]]:
    """The order and the first totals, for `backpropagate`, of a walk from several outputs.

    The order is a list of the outputs and all that they were made from, parents before children,
    each once, and of nothing else. The totals are a dict by `id`; the cotangents of an output that
    is named twice add up, in new memory.
    """
    *order, _ = toposort(None, lambda array: outputs if array is None else parents(array))
    totals: dict[int, Total] = {}
    for output, g in zip(outputs, cotangents, strict=True):
        key = id(output)
        totals[key] = totals[key] + g if key in totals else g
    return order, totals


def run_backward(
    outputs: Sequence[Array],
    cotangents: Sequence[Total],
    visit: Visitor,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Sequence[Array] | None = None,
) -> None:
    """Walk from `outputs`, whose totals start as `cotangents`, to all they were made from. (Given.)

    With `inputs`, only to these, by way of what leads there: the graph behind them is left as it
    is, and may be walked later. For `create_graph` the cotangents must be Arrays, and so are all
    totals.
    """
    order, totals = roots(outputs, cotangents)
    contribute = contributor(retain_graph, create_graph)
    if inputs is not None:
        order, contribute = towards(inputs, order, contribute)
    backpropagate(order, totals, visit, contribute)


def find_gradients(
    outputs: Sequence[Array],
    cotangents: Sequence[Total],
    inputs: Sequence[Array],
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> list[Array | None]:
    """A list of the gradients with respect to `inputs`, leaves or not, found by `run_backward`.

    None for an input that the outputs do not depend on. A total that is an ndarray or a NumPy
    scalar is copied, and wrapped in the class of its input; one that is an Array stays as it is. An
    input may be named twice. No `.grad` is changed.
    """
    found: dict[int, Total] = {}
    wanted = {id(x) for x in inputs}

    def keep(array: Array, g: Total) -> None:
        if id(array) in wanted:
            found[id(array)] = g

    run_backward(outputs, cotangents, keep, retain_graph, create_graph, inputs)
    pairs = [(x, found.get(id(x))) for x in inputs]
    return [type(x)(np.array(g)) if isinstance(g, np.ndarray | np.generic) else g for x, g in pairs]


def grad(
    outputs: Array | Sequence[Array],
    inputs: Array | Sequence[Array],
    grad_outputs: Array | Sequence[Array | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool = False,
) -> tuple[Array | None, ...]:
    """The gradients of `outputs`, added up, for `inputs`; every `.grad` is left alone. (Given.)

    Args:
        outputs: one or several tensors.
        inputs: one or several tensors, leaves or not, that require a gradient.
        grad_outputs: the `gradient` of each output, as for `backward`; as many as outputs.
        retain_graph, create_graph: as for `backward`.
        allow_unused: give None for an input that the outputs do not depend on, and do not raise.

    Returns a tuple with one gradient per input, in memory of its own, and without a history unless
    `create_graph`. Raises RuntimeError for an input that requires no gradient or was not used, for
    no inputs at all or a wrong number of `grad_outputs`, and what `backward` raises.
    """
    outputs, inputs = as_tuple(outputs), as_tuple(inputs)
    weights = as_tuple(grad_outputs) if grad_outputs is not None else (None,) * len(outputs)
    if not inputs:
        raise RuntimeError("grad needs at least one input")
    if not all(x.requires_grad for x in inputs):
        raise RuntimeError("one of the inputs does not require grad")
    if len(weights) != len(outputs):
        raise RuntimeError(f"{len(outputs)} outputs, but {len(weights)} grad_outputs")
    pairs = zip(outputs, weights, strict=True)
    starts = [initial_cotangent(*pair, create_graph) for pair in pairs]
    found = find_gradients(outputs, starts, inputs, retain_graph, create_graph)
    if not allow_unused and any(g is None for g in found):
        raise RuntimeError("an input was not used; allow_unused=True gives None for it")
    return tuple(found)


def as_tuple(x: Array | Sequence[Array | None]) -> tuple[Any, ...]:
    """A tuple of tensors: of one, or of several. (Given.)"""
    return (x,) if isinstance(x, Array) else tuple(x)
