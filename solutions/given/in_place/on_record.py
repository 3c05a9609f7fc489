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

from itertools import chain
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import Node, is_grad_enabled, no_grad
from ...m04_magic_methods import Number, overwrite
from ...m11_indexing import assign, getitem
from ..core import changes
from ..core.cast_and_clone import clone
from ..core.dtypes import is_floating
from ..core.index_keys import split_key, without_leading_ones
from .history import History, Written, history_of, node_of_view, twin, views_without_notes
from .parts import view_from_before, with_part
from .reads import read_places

Links = list[tuple[Array, Node]]


def is_recorded(array: Array, source: Any) -> bool:
    """Whether it has to be recorded that `source` is written into `array`."""
    if not is_grad_enabled():
        return False
    of_source = isinstance(source, Array) and source.requires_grad and is_floating(array.dtype)
    return array.requires_grad or of_source


def replace(array: Array, result: Array) -> Array:
    """Make of `array` what `result` is, which a recorded op has made of it, and return it."""
    node = result.node
    if node is None:
        return copy(array, result)
    links, root, views = _writable(array, node)
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
        _become(array, before, node)
        _spread(views)
    return array


def copy(array: Array, source: Array | Number) -> Array:
    """`overwrite`, recorded."""
    links, root, views = _writable(array)
    source = _part(source, array)
    with no_grad():
        overwrite(array, source)
    _record(links, root, views, source)
    return array


def assign_items(array: Array, key: tuple[Any, ...], source: Array | Number) -> None:
    """`assign`, of indexing, recorded."""
    links, root, views = _writable(array)
    basic, advanced = split_key(key, array.ndim)
    picked = array.value[basic] if advanced is None else array.value[basic][advanced]
    source = without_leading_ones(_part(source, array), picked.ndim)
    with no_grad():
        assign(array, key, source)
    _record(links, root, views, source, key)


def forget(array: Array) -> None:
    """Make a leaf of `array` that requires no gradient; notes made so far mean what it was.

    Raises RuntimeError for a view.
    """
    if node_of_view(array) is not None:
        raise RuntimeError("can't detach a view in place; use detach()")
    if array.node is not None:
        changes.tick()
        _become(array, twin(array, array.node), None)
    array._requires_grad = False


def _writable(array: Array, node_of_result: Node | None = None) -> tuple[Links, Array, list[Array]]:
    """The views from `array` down, each with its node; the tensor whose memory it is; and, if that
    one has no history yet, its views.

    Raises RuntimeError if this is a leaf that requires a gradient.
    """
    links = []
    while (node := node_of_view(array) or _unrecorded(array)) is not None:
        links.append((array, node))
        array = node.args[0]
    if (history := history_of(array)) is not None:
        array = history.at(changes.now())
    if array.requires_grad and array.node is None:
        what = "a view of a leaf" if links else "a leaf"
        raise RuntimeError(
            f"{what} that requires grad can't be changed by an in-place operation while recording; "
            "do it under no_grad(), or change a copy"
        )
    if array.requires_grad:
        return links, array, []
    known = len(links) + sum([node.values[0] is array.value for _, node in links])
    if node_of_result is not None:
        noted = chain(node_of_result.args, node_of_result.values)
        known += sum([x is array.value for x in noted])
    return links, array, views_without_notes(array, known)


def _unrecorded(array: Array) -> Node | None:
    """The node of a view that was not recorded, because its base had no history yet."""
    if array.node is not None or not hasattr(array, "_base"):
        return None
    base, key = array._base
    return Node(getitem, (base, *key), (base.value, *key), {}, changes.now())


def _part(source: Any, array: Array) -> Any:
    return source.to(array.dtype) if isinstance(source, Array) else source


def _record(
    links: Links,
    root: Array,
    views: list[Array],
    source: Any,
    key: tuple[Any, ...] = (),
) -> None:
    """Note that `source` was assigned to the items `key` of a view of `root`."""
    path = tuple([(node.op, node.args[1:], node.params) for _, node in reversed(links)])
    before = twin(root, root.node)
    args = [x if isinstance(x, Array) and x.requires_grad else _value(x) for x in (before, source)]
    values = (root.value, _value(source), *key)
    node = Node(with_part, Written((*args, *key)), values, {"path": path}, 0)
    _become(root, before, node)
    base = root
    for array, node in reversed(links):
        _become(array, twin(array, array.node), node._replace(args=(base, *node.args[1:])))
        base = array
    _spread(views)


def _value(x: Any) -> Any:
    return x.value if isinstance(x, Array) else x


def _spread(views: list[Array]) -> None:
    """The tensor that these are views of, without notes, has a history now, and so have they."""
    for each in views:
        base = each
        while base.node is None and hasattr(base, "_base"):
            base, _ = base._base
        node = _unrecorded(each)
        if base.node is None:
            unknown = Array(each.value, True)
            node = Node(view_from_before, (unknown,), (each.value,), {}, 0)
        if each.node is None:
            _become(each, twin(each, None), node)


def _become(array: Array, before: Array, node: Node | None) -> None:
    """From now on `array` was made as `node` says; until now, as `before` was."""
    retains = array.requires_grad and array.retains_grad
    if retains:
        array.dont_retain_grad()
    history = history_of(array)
    if history is None or history.whose() is not array:
        history = array._history = History(array)
    history.add(before, changes.now())
    array.node = node and node._replace(version=changes.now())
    array._requires_grad = True
    if retains and node is not None:
        array.retain_grad()
