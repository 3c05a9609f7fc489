"""How tests wait for what is to happen, on however slow and busy a machine; and how slow it is."""

from __future__ import annotations

import time
from collections.abc import Callable

from grader.sandbox.inside.limits import LIMITS, Limits

ENOUGH = 600.0  # seconds; what takes longer hangs
USUAL = 0.08  # seconds of a processor for a million turns of a loop


def slowness() -> float:
    """How many times longer than usual this machine takes now: from 1 to 3."""
    began, total = time.thread_time(), 0
    for i in range(1_000_000):
        total += i * i
    return min(max((time.thread_time() - began) / USUAL, 1.0), 3.0)


def brief() -> Limits:
    """Limits for what never ends, in which the reference comes to its end, in a hurry, too."""
    return LIMITS._replace(program=LIMITS.program / 4 * slowness())


def wait_until(happened: Callable[[], object]) -> None:
    """Returns when it has happened; fails if it takes longer than `ENOUGH`."""
    deadline = time.monotonic() + ENOUGH
    while not happened():
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.005)
