"""`backward`'s walk, with fewer copies and less memory. (Given code.)

A contribution is copied only where a leaf would share its memory with something else; what has had
its turn is let go at once, and large values that no rule will read before the walk even begins. The
plain walk copies every leaf's gradient, and asks of each value whether it was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ... import m08_backward as backward
from ...m02_wrapper import Array
from ...m03_computation_graph import FREED, parents
from ...m05_toposort import toposort
from ...m07_chain_rule import rules, unbroadcast
from ...m08_backward import Total, Visitor
from ..core import changes
from ..core.cast_and_clone import cast, clone
from .release_memory import release


def contributions(array: Array, g: Total, create_graph: bool = False) -> list[tuple[Array, Total]]:
    """What each parent of `array` gets from it, when the total of `array` is `g`.

    What goes to a parent that is a leaf is in memory of its own, and may become its `.grad`.
    """
    node, out = array.node, array.value
    if node is FREED:
        raise RuntimeError(
            "trying to go backward through a graph that has been freed; "
            "say retain_graph=True the first time"
        )
    argument_rules = rules.get(node.op)
    if argument_rules is None:
        raise RuntimeError(f"{node.op.__name__} has no rules, so no gradient can pass it")
    values, params, version = node.values, node.params, node.version
    residuals = node.residuals
    if changes.now() != version and changes.any_changed([out, *values], version):
        out = changes.as_recorded(out, version)
        values = [changes.as_recorded(value, version) for value in values]
        residuals = None
    if create_graph:
        out = backward._recorded(array, out)
        values = [backward._recorded(*pair) for pair in zip(node.args, values, strict=True)]
    elif residuals is not None:
        params = {**params, "residuals": residuals}
    result = []
    for arg, rule in zip(node.args, argument_rules):  # noqa: B905  (a keyword takes its time)
        if rule is not None and isinstance(arg, Array):
            share = rule(g, out, *values, **params) if params else rule(g, out, *values)
            value = arg.value
            if share.shape != value.shape:
                share = unbroadcast(share, value.shape)
            if share.dtype is not value.dtype:
                share = cast(share, dtype=value.dtype)
            if arg.node is None and _is_shared(share, g, out, values):
                share = np.array(share)
            result.append((arg, share))
    return result


def _is_shared(share: Any, g: Any, out: Any, values: Sequence[Any]) -> bool:
    """Whether this ndarray is a view, or one of the others: not a new one, in memory of its own."""
    if not isinstance(share, np.ndarray):
        return False
    if share.base is not None or share is g or share is out:
        return True
    for value in values:  # noqa: SIM110  (`any` with a generator takes its time)
        if share is value:
            return True
    return False


def backpropagate(
    outputs: Sequence[Array],
    cotangents: Sequence[Total],
    visit: Visitor,
    retain_graph: bool = False,
    create_graph: bool = False,
) -> None:
    """Walk from `outputs`, whose totals start as `cotangents`, to everything they were made from.

    The cotangent of an output that is a leaf is copied, unless it is an Array: a leaf's total
    becomes its `.grad`.
    """
    starts = [
        (output, np.array(g) if output.node is None and isinstance(g, np.ndarray) else g)
        for output, g in zip(outputs, cotangents, strict=True)
    ]
    totals: dict[int, Total] = {}
    # Whoever looks on stands around it there (given/core/observers.py).
    send = backward.contributions
    order = _ordered(outputs)
    if not (retain_graph or create_graph):
        release(order)
    while order:  # what has had its turn is let go
        array = order.pop()
        if array is None:
            sent = starts
        else:
            g = totals.pop(id(array), None)
            if g is None:
                continue
            visit(array, g)
            if array.node is None:
                continue
            sent = send(array, g, create_graph)
            if not retain_graph:
                array.node = FREED
        for parent, contribution in sent:
            key = id(parent)
            totals[key] = totals[key] + contribution if key in totals else contribution


def _ordered(outputs: Sequence[Array]) -> list[Array | None]:
    """All that the outputs were made from, parents first, and the outputs' own child, None."""
    if len(outputs) == 1:  # the usual case, and the faster one
        return [*toposort(outputs[0], parents), None]
    return toposort(None, lambda array: outputs if array is None else parents(array))


def accumulate_grad(array: Array, g: Total) -> None:
    """Add `g`, which is in memory of its own, to the `.grad` of a leaf."""
    if array.node is not None:
        return
    if isinstance(g, Array):
        array.grad = clone(g) if array.grad is None else array.grad + g
    elif array.grad is None:
        array.grad = type(array)(np.asarray(g))
    else:
        array.grad.value += g
        changes.mark_changed(array.grad.value)
