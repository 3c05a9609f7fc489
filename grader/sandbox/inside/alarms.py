"""Has untrusted code that takes too long say where it is. If it can't, it is killed anyway."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection
from typing import Any

from . import faults


def set_alarm(
    seconds: float, patience: float, paths: Collection[str], tell: Callable[[dict[str, Any]], None]
) -> None:
    """After so many seconds of a processor, or `patience` times as many by the clock, tells which
    of the two it was, and the frames in files at `paths`, and ends the process."""

    def late(number: int, frame: Any) -> None:
        told = "clock" if number == signal.SIGALRM else "processor"
        tell({"late": told, "frames": faults.stack(frame, paths)})
        os._exit(0)

    signal.signal(signal.SIGPROF, late)
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * patience)


def stop_alarm() -> None:
    """It was done in time."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
