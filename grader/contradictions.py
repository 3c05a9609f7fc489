"""What can't be true of a record, whatever was graded: `saved.load` refuses it.

next(contradictions(record), None)    # the place, what is there, and what could be there
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from .manifest import MILESTONES
from .record import DATE, MilestoneResult, Record, state_of

KNOWN = {m.id: m for m in MILESTONES}
IDLE = "missing", "untouched"


class Contradiction(NamedTuple):
    """A value that does not go with the others: `milestones[0].so_far` is `found`, not `wanted`."""

    place: str
    found: Any
    wanted: str


def contradictions(record: Record) -> Iterator[Contradiction]:
    """All of a record's, from top to bottom."""
    if record.graded_at and not _is_date(record.graded_at):
        yield Contradiction("graded_at", record.graded_at, "a time such as 2026-01-31T12:00:00Z")
    yield from _again("milestones", "id", [m.id for m in record.milestones])
    for i, milestone in enumerate(record.milestones):
        yield from _of_milestone(f"milestones[{i}]", milestone, record.partial)


def _of_milestone(place: str, milestone: MilestoneResult, partial: bool) -> Iterator[Contradiction]:
    if milestone.id not in KNOWN:
        yield Contradiction(f"{place}.id", milestone.id, "a milestone of this version")
        return
    for name in ("number", "slug"):
        found, own = getattr(milestone, name), getattr(KNOWN[milestone.id], name)
        if found != own:
            yield Contradiction(f"{place}.{name}", found, f"{own}, as of {milestone.id}")
    yield from _again(f"{place}.tests", "name", [test.name for test in milestone.tests])
    yield from _of_counts(place, milestone, partial)
    for i, test in enumerate(milestone.tests):
        if test.outcome == "passed" and test.failure:
            yield Contradiction(f"{place}.tests[{i}].outcome", test.outcome, "why it has a failure")


def _of_counts(place: str, milestone: MilestoneResult, partial: bool) -> Iterator[Contradiction]:
    passed, state, so_far = milestone.passed, milestone.state, milestone.so_far
    if so_far is not None and so_far > passed:  # what passes together has passed
        yield Contradiction(f"{place}.so_far", so_far, f"at most {passed}, which is how many pass")
    filled = milestone.filled
    if filled and filled.count > filled.places:
        wanted = f"at most {filled.places}, which is how many places there are"
        yield Contradiction(f"{place}.filled.count", filled.count, wanted)
    told = state_of(milestone.tests, "started")
    if told != "started" and state != told and not (partial and state == "started"):
        yield Contradiction(f"{place}.state", state, f"{told}, as its tests say")
    elif told == "started" and (milestone.is_working or (state in IDLE and passed)):
        yield Contradiction(f"{place}.state", state, f"that: {passed} of {milestone.total} pass")


def _again(place: str, name: str, values: Sequence[str]) -> Iterator[Contradiction]:
    """Where something stands twice that has one place."""
    seen: set[str] = set()
    for i, value in enumerate(values):
        if value in seen:
            yield Contradiction(f"{place}[{i}].{name}", value, "another one than before")
        seen.add(value)


def _is_date(text: str) -> bool:
    with suppress(ValueError):
        return datetime.strptime(text, DATE).strftime(DATE) == text
    return False
