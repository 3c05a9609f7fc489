"""Noticing that a value was changed after an op had looked at it. (Given code.)

A derivative computed from changed numbers is silently wrong. So whoever writes into memory calls
`mark_changed`, and a Node keeps the time at which it was made. From `autograd_mechanics` on,
whoever hands values to a rule asks `as_recorded` for them.

Time is a counter of changes. Marks are kept for the *owner* of the memory, so that a write through
a view, a reshape or a detached array is noticed by all that share it. Not so through `.data`: it is
`apart`, as in torch.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

_time = 0


class Writing(threading.local):
    """Who does the writing in this thread, if it is not NumPy: `instead(array, source)`."""

    instead: Callable[[Any, Any], bool] | None = None
    told: Callable[[], None] | None = None  # about each change by anybody else

    @contextmanager
    def taken_over(
        self, instead: Callable[[Any, Any], bool], told: Callable[[], None]
    ) -> Iterator[None]:
        """In a `with` block, whatever ends in `overwrite` is handed to `instead`, and `told` is
        called before a change is marked."""
        before = self.instead, self.told
        self.instead, self.told = instead, told
        try:
            yield
        finally:
            self.instead, self.told = before


writing = Writing()


def copy_of(array: Any) -> Any:
    """A copy of an Array's ndarray; where somebody else does the writing, as a trace does, what
    stands for the Array."""
    return np.array(array.value) if writing.instead is None else array.detach()


_changed_at: dict[int, int] = {}  # id of the owner -> when
_owners: dict[int, weakref.ref[np.ndarray]] = {}  # its id -> the owner, as long as it lives


def now() -> int:
    """How many changes there have been so far."""
    return _time


def tick() -> None:
    """Let time go on: something else was changed than a value."""
    global _time
    _time += 1


def mark_changed(value: np.ndarray) -> None:
    """Call this after writing into `value`."""
    if writing.told is not None:
        writing.told()
    tick()
    owner = watched(value)
    key = id(owner)
    if key not in _owners:
        _owners[key] = weakref.ref(owner, lambda _: _forget(key))
    _changed_at[key] = _time


def as_recorded(value: Any, version: int) -> Any:
    """`value`, if nobody has written into it since `version`; else a stand-in that has its shape
    and dtype, and raises RuntimeError as soon as a rule computes with it."""
    return value.view(_Changed) if any_changed([value], version) else value


def any_changed(values: Iterable[Any], version: int) -> bool:
    """Whether somebody has written into one of these since `version`."""
    for value in values:
        if isinstance(value, np.ndarray) and _changed_at.get(id(watched(value)), 0) > version:
            return True
    return False


def _forget(key: int) -> None:
    _owners.pop(key, None)
    _changed_at.pop(key, None)


def watched(value: np.ndarray) -> np.ndarray:
    """The ndarray for which changes of this memory are marked: its owner, or what is `apart`."""
    while isinstance(base := value.base, np.ndarray):
        value = base
    return value


def apart(value: Any) -> Any:
    """Another ndarray in the same memory, whose changes nobody notices who holds `value`."""
    return np.asarray(memoryview(value)) if type(value) is np.ndarray else value


def owner_of(value: np.ndarray) -> np.ndarray:
    """The ndarray whose memory this is, or is a view of."""
    value = watched(value)
    while isinstance(value.base, memoryview) and isinstance(value.base.obj, np.ndarray):
        value = watched(value.base.obj)
    return value


class _Changed(np.ndarray):
    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError(
            "a value needed for gradient computation has been modified by an inplace operation: "
            f"shape {self.shape}, dtype {self.dtype}; compute the gradient before changing it, "
            "or change a copy"
        )

    __array_function__ = __array_ufunc__
