"""Changing a tensor with all of its views: whose memory it is, what they become. (Given code.)"""

from __future__ import annotations

from itertools import chain

from ...m02_wrapper import Array
from ...m03_computation_graph import Node
from ...m11_indexing import getitem
from ..core import changes
from ..ops.index import Steps
from .history import History, history_of, twin
from .parts import view_from_before
from .views import node_of_view, views_without_notes

Links = list[tuple[Array, Node]]


def writable(array: Array, node_of_result: Node | None = None) -> tuple[Links, Array, list[Array]]:
    """The views from `array` down, each with its node; the tensor whose memory it is; and, if that
    one has no history yet, its views.

    Raises RuntimeError if this is a leaf that requires a gradient.
    """
    links, array = links_down(array)
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


def links_down(array: Array) -> tuple[Links, Array]:
    """The views from `array` down, each with its node, and the tensor whose memory it is."""
    links = []
    while (node := node_of_view(array) or unrecorded(array)) is not None:
        links.append((array, node))
        array = node.args[0]
    return links, array


def path_of(links: Links) -> Steps:
    """The ops that lead from the tensor up to its view, each with the rest of its arguments."""
    return tuple([(node.op, node.args[1:], node.params) for _, node in reversed(links)])


def unrecorded(array: Array) -> Node | None:
    """The node of a view that was not recorded, because its base had no history yet."""
    if array.node is not None or not hasattr(array, "_base"):
        return None
    base, key = array._base
    return Node(getitem, (base, *key), (base.value, *key), {}, changes.now())


def spread(views: list[Array]) -> None:
    """The tensor that these are views of, without notes, has a history now, and so have they."""
    for each in views:
        base = each
        while base.node is None and hasattr(base, "_base"):
            base, _ = base._base
        node = unrecorded(each)
        if base.node is None:
            unknown = Array(each.value, True)
            node = Node(view_from_before, (unknown,), (each.value,), {}, 0)
        if each.node is None:
            becomes(each, twin(each, None), node)


def becomes(array: Array, before: Array, node: Node | None) -> None:
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
