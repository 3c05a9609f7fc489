"""What all tests share: what is there from the start is not looked through for garbage."""

from __future__ import annotations

import gc
import os
import sys

from grader.asking import oracle
from grader.sandbox.threads import THREADS

gc.disable()
# As many processes as there are processors run tests: threads of theirs would wait for each other.
os.environ |= dict.fromkeys(THREADS, "1")


def pytest_collection_finish() -> None:
    """torch and thousands of tests stay to the end, and each full collection would look at them
    all: while they come, that takes a fifth of the time.

    Who has imported torch gets it as the grader does, without its compiler."""
    if "torch" in sys.modules:
        oracle.torch()
    gc.freeze()
    gc.enable()
