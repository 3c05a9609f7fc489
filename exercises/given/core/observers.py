"""Standing around a function, to look on or to do more. (Given code.)

    def watched(below, *args):          below is the function, or whoever stands around it already
        result = below(*args)
        ...
        return result

`stack.push(watched)` puts it there, for this thread, and `stack.pop(watched)` takes it away. There
are two such stacks: `interpreters` (in given/func/interpreters.py), around `computation_graph`'s
`record`, which runs every op; and `observers`, below, around the function that tells what an array
sends to its parents on the walk back.

Those on the stack of `visits` stand, in this thread, around the walk's visitor.

The functions in `before_visit` get every array's total, in all threads, before the walk's visitor
does, and may return another.

There is one walk, `backward`'s `backpropagate`. `@observable` lets both look on at it, whoever
starts it; while nobody does, nothing is slower. `towards` cuts short what it walks through.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import FREED
from ..in_place.history import check_roots
from .gradient import is_undefined

Total = np.ndarray | Array  # an Array where the gradient is to have a graph of its own
Visitor = Callable[[Array, Total], None]
Contribute = Callable[[Array, Total], Iterable[tuple[Array, Total]]]


class _Here(threading.local):
    entries: tuple[Any, ...] = ()
    chain: Callable[..., Any] | None = None  # the function with all of them around it


class Stack:
    """Those who stand around a function, one stack a thread.

    What can't be called may be pushed, too: it stands around nothing, but is among the `entries`.
    """

    def __init__(self) -> None:
        self._here = _Here()

    @property
    def entries(self) -> tuple[Any, ...]:
        """What this thread has pushed, the last one last."""
        return self._here.entries

    def push(self, entry: Any) -> None:
        """Put one more around the function, and around those who are there."""
        self._here.entries = (*self.entries, entry)

    def pop(self, entry: Any) -> bool:
        """Take away what was pushed, and say if it was still there; of several alike, the last."""
        entries = [*reversed(self.entries)]
        if entry not in entries:
            return False
        entries.remove(entry)
        self._here.entries = tuple(entries[::-1])
        return True

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with all of this thread's entries around it."""
        for entry in self.entries:
            if callable(entry):
                function = partial(entry, function)
        return function


class StackInPlace(Stack):
    """A stack around a function of a class: while anybody is there, in any thread, it stands in the
    function's place, and else the function itself does."""

    def __init__(self, owner: type, name: str, bottom: Callable[..., Any]) -> None:
        """The function is `owner`'s `name`; while anybody is there, `bottom` is called instead."""
        super().__init__()
        self._owner, self._name, self._bottom = owner, name, bottom
        self._lock, self._pushed = threading.Lock(), 0

    def push(self, entry: Any) -> None:
        """Put one more around the function, and around those who are there."""
        with self._lock:
            if not self._pushed:
                self._alone = vars(self._owner)[self._name]
                setattr(self._owner, self._name, self)
            self._pushed += 1
        super().push(entry)
        self._here.chain = self.around(self._bottom)

    def pop(self, entry: Any) -> bool:
        """Take away what was pushed, and say if it was still there; of several alike, the last."""
        if not super().pop(entry):
            return False
        self._here.chain = self.around(self._bottom)
        with self._lock:
            self._pushed -= 1
            if not self._pushed:
                setattr(self._owner, self._name, self._alone)
        return True

    def __call__(self, *args: Any, **options: Any) -> Any:
        """The function, as it is in this thread."""
        return (self._here.chain or self._bottom)(*args, **options)


observers, visits = Stack(), Stack()

before_visit: list[Callable[[Array, Total], Total]] = []  # each returns what the total is from here


def expect_undefined() -> None:
    """From now on let no visitor see what is undefined. Before, no walk is slower by it."""
    if _as_it_is not in before_visit:
        before_visit.append(_as_it_is)


def _as_it_is(_array: Array, g: Total) -> Total:
    return g


def observable(walk: Callable[..., None]) -> Callable[..., None]:
    """Let `observers` and those in `before_visit` look on at a walk: a decorator."""

    @wraps(walk)
    def backpropagate(
        order: list[Array], totals: dict[int, Total], visit: Visitor, contribute: Contribute
    ) -> None:
        check_roots(order, totals)
        visit = visits.around(visit)

        def visit_last(array: Array, g: Total) -> None:
            for change in before_visit:
                g = change(array, g)
            if not is_undefined(g):
                visit(array, g)

        walk(order, totals, visit_last if before_visit else visit, observers.around(contribute))

    return backpropagate


from_anywhere: set[Callable[..., Any]] = set()  # ops whose argument may have come from any input
hooking: set[Callable[..., Any]] = set()  # ops whose rule is what hooks make of a gradient


def towards(
    inputs: Iterable[Array], order: list[Array], contribute: Contribute
) -> tuple[list[Array], Contribute]:
    """What a walk needs of `order`, in which parents stand before children, to reach `inputs`: all
    that leads to one. And a way to contribute by which an input that leads to none keeps what it
    gets, and its note; it has a second turn, if it has hooks, with what they make of the first.
    What was freed may have led anywhere, and so it stays; so does what an op of `from_anywhere` has
    made.
    """
    reached, leading = {id(x) for x in inputs}, set[int]()
    for array in order:
        node = array.node
        if node is None:
            continue
        is_lost = node is FREED or node.op in from_anywhere
        if is_lost or not reached.isdisjoint(map(id, node.args)):
            reached.add(id(array))
            leading.add(id(array))
    ends = {id(x) for x in inputs if x.node is FREED or id(x) not in leading}
    again = {id(x) for x in inputs if x.node is not None and x.node.op in hooking} & ends

    def within(array: Array, g: Total) -> Iterable[tuple[Array, Total]]:
        if id(array) in again:
            again.remove(id(array))
            node, found = array.node, contribute(array, g)
            array.node = node
            return [(array, share) for _, share in found]
        return () if id(array) in ends else contribute(array, g)

    turns = {key: 1 + (key in again) for key in reached}
    kept = [array for array in order for _ in range(turns.get(id(array), 0))]
    return kept, within if any(x.node is not None for x in inputs) else contribute
