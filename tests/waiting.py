"""How tests wait for what is to happen, on however slow and busy a machine."""

from __future__ import annotations

import time
from collections.abc import Callable

ENOUGH = 600.0  # seconds; what takes longer hangs


def wait_until(happened: Callable[[], object]) -> None:
    """Returns when it has happened; fails if it takes longer than `ENOUGH`."""
    deadline = time.monotonic() + ENOUGH
    while not happened():
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.005)
