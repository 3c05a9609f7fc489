"""What a tensor becomes by an in-place operation that is recorded. (Given code.)

The memory is written to, as ever. Then the tensor gets a new node, whose parent is an Array that
stands for the tensor before; notes that were made before mean that one (history.py).

    h += 1            h.node is that of add(before, 1)
    h[key] = source   h.node is that of with_part(before, source, *key)
    h[0].mul_(2)      the same, of h; h[0] is a view of what h is now

A rule that reads what was there before gets a copy of it, made in time. Rules of earlier notes do
not: they notice the change, as in torch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import Node, is_grad_enabled, no_grad
from ...m04_magic_methods import Number, overwrite
from ...m11_indexing import assign
from ..core import changes
from ..core.cast_and_clone import clone
from ..core.dtypes import is_floating
from ..core.index_keys import split_key, without_leading_ones
from ..ops.index import with_part
from .bases import Links, becomes, path_of, spread, writable
from .history import Written, twin
from .reads import read_places
from .views import node_of_view

# Writes inside transforms, which lie higher: (array, source, key) -> whether it was done.
transforms: list[Callable[..., bool]] = []


def is_recorded(array: Array, source: Any) -> bool:
    """Whether it has to be recorded that `source` is written into `array`."""
    if not is_grad_enabled():
        return False
    of_source = isinstance(source, Array) and source.requires_grad and is_floating(array.dtype)
    return array.requires_grad or of_source


def replace(array: Array, result: Array) -> Array:
    """Make of `array` what `result` is, which a recorded op has made of it, and return it."""
    if _in_transforms(array, result, None):
        return array
    node = result.node
    if node is None:
        return copy(array, result)
    links, root, views = writable(array, node)
    before = twin(array, array.node)
    args = [before if arg is array else arg for arg in node.args]
    values = list(node.values)
    if values[0] is array.value and 0 in read_places(node):
        kept = clone(array)
        values[0] = kept.value
        args[0] = kept if array.requires_grad else kept.value
    with no_grad():
        overwrite(array, result)
    time = changes.now()
    values[1:] = [changes.as_recorded(value, time - 1) for value in values[1:]]
    node = node._replace(args=Written(args), values=tuple(values), version=time)
    if links:
        result = twin(array, node)
        result._requires_grad = True
        _record(links, root, views, result)
    else:
        becomes(array, before, node)
        spread(views)
    return array


def copy(array: Array, source: Array | Number) -> Array:
    """`overwrite`, recorded."""
    if _in_transforms(array, source, ()):
        return array
    links, root, views = writable(array)
    source = _part(source, array)
    with no_grad():
        overwrite(array, source)
    _record(links, root, views, source)
    return array


def assign_items(array: Array, key: tuple[Any, ...], source: Array | Number) -> None:
    """`assign`, of indexing, recorded."""
    if _in_transforms(array, source, key):
        return
    links, root, views = writable(array)
    basic, advanced = split_key(key, array.ndim)
    picked = array.value[basic] if advanced is None else array.value[basic][advanced]
    source = without_leading_ones(_part(source, array), picked.ndim)
    with no_grad():
        assign(array, key, source)
    _record(links, root, views, source, key)


def _in_transforms(array: Array, source: Any, key: tuple[Any, ...] | None) -> bool:
    """Whether a transform has written; None for a key: `source` takes the place of `array`."""
    inside = hasattr(array, "level") or hasattr(source, "level")
    return inside and any(write(array, source, key) for write in transforms)


def forget(array: Array) -> None:
    """Make a leaf of `array` that requires no gradient; notes made so far mean what it was.

    Raises RuntimeError for a view, and inside transforms.
    """
    if node_of_view(array) is not None or hasattr(array, "level"):
        raise RuntimeError("can't detach a view, or inside a transform, in place; use detach()")
    if array.node is not None:
        changes.tick()
        becomes(array, twin(array, array.node), None)
    array._requires_grad = False


def _part(source: Any, array: Array) -> Any:
    return source.to(array.dtype) if isinstance(source, Array) else source


def _record(
    links: Links, root: Array, views: list[Array], source: Any, key: tuple[Any, ...] = ()
) -> None:
    """Note that `source` was assigned to the items `key` of a view of `root`."""
    before = twin(root, root.node)
    args = [x if isinstance(x, Array) and x.requires_grad else _value(x) for x in (before, source)]
    values = (root.value, _value(source), *key)
    node = Node(with_part, Written((*args, *key)), values, {"path": path_of(links)}, 0)
    becomes(root, before, node)
    base = root
    for array, node in reversed(links):
        becomes(array, twin(array, array.node), node._replace(args=(base, *node.args[1:])))
        base = array
    spread(views)


def _value(x: Any) -> Any:
    return x.value if isinstance(x, Array) else x
