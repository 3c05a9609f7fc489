"""How long a submission may take: by the clock, and of processors, all its workers together.

Wardens add what their workers take of processors to one file, which no worker can reach; it is of
this process, and of those that this one has forked. What the learner's code says does not count.
"""

from __future__ import annotations

import fcntl
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Event, Lock, Thread
from typing import IO, NamedTuple

from .inside.warden import SECONDS

LOOK = 0.25  # seconds between two looks at what was taken of processors


class Ledger:
    """The file, and the sum of what was read of it."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # for good
        fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)
        self._lock, self._read, self._sum = Lock(), 0, 0.0

    def fileno(self) -> int:
        """The descriptor that a warden is given."""
        return self._file.fileno()

    def seconds(self) -> float:
        """What all workers have taken of processors until now."""
        with self._lock:
            size = os.fstat(self.fileno()).st_size - self._read
            told = os.pread(self.fileno(), size - size % SECONDS.size, self._read)
            self._read += len(told)
            self._sum += sum(seconds for (seconds,) in SECONDS.iter_unpack(told))
            return self._sum


@cache
def ledger() -> Ledger:
    """The one of this process."""
    return Ledger()


class Allowance(NamedTuple):
    """An end by the clock, and by the ledger: the same in whichever process reads them."""

    until: float = math.inf  # on the monotonic clock
    most: float = math.inf  # seconds of processors in the ledger

    @classmethod
    def of(cls, seconds: float | None = None, processors: float | None = None) -> Allowance:
        """So many seconds from now on, and so many of processors. None: as many as they like."""
        return cls(
            math.inf if seconds is None else time.monotonic() + seconds,
            math.inf if processors is None else ledger().seconds() + processors,
        )

    @property
    def seconds(self) -> float:
        """What is left by the clock."""
        return max(self.until - time.monotonic(), 0.0)

    @property
    def is_limited(self) -> bool:
        return math.isfinite(min(self))

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until or ledger().seconds() > self.most

    def share(self, part: float) -> Allowance:
        """This part of what is left of it."""
        return self.of(self.seconds * part, (self.most - ledger().seconds()) * part)


UNLIMITED = Allowance()


@contextmanager
def allowing(allowance: Allowance, over: Callable[[], None]) -> Iterator[None]:
    """Within this, `over` is called, in a thread, when the allowance is over. Raises what that
    thread did."""
    done, trouble = Event(), list[Exception]()

    def watch() -> None:
        try:
            while not done.wait(min(LOOK, allowance.seconds)):
                if allowance.is_over:
                    return over()
        except Exception as error:  # of the grader's: nobody else would hear of it
            trouble.append(error)

    if allowance.is_limited:
        Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        done.set()
    if trouble:
        raise trouble[0]
