"""`backward`'s walk, with fewer copies and less memory. (Given code.)

A contribution is copied only where a leaf would share its memory with something else, and large
values that no rule will read are let go before the walk even begins. The plain functions copy every
leaf's gradient, and ask of each value whether it was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from ... import m08_backward as backward
from ...m02_wrapper import Array
from ...m03_computation_graph import FREED
from ...m04_magic_methods import sum
from ...m07_chain_rule import rules, unbroadcast
from ..core import changes
from ..core.cast_and_clone import cast
from ..core.gradient import Undefined, is_undefined, takes_undefined, undefined_like
from ..core.observers import Contribute, Total, Visitor
from .release_memory import SILENT, release, skeleton


def contributor(retain_graph: bool | None = None, create_graph: bool = False) -> Contribute:
    """A way to contribute. What goes to a parent that is a leaf is in memory of its own, and may
    become its `.grad`."""
    if create_graph:
        return _recorded_then_freed if retain_graph is False else _recorded
    return contributions if retain_graph else _then_freed


def contributions(array: Array, g: Total, create_graph: bool = False) -> list[tuple[Array, Total]]:
    """What each parent of `array` gets from it, when the total of `array` is `g`."""
    op, args, values, params, version, residuals = array.node
    if (type(g) is Undefined or (create_graph and is_undefined(g))) and op not in takes_undefined:
        pairs = zip(args, rules[op], strict=False)
        arrays = [arg for arg, rule in pairs if rule is not None and isinstance(arg, Array)]
        return [(arg, undefined_like(arg, g)) for arg in arrays]
    out, argument_rules = array.value, rules[op]
    if changes.now() != version and changes.any_changed([out, *values], version):
        out = changes.as_recorded(out, version)
        values = [changes.as_recorded(value, version) for value in values]
        residuals = None
    if create_graph:
        out = _with_history(array, out)
        values = [_with_history(*pair) for pair in zip(args, values, strict=True)]
    elif residuals is not None:
        params = {**params, "residuals": residuals}
    result = []
    for arg, rule in zip(args, argument_rules):  # noqa: B905  (a keyword takes its time)
        if rule is not None and isinstance(arg, Array):
            share = rule(g, out, *values, **params) if params else rule(g, out, *values)
            value = arg.value
            if share.shape != value.shape:
                batch = share.shape[1:] == value.shape  # the usual case
                share = sum(share, 0) if batch else unbroadcast(share, value.shape)
            if share.dtype is not value.dtype and share.dtype != value.dtype:
                share = cast(share, dtype=value.dtype)
            if arg.node is None and _is_shared(share, g, out, values):
                share = np.array(share)
            result.append((arg, share))
    return result


def _with_history(arg: Any, value: Any) -> Any:
    return arg if isinstance(arg, Array) and arg.value is value else value


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


def _then_freed(array: Array, g: Total) -> list[tuple[Array, Total]]:
    found = contributions(array, g)
    if array.node.op.__name__ not in SILENT:
        array.node = FREED
    return found


_recorded = partial(contributions, create_graph=True)


def _recorded_then_freed(array: Array, g: Total) -> list[tuple[Array, Total]]:
    found = contributions(array, g, True)
    array.node = FREED
    return found


plain = backward.backpropagate


def backpropagate(
    order: list[Array], totals: dict[int, Total], visit: Visitor, contribute: Contribute
) -> None:
    """The same walk; before it, large values that no rule will read are let go."""
    if contribute is _then_freed:
        release(order)
        last = order[-1] if order else None
        if last is not None and last.node is not None and last.node.op.__name__ in SILENT:
            plain([order.pop()], totals, visit, contribute)
            last.node = skeleton(last.node)
    plain(order, totals, visit, contribute)


def accumulate_grad(array: Array, g: Total) -> None:
    """Add `g`, which is in memory of its own, to the `.grad` of a leaf."""
    if array.node is not None:
        return
    if array.grad is None:
        array.grad = type(array)(np.asarray(g))
    else:
        array.grad.value += g
        changes.mark_changed(array.grad.value)
