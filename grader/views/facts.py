"""What must be known to read a score: what was left out, and what the grader failed to do.

for says, names in facts(record): ...
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..judging.passages import GRADERS_FAULT
from ..judging.wording import one_line
from ..record import Record
from ..sandbox.time_out_sentences import OUT_OF_TIME

MOST_NAMES = 10  # of files


class Fact(NamedTuple):
    """A sentence about a record as a whole; the names that end it were chosen by a learner."""

    says: str
    names: str = ""


def facts(record: Record) -> list[Fact]:
    """What must be known to read the score."""
    said = graders_faults(record)
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


def graders_faults(record: Record) -> list[Fact]:
    """What is missing by a fault of the grader's, so that the score is not final."""
    if not record.broken:
        return faults_beside_tests(record)
    tests = "A test" if record.broken == 1 else f"{record.broken} tests"
    fact = Fact(f"{tests} could not be judged: {GRADERS_FAULT}.")
    return [fact, *faults_beside_tests(record)]


def faults_beside_tests(record: Record) -> list[Fact]:
    """The same, save what the tests themselves tell."""
    said = []
    if record.undrawn and record.undrawn.broken:
        said.append(Fact(f"The visualizer's drawing is missing: {GRADERS_FAULT}."))
    if record.faults:
        last = [fault.rpartition("\n")[2] for fault in record.faults]
        said.append(Fact("The grader broke, though no test shows it:", _listed(last)))
    return said


def _listed(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:MOST_NAMES]]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ", ".join(shown + more)
