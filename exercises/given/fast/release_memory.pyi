"""Giving memory back, before a walk back begins and after its first turn. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import FREED as FREED
from ...m03_computation_graph import Node as Node
from collections.abc import Sequence
import numpy as np
from typing import NoReturn
OUT: Any

def read_places(node: Node) -> set[int]:
    """Which arguments, and perhaps OUT, the rules read that will be called for this node."""
LARGE: Any
SMALL: Any
DEEP: Any
SILENT: Any

def release(order: Sequence[Array | None]) -> None:
    """Drop what no rule will read in a walk through `order`, which must not be walked again."""

def _own_references() -> int:
    ...
OWN_REFERENCES: Any

def _without_released(node: Node) -> Node:
    ...

def skeleton(node: Node, depth: int=0) -> Node:
    """A note that says as much, and holds next to no values; FREED, if a rule needs them."""

class Released(np.ndarray):
    """Stands for a value that was let go. Its shape and dtype are known, its elements are not."""

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises RuntimeError."""
    __array_function__: Any

def stand_in(value: np.ndarray) -> np.ndarray:
    """A `Released` of the shape and dtype of `value`, in next to no memory."""
