"""Standing around a function, to look on or to do more. (Given code.)

    def watched(below, *args):          below is the function, or whoever stands around it already
        result = below(*args)
        ...
        return result

`stack.push(watched)` puts it there, for this thread, and `stack.pop(watched)` takes it away. While
nobody is there, in any thread, the function itself is in its place, and nothing is slower.

There are two such stacks: `interpreters` (in given/func/interpreters.py), around
`computation_graph`'s `record`, which runs every op; and `observers`, below, around `backward`'s
`contributions`, which tells what an array sends to its parents on the walk back. Every walk, a
learner's or a faster one, calls that by the name it has in `backward`'s module, and so all walks
are observed alike.

The functions in `before_visit` get every array's total, in all threads, before the walk's visitor
does, and may return another. That is why `backward`'s `backpropagate` is wrapped here, before
anybody else imports it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from ... import m08_backward as backward
from ...m02_wrapper import Array
from ...m08_backward import Total


class _Here(threading.local):
    entries: tuple[Any, ...] = ()
    chain: Callable[..., Any] | None = None  # the function with all of them around it


class Stack:
    """Those who stand around a function of a module or a class, one stack a thread.

    What can't be called may be pushed, too: it stands around nothing, but is among the `entries`.
    """

    def __init__(self, owner: Any, name: str, bottom: Callable[..., Any] | None = None) -> None:
        """The function is `owner`'s `name`; while anybody is there, `bottom` is called instead."""
        self._owner, self._name, self._bottom = owner, name, bottom
        self._below = bottom
        self._here, self._lock, self._pushed = _Here(), threading.Lock(), 0

    @property
    def entries(self) -> tuple[Any, ...]:
        """What this thread has pushed, the last one last."""
        return self._here.entries

    def push(self, entry: Any) -> None:
        """Put one more around the function, and around those who are there."""
        with self._lock:
            if not self._pushed:
                self._alone = vars(self._owner)[self._name]
                self._below = self._bottom or getattr(self._owner, self._name)
                setattr(self._owner, self._name, self)
            self._pushed += 1
        self._set([*self.entries, entry])

    def pop(self, entry: Any) -> None:
        """Take away what was pushed, if it is still there; of several alike, the last."""
        entries = [*reversed(self.entries)]
        if entry not in entries:
            return
        entries.remove(entry)
        self._set(entries[::-1])
        with self._lock:
            self._pushed -= 1
            if not self._pushed:
                setattr(self._owner, self._name, self._alone)

    def _set(self, entries: list[Any]) -> None:
        chain = self._below
        for entry in entries:
            if callable(entry):
                chain = partial(entry, chain)
        self._here.entries, self._here.chain = tuple(entries), chain

    def __call__(self, *args: Any, **options: Any) -> Any:
        """The function, as it is in this thread."""
        return (self._here.chain or self._below)(*args, **options)


observers = Stack(backward, "contributions")

before_visit: list[Callable[[Array, Total], Total]] = []  # each returns what the total is from here


def _with_what_comes_before(walk: Callable[..., None]) -> Callable[..., None]:
    @wraps(walk)
    def backpropagate(
        outputs: Any, cotangents: Any, visit: Callable[..., Any], *args: Any, **options: Any
    ) -> None:
        def visit_last(array: Array, g: Total) -> None:
            for change in before_visit:
                g = change(array, g)
            visit(array, g)

        walk(outputs, cotangents, visit_last if before_visit else visit, *args, **options)

    return backpropagate


backward.backpropagate = _with_what_comes_before(backward.backpropagate)
