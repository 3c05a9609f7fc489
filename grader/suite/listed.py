"""The tests of suites that nobody has begun, as they went: for pytest to list those of a whole
course takes a second or two, and a class is graded in few processes.

remember(milestone, tests)    # once pytest has listed them
listed(milestone)             # the same, while the suite is; or nothing
"""

from __future__ import annotations

from collections.abc import Sequence

from ..checkout import kept
from ..files import File
from ..manifest import Milestone
from ..record import TestResult

_TESTS: dict[File, Sequence[TestResult]] = {}  # by the suite, as it was then


def listed(milestone: Milestone) -> Sequence[TestResult]:
    """What is remembered of its suite."""
    return _TESTS.get(kept(milestone.suite), ())


def remember(milestone: Milestone, tests: Sequence[TestResult]) -> None:
    """Note all tests of its suite."""
    _TESTS[kept(milestone.suite)] = tests
