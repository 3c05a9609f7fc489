"""`x.grad_fn.next_functions`: the graph, as code written for torch walks it. (Given code.)

A `Node` (`computation_graph`) holds the tensors that it was made from. torch's nodes hold nodes:
in the place of a leaf stands an `AccumulateGrad`, and None in that of a constant.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import FREED, Node
from ...m04_magic_methods import add, div, mul, sub


class AccumulateGrad:
    """Stands at the end of each path: what adds to the `.grad` of a leaf, its `variable`."""

    next_functions = ()

    def __init__(self, variable: Array) -> None:
        """Of a leaf that requires a gradient."""
        self.variable = variable

    def name(self) -> str:
        """What it is called."""
        return "AccumulateGrad"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AccumulateGrad) and self.variable is other.variable

    def __hash__(self) -> int:
        return hash((AccumulateGrad, id(self.variable)))

    def __repr__(self) -> str:
        return "<AccumulateGrad>"


def next_functions(node: Node) -> tuple[tuple[Any, int], ...]:
    """What this note was made from: for each argument a note, an AccumulateGrad or None, and 0.

    Raises RuntimeError for one that was freed.
    """
    if node is FREED:
        raise RuntimeError("a backward has freed the graph; look at it before, or retain_graph")
    numbers_too = node.op in (add, sub, mul, div)
    found = []
    for arg in node.args:
        if isinstance(arg, Array):
            found.append((AccumulateGrad(arg) if arg.node is None else arg.node, 0))
        elif isinstance(arg, np.ndarray) or numbers_too:
            found.append((None, 0))
    return tuple(found)


def name(node: Node) -> str:
    """What the op is called."""
    return getattr(node.op, "__name__", "op")


# Two notes are the same if they are one, so that a set or a dict can keep them.
Node.next_functions, Node.name = property(next_functions), name  # type: ignore[attr-defined]
Node.__eq__, Node.__ne__, Node.__hash__ = object.__eq__, object.__ne__, object.__hash__
