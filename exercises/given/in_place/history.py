"""What a tensor was before it was changed in place on the record. (Given code.)

A note names the Arrays that an op was given, as they were at that time. After `h += 1` the same `h`
has another history, so `h` in a note made before means *the tensor before*: an Array of its own,
with the note that `h` had. A `History` lists these states, and when each of them ended. Every Node
has its time, its `version`; `settle` puts the right state in the place of each of its arguments.
`@of_its_time` does so before `computation_graph`'s `parents` looks at a note, and so before any
walk reads one. As long as nothing was changed so, it costs nothing.

A view of such a tensor, `v = h[0]`, sees the change, too: in a note made later it stands for the
same view of `h` as it is by then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from weakref import ref

import numpy as np

from ...m02_wrapper import Array
from ..core.changes import now
from .views import links_of, node_of_view, view_ops

alive: dict[int, ref[History]] = {}


class History:
    """The states of one tensor: `states[i]` is what it was until `times[i]`."""

    __slots__ = ("__weakref__", "states", "times", "whose")

    def __init__(self, array: Array) -> None:
        """`array` is about to be changed for the first time."""
        self.whose = ref(array)
        self.times: list[int] = []
        self.states: list[Array] = []
        key = id(self)
        alive[key] = ref(self, lambda _: alive.pop(key, None))

    def at(self, version: int) -> Array:
        """What the tensor was at that time. Raises RuntimeError if this is the tensor itself, and
        it is gone."""
        i = bisect_right(self.times, version)
        state = self.states[i] if i < len(self.states) else self.whose()
        if state is None:
            raise RuntimeError("a view was used after its base was changed in place and deleted")
        return state

    def add(self, state: Array, time: int) -> None:
        """Until `time` the tensor was what `state` is."""
        self.times.append(time)
        self.states.append(state)
        state._history = ref(self)  # which lives as long as the tensor


def history_of(array: Array) -> History | None:
    """The history of a tensor that was changed, or that this Array is a state of."""
    history = getattr(array, "_history", None)
    return history() if isinstance(history, ref) else history


class Written(tuple):
    """The arguments of an op that has changed a tensor in place: as they were just before."""

    __slots__ = ()


def of_its_time(parents: Callable[[Array], Any]) -> Callable[[Array], Any]:
    """Let `parents` find the Arrays in a note as they were when the note was made: a decorator."""

    @wraps(parents)
    def settled(array: Array) -> Any:
        if alive:
            settle(array)
        return parents(array)

    return settled


def settle(array: Array) -> None:
    """Put into the note of `array`, for each of the arguments, what it was at the time."""
    node = array.node
    if node is None or not node.args:
        return
    version = node.version - isinstance(node.args, Written)
    args = [as_of(x, version) if isinstance(x, Array) else x for x in node.args]
    if any(new is not old for new, old in zip(args, node.args, strict=True)):
        if node.op in view_ops:
            array._base = node.args[0], ()  # of which it will be a view again, in later notes
        array.node = node._replace(args=type(node.args)(args))


def check_roots(order: list[Array], totals: Mapping[int, Any]) -> None:
    """Raises RuntimeError if a walk would begin at a view that is no longer what it was: its base
    was changed in place since."""
    if not alive:
        return
    for array in order:
        if id(array) in totals and as_of(array, now()) is not array:
            raise RuntimeError(
                "this tensor is a view, and its base was changed by an in-place operation since; "
                "take the view again, and its gradient can be found"
            )


def as_of(array: Array, version: int) -> Array:
    """What `array` was at that time: itself, or one of the states before; and, of a view, the same
    view of what its base was."""
    history = history_of(array)
    if history is not None and history.whose() is array:
        array = history.at(version)
    links, root = links_of(array)
    history = history_of(root)
    if not links or history is None:
        return array
    base = history.at(version)
    if base is history.at(array.node.version):
        return array
    if not isinstance(root.value, np.ndarray):
        raise RuntimeError(
            "a view was used after its base was changed in place, inside transforms within "
            "transforms; take the view again"
        )
    for view in reversed(links):
        node = node_of_view(view)
        base = twin(view, node._replace(args=(base, *node.args[1:]), version=version))
    return base


def twin(array: Array, node: Any) -> Array:
    """Another Array on the same value, with that node."""
    other = object.__new__(type(array))
    Array.__init__(other, array.value, array.requires_grad, node)
    if hasattr(array, "level"):
        other.level = array.level
    return other
