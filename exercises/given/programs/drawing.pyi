"""A program as a picture, by the `make_dot` of `visualizer`. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import Node as Node
from ...m06_visualizer import make_dot as make_dot
from ...given.core.drawing import Digraph as Digraph
from collections.abc import Mapping
from collections.abc import Iterable

def draw(names: Mapping[Any, str], equations: Iterable[Any], ends: Iterable[Any]) -> Digraph:
    """Draw equations, and what leads to the variables `ends`; variables with names show these."""

def outputs() -> None:
    """No op: it is drawn where all ends meet."""

def _hashable(x: Any) -> Any:
    ...
