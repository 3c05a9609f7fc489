"""Attempts to take processor time that nobody counts. Runs in a worker, after `tries`."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

from .tries import Told

SHARES = 20  # of what may be taken; each is over before it has been looked at often


def take_time_that_nobody_asks_for(told: Told) -> list[str]:
    """What a child has taken is told to whoever waits for it, and to nobody if its end is
    ignored."""
    with suppress(OSError, ValueError):
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in range(2 * SHARES):
        child = os.fork()
        if child == 0:
            _burn(told["processor"])
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
    return _taken(told["processor"])


def take_time_that_is_nobodys(told: Told) -> list[str]:
    """Whoever has started it is gone before it begins."""
    for _ in range(2 * SHARES):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            if os.fork() == 0:
                _burn(told["processor"])
            os._exit(0)
        os.waitpid(child, 0)
        os.close(writing)
        os.read(reading, 1)  # until it is over
        os.close(reading)
    return _taken(told["processor"])


def _burn(allowed: float) -> None:
    while time.process_time() < allowed / SHARES:
        pass
    os._exit(0)


def _taken(allowed: float) -> list[str]:
    time.sleep(1.0)  # for whoever counts
    return [f"{2 * allowed} s"]
