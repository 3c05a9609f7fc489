"""A record as it is told to somebody who has the folder's files, and not the folder's place.

    html(within(record))    # "m00_by_hand.py:69", for "/srv/handed_in/ada/m00_by_hand.py:69"

What a terminal shows is for who typed the command, who can open these places as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ..failure import Failure, FrameSummary
from ..record import MilestoneResult, Record, TestResult


def within(record: Record) -> Record:
    """The same record; only its target still says where the folder is."""
    if not record.target:
        return record
    start = re.compile(rf"(?<![\w/.-]){re.escape(record.target.rstrip('/'))}/")

    def told(text: str) -> str:
        return start.sub("", text)

    return replace(
        record,
        milestones=tuple(_milestone(each, told) for each in record.milestones),
        undrawn=record.undrawn and _failure(record.undrawn, told),
        elsewhere=told(record.elsewhere),
    )


def _milestone(found: MilestoneResult, told: Callable[[str], str]) -> MilestoneResult:
    diagnosis, hint = found.diagnosis, found.hint
    return replace(
        found,
        where=told(found.where),
        diagnosis=diagnosis and replace(diagnosis, lesson=told(diagnosis.lesson)),
        hint=hint and replace(hint, where=told(hint.where)),
        tests=tuple(_test(test, told) for test in found.tests),
        apart=found.apart and _test(found.apart, told),
    )


def _test(test: TestResult, told: Callable[[str], str]) -> TestResult:
    return replace(test, failure=_failure(test.failure, told)) if test.failure else test


def _failure(failure: Failure, told: Callable[[str], str]) -> Failure:
    """Its places, and those in what was raised or printed: NumPy's warnings name a file."""
    return replace(
        failure,
        message=told(failure.message),
        no_answer=told(failure.no_answer),
        printed=told(failure.printed),
        frames=tuple(_frame(each, told) for each in failure.frames),
        outside=failure.outside and _frame(failure.outside, told),
    )


def _frame(frame: FrameSummary, told: Callable[[str], str]) -> FrameSummary:
    return replace(frame, path=told(frame.path))
