"""m08 backward: walk the graph from the loss to the leaves, and everything falls into place.

About 60 minutes; difficulty 3 of 5. This is the summit of the core: take your time for the idea.
The edge cases (dtypes, memory) may wait.

The question: a network has a million weights and one loss. How does each weight learn in which
direction to go, in the time of about two forward passes? S. Linnainmaa answered it in his thesis in
1970, for rounding errors; P. Werbos and, in 1986, D. Rumelhart, G. Hinton and R. Williams made
networks learn by it. The answer is a walk, and you write it here.

All the parts are there: notes of what was computed (`computation_graph`), an order in which
everything has its turn (`toposort`), and a rule for every argument of every op (`chain_rule`). The
walk goes through the arrays from the loss back. Each array in turn has a *total*, the gradient of
the loss with respect to it, of the array's shape. The rules of the op that made it turn that total
into a *contribution* to each parent, and a parent that was used in several places *adds up* what it
gets. Let x have n numbers, and be used by a, of m numbers, and by b, of k numbers. For a loss L:

    dL/dx  =  dL/da  da/dx  +  dL/db  db/dx          a sum over the paths from x to L
    (n,)      (m,)   (m, n)    (k,)   (k, n)         no Jacobian is made: a rule has a shortcut

A diamond, as a table. The total of the loss itself is 1.

    a = x * x;  b = 3 * x;  y = a + b                x = 2:  a is 4, b is 6, y is 10

    turn    array    total    hands on
    1       y        1        1 to a, 1 to b
    2       a        1        2 to x, and 2 to x once more: it is used twice
    3       b        1        3 to x
    4       x        7        nothing: a leaf, so x.grad is 7  (2x + 3 = 7)

If x had its turn before b, its total would be only 4. This is why the order matters.

Totals live in a dict while we walk, by `id(array)`. What a user may look at is `.grad`, and only
that of leaves that require one. It is None at first, and a later backward adds to it. It must never
share memory with anything else, since it will be written to: in `x + y`, the rules hand x and y the
very same ndarray.

So there are four small functions. `contributions` asks the rules of one array. `backpropagate` is
the walk. It gets four things: the order; the totals to begin with, here 1 for the loss; a
*visitor*, which is called with each array and its total; and a function that gives the
contributions. `accumulate_grad` is such a visitor: it leaves a total in `.grad`. And `backward`
puts all this together. `self.mechanics` returns the last two of the four: here `accumulate_grad`
and `contributions`, and from `autograd_mechanics` on, where graphs are freed and gradients have
gradients, two others. (`@observable` lets debuggers look on at the walk, and changes nothing else.)

This also removes two limits of `scalars`: its `backward` calls itself, and its rules are closures,
one made for each number. Here a graph may be 100,000 deep, and a rule stands in a table once.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch's walk is in C++ (`torch/csrc/autograd/engine.h: Engine`), and `torch/autograd/__init__.py:
backward` starts it. You sort; torch counts, for each node, the users that have not yet handed on.
That `.grad` adds up is on purpose (`torch/csrc/autograd/functions/accumulate_grad.h:
AccumulateGrad`): a batch that does not fit into memory can be walked in parts. The price is the
`zero_grad` that everybody forgets once. JAX has no `.grad`: `jax.grad` returns the gradients. Its
walk is `jax/_src/interpreters/ad.py: backward_pass`. A walk that follows each path by itself would
need no order; but 60 doublings in a row, each x + x, have 2**60 paths, and this walk has 61 turns.

The trap
--------
Two mistakes give right answers until some tensor is used twice: a contribution replaces the total
instead of being added to it, or it is added in place to memory that another array shares.

When it is done, you have written autograd; the rest builds on it. Networks train: the one of
`by_hand`, too, without a line of its derivation.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 5.3.1, pp. 242-244; P.
Hennig, Probabilistic Machine Learning (Tuebingen, 2020/21), Lecture 8, "Learning Representations";
K. Murphy, Probabilistic Machine Learning: An Introduction (2022), section 13.3; D. Rumelhart, G.
Hinton, R. Williams, Learning representations by back-propagating errors, Nature 323 (1986); A.
Paszke et al., Automatic differentiation in PyTorch (2017); A. Karpathy, micrograd,
`micrograd/engine.py: Value.backward`; HIPS autograd, `autograd/core.py: backward_pass`, the same
walk in eight lines.
"""

from __future__ import annotations

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import cast
from .given.core.observers import Contribute, Total, Visitor, observable
from .m02_wrapper import Array
from .m03_computation_graph import parents
from .m05_toposort import toposort
from .m07_chain_rule import rules, unbroadcast


def contributions(array: Array, g: Total) -> list[tuple[Array, Total]]:
    """What each parent of `array` gets from it, when the total of `array` is `g`.

    `array` is the result of an op: a leaf has no node to ask. Returns (parent, contribution) pairs,
    each contribution of its parent's shape and dtype (the op `cast(x, dtype=...)` changes a dtype).
    A parent that was used twice stands in two pairs. A contribution may share memory with `g`, so
    nobody may write into it.

    `rules[op]` has one rule for each argument of the op, the constants among `node.args` too; but
    these are not parents, and theirs need not be called. A rule is called with `g`, the ndarray of
    the result, then the node's `values`, one by one, and its `params` as keywords. An argument
    whose rule is None is left out. Some ops have fewer rules than arguments, and those behind the
    last rule are left out, too; others have rules without end. So stop where either ends:
    `zip(..., strict=True)` would raise.

    `rules[op]` raises RuntimeError for an op that has no rules, and for a graph that was freed: let
    it.
    """
    node = array.node
    found = []
    for arg, rule in zip(node.args, rules[node.op], strict=False):
        if rule is not None and isinstance(arg, Array):
            share = unbroadcast(rule(g, array.value, *node.values, **node.params), arg.shape)
            found.append((arg, share if share.dtype == arg.dtype else cast(share, dtype=arg.dtype)))
    return found


@observable
def backpropagate(
    order: list[Array], totals: dict[int, Total], visit: Visitor, contribute: Contribute
) -> None:
    """Walk through `order` from its end, and add up totals on the way.

    Args:
        order: arrays, parents before children, as `toposort` finds them. You may pop from it, so
            that memory is freed on the way.
        totals: what is known at the start, by `id(array)`. You may change the dict.
        visit: `visit(array, total)` is called once for each array that got a gradient, when its
            total is complete. A visitor may keep `total`, but not write into it.
        contribute: `contribute(array, total)` returns (parent, contribution) pairs; it is called
            after the visit, for results only, which have a node.
    """
    while order:
        array = order.pop()
        g = totals.pop(id(array), None)
        if g is None:
            continue
        visit(array, g)
        if array.node is not None:
            for parent, share in contribute(array, g):
                key = id(parent)
                totals[key] = totals[key] + share if key in totals else share


def accumulate_grad(array: Array, g: Total) -> None:
    """Add `g` to the `.grad` of a leaf; results are left alone.

    The first time, `.grad` becomes an array of the class of `array` with a copy of `g`, since it
    must not share memory with anything. After that `g` is added in place, and the memory is marked
    as changed (`changes.mark_changed`, of the ndarray). `g` may be a NumPy scalar, which is what
    NumPy gives for the sum of two 0-d arrays; `.grad` holds an ndarray all the same.
    """
    if array.node is not None:
        return
    if array.grad is None:
        array.grad = type(array)(np.array(g))
    else:
        array.grad.value += g
        changes.mark_changed(array.grad.value)


def initial_cotangent(output: Array, gradient: Array | None, create_graph: bool = False) -> Total:
    """The total of `output` at the start: `gradient`, or 1 if there is none. (Given.)

    It is a new ndarray of the shape and the dtype of `output`. With `create_graph` it is an Array,
    and a `gradient` keeps its history.

    Raises RuntimeError if `output` requires no gradient, if it has several elements and `gradient`
    is None, or if the shapes differ; TypeError if `gradient` is not a tensor.
    """
    if not output.requires_grad:
        raise RuntimeError("this tensor does not require grad and does not have a grad_fn")
    if gradient is None:
        if output.numel() != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        ones = np.empty(output.shape, output.dtype)
        ones.fill(1)
        return type(output)(ones) if create_graph else ones
    if not isinstance(gradient, Array):
        raise TypeError(f"gradient must be a tensor or None, got {type(gradient).__name__}")
    if gradient.shape != output.shape:
        raise RuntimeError(
            f"the gradient has shape {gradient.shape}, but the tensor has {output.shape}"
        )
    if gradient.dtype is not output.dtype:
        gradient = cast(gradient, dtype=output.dtype)
    return gradient if create_graph else changes.copy_of(gradient)


class Differentiable:
    """What a Tensor can do once it has a graph."""

    __slots__ = ()

    def backward(
        self,
        gradient: Array | None = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
    ) -> None:
        """Add the gradient of this tensor with respect to every leaf to that leaf's `.grad`.

        Args:
            gradient: a tensor of this one's shape that weighs its elements; may be left out for a
                single number. `initial_cotangent` makes the first total of it.
            retain_graph, create_graph: `self.mechanics` takes both, and returns the visitor and the
                way to contribute. `initial_cotangent` takes `create_graph`, too, so that a gradient
                that is passed in keeps its history.

        Raises what `initial_cotangent` and `contributions` raise.
        """
        start = initial_cotangent(self, gradient, create_graph)
        visit, contribute = self.mechanics(retain_graph, create_graph)
        backpropagate(toposort(self, parents), {id(self): start}, visit, contribute)

    @staticmethod
    def mechanics(retain_graph: bool | None, create_graph: bool) -> tuple[Visitor, Contribute]:
        """The visitor and the way to contribute. Here both flags do nothing yet; with
        `autograd_mechanics`, a Tensor has others. (Given.)"""
        return accumulate_grad, contributions
