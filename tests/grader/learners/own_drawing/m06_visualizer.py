"""Draws in one function, which needs none of the lesson's five places."""

from __future__ import annotations

from .given.core.drawing import Digraph, escape
from .m03_computation_graph import parents
from .m05_toposort import toposort

LARGE = 100


def make_dot(root, params=None):
    order = toposort(root, parents)
    names = {id(array): name for name, array in (params or {}).items() if name}
    dot, ends = Digraph(), {}
    for place, array in enumerate(order):
        oval = box = f"call_{place}"
        if array.node is None or array is root or id(array) in names or len(order) < LARGE:
            box = f"tensor_{place}"
            label = f"{array.value.dtype} {array.value.shape} {escape(names.get(id(array), ''))}"
            dot.node(box, label, shape="box")
        if array.node is not None:
            dot.node(oval, escape(array.node.op.__name__))
            for parent in parents(array):
                dot.edge(ends[id(parent)], oval)
            if box != oval:
                dot.edge(oval, box)
        ends[id(array)] = box
    return dot
