"""What all tests share: what is there from the start is not looked through for garbage."""

from __future__ import annotations

import gc

gc.disable()


def pytest_collection_finish() -> None:
    """torch and thousands of tests stay to the end, and each full collection would look at them
    all: while they come, that takes a fifth of the time."""
    gc.freeze()
    gc.enable()
