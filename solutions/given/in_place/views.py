"""Views: tensors that share the memory of another, and how they find it. (Given code.)"""

from __future__ import annotations

import gc
from collections.abc import Callable
from sys import getrefcount
from types import SimpleNamespace
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ..core.changes import owner_of, watched

view_ops: set[Callable[..., Any]] = set()  # whose results may share memory with the first argument
passing: set[Callable[..., Any]] = set()  # whose result is the first argument itself


def links_of(array: Array) -> tuple[list[Array], Array]:
    """The views from `array` down to the tensor whose memory they all share, and that tensor."""
    links = []
    while (node := node_of_view(array)) is not None:
        links.append(array)
        array = node.args[0]
    return links, array


def node_of_view(array: Array) -> Any:
    """The node that made `array`, if it is a view of an Array in a note; else None."""
    node = array.node
    while node is not None and node.op in passing:
        node = node.args[0].node
    if node is None or node.op not in view_ops or not isinstance(node.args[0], Array):
        return None
    return node if memory_of(array.value) is memory_of(node.values[0]) else None


def memory_of(value: Any) -> np.ndarray:
    """The ndarray whose memory holds the elements of a value, also inside transforms."""
    while isinstance(value, Array):
        value = value.value
    return owner_of(value)


def with_base(view: Array, base: Array, key: tuple[Any, ...]) -> Array:
    """`view`, which is base[key]; it remembers that, if it shares memory and no note was made."""
    value, of = view.value, base.value
    if view.node is not None or type(value) is not np.ndarray or value.dtype.kind != "f":
        return view
    if value.base is not None and (value.base is of or value.base is of.base):
        view._base = base, key
    return view


def holders(array: Any) -> int:
    """How many objects hold the memory of `array`, besides itself."""
    owner = owner_of(array.value)
    return getrefcount(owner) - _ALONE


_ALONE = 0
_ALONE = holders(SimpleNamespace(value=np.empty(1)))


def views_without_notes(array: Array, known: int) -> list[Array]:
    """Tensors that share memory with `array`, on an ndarray of their own, and have no history.

    They are looked for among all objects, which takes its time; but only if somebody else holds the
    memory at all, besides `array` and so many whom the caller knows.
    """
    if holders(array) <= known:
        return []
    owner = watched(array.value)
    tensors = [x for x in gc.get_objects() if issubclass(type(x), Array)]
    return [x for x in tensors if _is_plain(x) and _is_other_view(x.value, array, owner)]


def _is_plain(array: Array) -> bool:
    return getattr(array, "node", array) is None and not array.requires_grad


def _is_other_view(value: Any, array: Array, owner: np.ndarray) -> bool:
    is_array = isinstance(value, np.ndarray) and value is not array.value
    return is_array and watched(value) is owner and value.dtype.kind == "f"
