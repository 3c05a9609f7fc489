"""A program as a picture, by the `make_dot` of `visualizer`. (Given code.)

Each variable is drawn as the tensor of a graph would be: a box, and an oval for the op that makes
it. Effects are drawn, too, though nothing may come of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import Node
from ...m06_visualizer import make_dot
from ..core.drawing import Digraph


def draw(names: Mapping[Any, str], equations: Iterable[Any], ends: Iterable[Any]) -> Digraph:
    """Draw equations, and what leads to the variables `ends`; variables with names show these."""
    arrays: dict[Any, Array] = {variable: Array(variable) for variable in names}
    for variable, op, inputs, params in equations:
        args = tuple([arrays[x] if x in names else x for x in map(_hashable, inputs)])
        arrays[variable] = Array(variable, True, Node(op, args, args, params, 0))
    found = tuple([arrays[variable] for variable in ends])
    root = Array(SimpleNamespace(shape="", dtype="outputs"), True, Node(outputs, found, (), {}, 0))
    return make_dot(root, {name: arrays[variable] for variable, name in names.items()})


def outputs() -> None:
    """No op: it is drawn where all ends meet."""


def _hashable(x: Any) -> Any:
    return None if isinstance(x, slice | list | dict) else x
