"""What the views say alike: numbers, names, and a record's facts, each worded once."""

from __future__ import annotations

import math
import shlex
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..failure import Failure
from ..judging.passages import GRADERS_FAULT
from ..judging.wording import one_line
from ..record import Hint, MilestoneResult, Record, TestResult
from ..sandbox.time_out_sentences import OUT_OF_TIME

CELLS = 10
MOST_NAMES = 10  # of files


class Fact(NamedTuple):
    """A sentence about a record as a whole; the names that end it were chosen by a learner."""

    says: str
    names: str = ""


class Reason(NamedTuple):
    """A test that did not pass, and the others that fail for the same reason."""

    test: TestResult
    others: tuple[TestResult, ...]


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
    return OUT_OF_TIME if test.outcome == "not_run" else test.outcome.replace("_", " ")


def facts(record: Record) -> list[Fact]:
    """What must be known to read the score."""
    said = []
    if record.broken:
        tests = "A test" if record.broken == 1 else f"{record.broken} tests"
        said.append(Fact(f"{tests} could not be judged: {GRADERS_FAULT}."))
    if record.undrawn and record.undrawn.broken:
        said.append(Fact(f"The visualizer's drawing is missing: {GRADERS_FAULT}."))
    if record.faults:
        last = [fault.rpartition("\n")[2] for fault in record.faults]
        said.append(Fact("The grader broke, though no test shows it:", _listed(last)))
    if count := sum(m.not_run for m in record.milestones):
        tests = "A test was" if count == 1 else f"{count} tests were"
        said.append(Fact(f"{tests} {OUT_OF_TIME}."))
    if record.partial:
        said.append(Fact("Some tests were left out: the points say little."))
    if missing := [Path(m.where).name for m in record.milestones if m.state == "missing"]:
        said.append(Fact("Missing:", _listed(missing)))
    if record.ignored:
        says = "Ignored, since the library has no such module:"
        said.append(Fact(says, _listed(record.ignored)))
    return said


def _listed(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:MOST_NAMES]]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ", ".join(shown + more)


def next_up(milestones: Sequence[MilestoneResult]) -> MilestoneResult | None:
    """The first milestone with something to mend, or else with a test that does not pass."""
    failing = [m for m in milestones if m.failing]
    return next((m for m in failing if m.to_mend), next(iter(failing), None))


def first_failing(milestone: MilestoneResult) -> TestResult:
    """The test to show first of a milestone that does not pass."""
    return (milestone.to_mend or milestone.failing)[0]


def only_alone(milestone: MilestoneResult) -> str:
    """How many tests pass alone, but not on the learner's own files together; "" if none do."""
    if milestone.so_far is None or milestone.so_far == milestone.total:
        return ""
    failing = f"{milestone.total - milestone.so_far} of {milestone.total}"
    return f"{name(milestone)}: {failing} fail on your files together"


def name(milestone: MilestoneResult) -> str:
    """`m03 magic methods`."""
    return one_line(f"{milestone.id} {milestone.title}")


def summary(test: TestResult) -> str:
    """A test in a line: `a diamond is counted twice: wrong`."""
    return f"{one_line(test.title or test.name)}: {outcome(test)}"


def where_to_start(milestone: MilestoneResult) -> str:
    """What to do about a milestone whose tests were not run."""
    file, function = one_line(milestone.where), one_line(milestone.function)
    if milestone.state == "missing":
        return f"{file} is missing; hand it in"
    first = f"; first function: {function}" if function else ""
    return f"open {file} and read its lesson{first}"


def place(milestone: MilestoneResult, test: TestResult) -> str:
    """Where to look: the line that raised; for a wrong answer only the file is known."""
    if test.frame is None:
        return one_line(milestone.where)
    places = [test.frame.where, test.frame.function]
    return one_line(" in ".join(filter(None, places)))


def hint_command(milestone: MilestoneResult, target: str) -> str:
    """What to type for a hint on a milestone of the folder `target`."""
    return f"nox -s hint -- {_of(milestone, target)}"


def grade_command(milestone: MilestoneResult, target: str) -> str:
    """What to type so that a milestone is graded by itself, however long it takes."""
    return f"nox -s grade -- {_of(milestone, target)} --deadline 0"


def _of(milestone: MilestoneResult, target: str) -> str:
    elsewhere = f" --target {shlex.quote(one_line(target))}" if target != "exercises" else ""
    return f"{milestone.id}{elsewhere}"


def what_to_do(milestone: MilestoneResult, target: str) -> str:
    """What to do about a milestone of the folder `target`, whose tests do not all pass."""
    first = first_failing(milestone)
    if first.outcome == "not_run":
        return grade_command(milestone, target)
    if first.outcome == "broken":
        return "report this; nothing in the files is to be mended"
    return place(milestone, first)


def what_fails(milestone: MilestoneResult) -> str:
    """How many of a milestone's tests do not pass: `4 of 50 fail, first test 1: wrong`."""
    failing = [test for test in milestone.failing if test.outcome != "not_run"]
    fail = ""
    if failing:
        first = failing[0]
        fail = f"{len(failing)} of {milestone.total} fail, first {summary(first)}"
        if first.failure and first.failure.stage == "import" and first.frame:
            fail += f", when it is imported ({place(milestone, first)})"
    left = f"{milestone.not_run} of {milestone.total} {OUT_OF_TIME}" if milestone.not_run else ""
    return "; ".join(filter(None, [fail, left]))


def hint_heading(hint: Hint) -> str:
    """Where a hint belongs, and which one it is."""
    number = f"hint {hint.number} of {hint.total}" if hint.number <= hint.total else "read on"
    return f"{hint.place}, {one_line(hint.where)}: {number}"


def hint_in_lines(hint: Hint, width: int = 88) -> str:
    """A hint as lines of text."""
    indented = dict(width=width, initial_indent="  ", subsequent_indent="  ")
    text = textwrap.fill(hint.text, **indented, break_on_hyphens=False)
    return f"{hint_heading(hint)}\n{text}"


def reasons(milestone: MilestoneResult) -> list[Reason]:
    """Why tests of a milestone fail, each reason once."""
    groups: dict[Failure | str, list[TestResult]] = {}
    for test in milestone.failing:
        groups.setdefault(test.failure or test.name, []).append(test)
    return [Reason(first, tuple(others)) for first, *others in groups.values()]


def run(record: Record) -> str:
    """What was graded, and how: `exercises, seed 0, local isolation, torch 2.13.0`."""
    fresh = record.confirmed_seed
    confirmed = f" (confirmed on {fresh})" if fresh is not None else ""
    how = f"{record.isolation} isolation, torch {record.torch}"
    return one_line(f"{record.target}, seed {record.seed}{confirmed}, {how}")
