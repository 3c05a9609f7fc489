"""Why tests of a milestone fail, each reason once: of many that fail alike, a file explains one."""

from __future__ import annotations

from typing import NamedTuple

from ..failure import Failure
from ..record import MilestoneResult, TestResult


class Reason(NamedTuple):
    """A test that did not pass, and the others that fail for the same reason."""

    test: TestResult
    others: tuple[TestResult, ...]


def reasons(milestone: MilestoneResult) -> list[Reason]:
    """Why tests of a milestone fail, each reason once."""
    groups: dict[Failure | str, list[TestResult]] = {}
    for test in milestone.failing:
        groups.setdefault(test.failure or test.name, []).append(test)
    return [Reason(first, tuple(others)) for first, *others in groups.values()]
