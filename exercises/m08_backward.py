"""m08 backward: walk the graph from the loss to the leaves, and everything falls into place.

All the parts are there: notes of what was computed (`computation_graph`), an order in which
everything has its turn (`toposort`), and a rule for every argument of every op (`chain_rule`). The
walk goes through the arrays from the loss back. Each array in turn has a total, the gradient of the
loss with respect to it. Its node's rules turn that total into a contribution to each parent, and a
parent that was used in several places *adds up* what it gets: the chain rule of many variables is a
sum over paths.

    y = x * x;  y.backward()           with x = 3: the total of y is 1; the first rule of mul
                                       contributes 1 * 3, the second 1 * 3; x.grad is 6

Totals live in a dict while we walk. What a user may look at is `.grad`, and only that of leaves
that require one. It is None at first, and a later backward adds to it: this is why training loops
call `zero_grad`. It must never share memory with anything else, since it will be written to.

toposort starts at one root, and `grad` may start at several outputs: make up a root of your own,
whose parents they are.

The graph is freed as we go, because it holds every value of the forward pass in memory: a result
that has had its turn gets FREED for its node. Who needs the graph again says `retain_graph=True`.

And we refuse to use a value that was changed since the op looked at it, be it an argument or the
result: `changes.as_recorded(value, node.version)` gives the value back, or, if it was changed, a
stand-in that complains when a rule really uses it. An addition does not use any, so there a change
does no harm. While `changes.now()` is still `node.version`, nothing at all was changed.

A gradient is made of ops, too, so it can have a graph of its own. With `create_graph=True` the
totals are Arrays, and the rules are handed Arrays in the place of values: `array` for its value,
and those in `node.args`. All that they do is recorded then, and the gradient can be differentiated
like any other result. What was changed since stays a stand-in. `cast` and `clone` (ops, in
given/core/cast_and_clone.py) change a dtype and copy, for ndarrays and Arrays alike.

The trap: overwriting where you should add, or adding in place to something that another array also
holds. Both give right answers until some tensor is used twice. Recursion is another: a walk that
calls itself ends at a depth of about 1,000, and one that follows every path by itself never ends.

When it is done, networks train: the one of `by_hand`, too, without a line of its derivation.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 5.3.1, pp. 242-244; P.
Hennig, Probabilistic Machine Learning (Tuebingen, 2023), the lecture on learning representations;
K. Murphy, Probabilistic Machine Learning: An Introduction (2022), section 13.3, with computation
graphs at its end; A. Karpathy, micrograd, `Value.backward` in engine.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import cast, clone
from .given.core.residuals import rule_params
from .m02_wrapper import Array
from .m03_computation_graph import FREED, parents
from .m05_toposort import toposort
from .m07_chain_rule import rules, unbroadcast

Total = np.ndarray | Array  # an Array where the gradient is to have a graph of its own
Visitor = Callable[[Array, Total], None]


def contributions(array: Array, g: Total, create_graph: bool = False) -> list[tuple[Array, Total]]:
    """What each parent of `array` gets from it, when the total of `array` is `g`.

    `array` is the result of an op: a leaf has no node to ask. Returns (parent, contribution) pairs
    in the order of `parents(array)`, each contribution of its parent's shape and dtype, and a
    parent twice that was used twice; an argument whose rule is None is left out. A contribution may
    share memory with `g`, so nobody may write into it. With `create_graph`, the rules are handed
    Arrays wherever the node has them. The keywords of a rule are what `rule_params` says.

    Raises RuntimeError if the graph has been freed (the node is FREED), if the op has no rules, or
    if a value that a rule needs was changed since.
    """
    raise NotImplementedError("m08: contributions")


def backpropagate(
    outputs: Sequence[Array],
    cotangents: Sequence[Total],
    visit: Visitor,
    retain_graph: bool = False,
    create_graph: bool = False,
) -> None:
    """Walk from `outputs`, whose totals start as `cotangents`, to everything they were made from.

    `visit(array, total)` is called once for each array that got a gradient, when its total is
    complete; a visitor may keep `total` but not write into it. Outputs may lead to one another, or
    be named twice. The graph is freed (each result's node becomes FREED) unless `retain_graph`. For
    `create_graph` the cotangents must be Arrays, and so are all totals.
    """
    raise NotImplementedError("m08: backpropagate")


def initial_cotangent(output: Array, gradient: Array | None, create_graph: bool = False) -> Total:
    """Where the walk starts: `gradient`, or 1 if there is none, as an ndarray like `output`.

    It has the shape and the dtype of `output`. With `create_graph` it is an Array, and a `gradient`
    keeps its history.

    Raises RuntimeError if `output` requires no gradient, if it has several elements and `gradient`
    is None, or if the shapes differ; TypeError if `gradient` is not a tensor.
    """
    raise NotImplementedError("m08: initial_cotangent")


def accumulate_grad(array: Array, g: Total) -> None:
    """Add `g` to the `.grad` of a leaf; results are left alone.

    The first time, `.grad` becomes a copy of `g`, in the class of `array`, since it must not share
    memory with anything. After that `g` is added in place, and the memory is marked as changed
    (`changes.mark_changed`). Where `g` is an Array, `.grad` becomes a `clone` of it, or the sum of
    both, with its history.
    """
    raise NotImplementedError("m08: accumulate_grad")


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
                single number.
            retain_graph: keep the graph, so that it can be walked again; None means: the same as
                `create_graph`.
            create_graph: let the gradients have a graph of their own.

        Raises what `initial_cotangent` and `contributions` raise.
        """
        raise NotImplementedError("m08: Differentiable.backward")


def grad(
    outputs: Array | Sequence[Array],
    inputs: Array | Sequence[Array],
    grad_outputs: Array | Sequence[Array | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool = False,
) -> tuple[Array | None, ...]:
    """The gradients of `outputs` (added up) with respect to `inputs`, leaving every `.grad` alone.

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
    raise NotImplementedError("m08: grad")
