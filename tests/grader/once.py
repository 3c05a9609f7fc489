"""What takes seconds to find out, found out by one of the processes that run tests side by side.

found = once(tmp_path_factory, "places", find)    # the others wait, and read what it is
"""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")


def once(factory: pytest.TempPathFactory, name: str, find: Callable[[], T]) -> T:
    """What `find` returns, here or in the process that came first."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which they share
    found = folder / f"{name}.pickle"
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            found.write_bytes(pickle.dumps(find()))
        return pickle.loads(found.read_bytes())
