"""What the views say alike: numbers, names, and a record's facts, each worded once."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from ..judging.wording import one_line
from ..record import MilestoneResult, Record, TestResult

CELLS = 10
MOST_NAMES = 10  # of files
GRADERS_FAULT = "this is the grader's fault; your points are not final"


class Fact(NamedTuple):
    """A sentence about a record as a whole; the names that end it were chosen by a learner."""

    says: str
    names: str = ""


def bar(share: float, unicode: bool = True) -> str:
    """Ten cells, of which `share` (0 to 1) is filled; full only when all is done."""
    filled = math.floor(CELLS * share)
    full, empty = "█░" if unicode else "#."
    return full * filled + empty * (CELLS - filled)


def points(earned: float) -> str:
    """Points with at most one decimal, never rounded up: `6.6`, `10`."""
    return f"{math.floor(round(earned * 10, 3)) / 10:g}"


def so_far(milestone: MilestoneResult) -> str:
    """How many tests pass on the learner's own files up to here; `-` while one is untouched."""
    return "-" if milestone.so_far is None else f"{milestone.so_far}/{milestone.total}"


def outcome(test: TestResult) -> str:
    """How a test went: `wrong`, `not started`."""
    return test.outcome.replace("_", " ")


def facts(record: Record) -> list[Fact]:
    """What must be known to read the score."""
    said = []
    if record.broken:
        tests = "A test" if record.broken == 1 else f"{record.broken} tests"
        said.append(Fact(f"{tests} could not be judged: {GRADERS_FAULT}."))
    if record.partial:
        said.append(Fact("Some tests were left out: the points say little."))
    if record.ignored:
        says = "Ignored, since the library has no such module:"
        said.append(Fact(says, _listed(record.ignored)))
    return said


def _listed(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:MOST_NAMES]]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ", ".join(shown + more)


def next_up(record: Record) -> MilestoneResult | None:
    """The first milestone with a test that does not pass."""
    return next((m for m in record.milestones if m.failing), None)


def only_alone(milestone: MilestoneResult) -> str:
    """How many tests pass alone, but not on the learner's own files together; "" if none do."""
    if milestone.so_far is None or milestone.so_far == milestone.total:
        return ""
    failing = f"{milestone.total - milestone.so_far} of {milestone.total}"
    return f"{milestone.id} {milestone.title}: {failing} fail on your files together"


def hint_command(record: Record, milestone: MilestoneResult) -> str:
    """What to type for a hint."""
    elsewhere = record.target != "exercises"
    target = f" --target {shlex.quote(one_line(record.target))}" if elsewhere else ""
    return f"nox -s hint -- {milestone.id}{target}"
