"""What is to be graded, the most urgent first: added to by one thread, worked off by another.

while job := agenda.next():
    ...                        # grade; a save meanwhile interrupts what `works_on` was told of
    agenda.done(job)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Condition
from typing import Protocol

from ..manifest import Milestone
from .events import Event


@dataclass(frozen=True)
class Judge:
    """Grade the file of a milestone, saved at this moment, alone and at once."""

    milestone: Milestone
    moment: float


@dataclass(frozen=True)
class Call:
    """Call a function, and tell the event that it gives."""

    function: Callable[[], Event]


@dataclass(frozen=True)
class Warm:
    """Get ready to grade a milestone fast."""

    milestone: Milestone


@dataclass(frozen=True)
class Settle:
    """Grade a milestone in full."""

    milestone: Milestone


Job = Judge | Call | Warm | Settle


class Interruptible(Protocol):
    """What a save may interrupt; it then raises KeyboardInterrupt in the thread that works."""

    def interrupt(self) -> object: ...


class Agenda:
    """What is to be done. A job stays on it until it is `done`, so that none is lost."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._saved: dict[Milestone, float] = {}  # when each was
        self._calls: list[Call] = []
        self._to_warm: Milestone | None = None
        self._in_full: list[Milestone] = []
        self._put_off: list[Milestone] = []
        self._job: Job | None = None  # what is worked on
        self._work: Interruptible | None = None
        self._is_interrupted = False
        self._stopped = False

    def saved(self, milestones: Iterable[Milestone]) -> None:
        """These were just saved: leave everything else, and grade them."""
        with self._changed:
            self._saved |= dict.fromkeys(milestones, time.monotonic())
            self._enqueue([])
            self._interrupt()

    def look_at(self, milestone: Milestone) -> None:
        """This is the one that will be saved next: get ready, and grade it."""
        with self._changed:
            self._to_warm = milestone
            self._enqueue([milestone])

    def get_ready(self, milestone: Milestone) -> None:
        """This is the one that will be saved next, and it has been graded."""
        with self._changed:
            self._to_warm = milestone
            self._changed.notify()

    def in_full(self, milestones: Iterable[Milestone]) -> None:
        """Grade these in full, when there is nothing more urgent."""
        with self._changed:
            self._enqueue(milestones)

    def call(self, function: Callable[[], Event], hurries: bool = False) -> None:
        """Call a function soon, and tell the event that it gives. One that `hurries` does not wait
        for what is graded in full."""
        with self._changed:
            self._calls.append(Call(function))
            if hurries and isinstance(self._job, Warm | Settle):
                self._interrupt()
            self._changed.notify()

    def stop(self) -> None:
        """There is nothing to do any more."""
        with self._changed:
            self._stopped = True
            self._interrupt()

    def next(self) -> Job | None:
        """The most urgent job, waited for; None at the end."""
        with self._changed:
            while not self._stopped:
                self._is_interrupted, self._work = False, None
                if job := self._most_urgent():
                    self._job = job
                    return job
                self._changed.wait()
        return None

    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        with self._changed:
            return self._most_urgent() is None

    def works_on(self, work: Interruptible) -> None:
        """A save is to interrupt this; it does so at once if one came just now."""
        with self._changed:
            self._work = work
            if self._is_interrupted:
                work.interrupt()

    def done(self, job: Job) -> None:
        """Strike a job off, unless it was asked for again meanwhile."""
        with self._changed:
            match job:
                case Judge(milestone, moment):
                    if self._saved[milestone] == moment:
                        del self._saved[milestone]
                case Call():
                    self._calls.remove(job)
                case Warm(milestone):
                    if self._to_warm == milestone:
                        self._to_warm = None
                case Settle(milestone):
                    self._in_full.remove(milestone)

    def put_off(self, job: Job) -> None:
        """It could not be done: its milestone is graded in full when anything is asked for next."""
        self.done(job)
        if isinstance(job, Judge | Settle):
            with self._changed:
                self._put_off.append(job.milestone)

    def _enqueue(self, milestones: Iterable[Milestone]) -> None:
        order = [*milestones, *self._put_off, *self._in_full]
        self._in_full, self._put_off = list(dict.fromkeys(order)), []
        self._changed.notify()

    def _interrupt(self) -> None:
        self._is_interrupted = True
        if self._work:
            self._work.interrupt()
        self._changed.notify()

    def _most_urgent(self) -> Job | None:
        if self._saved:
            latest = max(self._saved, key=lambda milestone: self._saved[milestone])
            return Judge(latest, self._saved[latest])
        if self._calls:
            return self._calls[0]
        if self._to_warm and self._to_warm not in self._in_full[:1]:
            return Warm(self._to_warm)
        return Settle(self._in_full[0]) if self._in_full else None
