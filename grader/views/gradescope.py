"""The record as Gradescope's `results.json`: an entry per test, with its points, or per milestone.

The format is https://gradescope-autograders.readthedocs.io/en/latest/specs/. Everything is
`visible` to students: what they are not to see has left the record before (`Record.redacted`), and
a single hidden entry would keep the total from them, too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..judging.explain import explain
from ..judging.passages import WIDTH
from ..judging.wording import one_line, visible
from ..record import MilestoneResult, Record, TestResult
from .facts import facts
from .words import BADGE, name, outcome, points, run, what_fails, where_to_start

UNIT = 10_000  # the record's points have four decimals


def gradescope(record: Record) -> str:
    """The record as JSON text. The tests' points add up to its score exactly."""
    results = {
        "score": record.score,
        "execution_time": record.seconds,
        "output": _summary(record),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [entry for m in record.milestones for entry in _entries(m)],
        "extra_data": {
            "seed": None if record.seeds_are_secret else record.seed,
            "confirmed_seed": record.confirmed_seed,
            "isolation": record.isolation,
            "torch": record.torch,
            "run": run(record, in_full=True),
            "graded_at": record.graded_at,
            "deadline": record.deadline,
        },
    }
    return json.dumps(results) + "\n"


def by_milestone(record: Record, notes: Sequence[str] = ()) -> str:
    """The same with an entry for each milestone, its points as they are; `notes` are about the
    submission as a whole."""
    results = json.loads(gradescope(record))
    results["tests"] = [_as_one(milestone) for milestone in record.milestones]
    results["output"] = "\n".join([results["output"], *map(one_line, notes)])
    return json.dumps(results) + "\n"


def without_points(said: str) -> str:
    """Results of a submission that has no record; what is said of it."""
    told = {"score": 0.0, "output": said, "output_format": "text", "visibility": "visible"}
    return json.dumps(told | {"stdout_visibility": "hidden", "tests": []}) + "\n"


def _as_one(milestone: MilestoneResult) -> dict[str, Any]:
    public = [test for test in milestone.failing if test.failure]
    said = [what_fails(milestone)] if milestone.was_run else [where_to_start(milestone)]
    said += [f"\n{one_line(test.title or test.name)}: {_output(test)}" for test in public[:1]]
    return {
        "name": name(milestone),
        "number": str(milestone.number),
        "score": milestone.earned,
        "max_score": float(milestone.points),
        "status": "failed" if milestone.failing else "passed",
        "output": "\n".join(filter(None, said)),
        "output_format": "text",
        "visibility": "visible",
        "tags": [milestone.id, milestone.part],
        "extra_data": {"passed": milestone.passed, "total": milestone.total},
    }


def _entries(milestone: MilestoneResult) -> list[dict[str, Any]]:
    """The milestone's tests, with its points divided among them.

    Those that passed share what was earned, the others what was not, and no two shares differ by
    more than a unit.
    """
    earned = round(milestone.earned * UNIT)
    gained = iter(_shares(earned, milestone.passed))
    missed = iter(_shares(milestone.points * UNIT - earned, len(milestone.failing)))
    entries = []
    for number, test in enumerate(milestone.tests, start=1):
        passed = test.outcome == "passed"
        most = next(gained if passed else missed)
        entries.append(_entry(milestone, test, number, most / UNIT if passed else 0.0, most / UNIT))
    return entries


def _shares(whole: int, parts: int) -> list[int]:
    return [whole * (i + 1) // parts - whole * i // parts for i in range(parts)]


def _entry(
    milestone: MilestoneResult, test: TestResult, number: int, score: float, most: float
) -> dict[str, Any]:
    return {
        "name": f"{name(milestone)}: {one_line(test.title or test.name)}",
        "number": f"{milestone.number}.{number}",
        "score": score,
        "max_score": most,
        "status": "passed" if test.outcome == "passed" else "failed",
        "output": _output(test),
        "output_format": "text",
        "visibility": "visible",
        "tags": [milestone.id, milestone.part, test.visibility],
        "extra_data": {"outcome": test.outcome, "seconds": test.seconds},
    }


def _output(test: TestResult) -> str:
    if test.outcome == "passed":
        return ""
    where = one_line(test.frame.where) if test.frame else ""
    said = explain(test.failure) if test.failure else ""
    return "\n".join(filter(None, [outcome(test), where, said]))


def _summary(record: Record) -> str:
    lines = [f"{points(record.score)} of {record.max_score} points"]
    if record.library_works:
        lines.append(BADGE)
    lines += [f"{m.id}: {visible(m.diagnosis.whole)}" for m in record.milestones if m.diagnosis]
    for fact in facts(record):
        lines += fact.in_lines(WIDTH)
    return "\n".join(lines)
