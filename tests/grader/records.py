"""Records made by hand, for tests of what is shown of them."""

from __future__ import annotations

from typing import Any

from grader.failure import Failure
from grader.manifest import MILESTONES
from grader.record import MilestoneResult, Outcome, Record, TestResult, Visibility


def result(
    outcome: Outcome,
    title: str = "a b",
    visibility: Visibility = "public",
    failure: Failure | None = None,
    **more: Any,
) -> TestResult:
    """How a test of this title went."""
    name = f"test_{title.replace(' ', '_')}"
    return TestResult(name, title, visibility, outcome, failure, **more)


def milestone(number: int, *tests: TestResult | Outcome, **more: Any) -> MilestoneResult:
    """How a milestone went whose tests went so; it was touched, unless `more` says otherwise."""
    results = [
        each if isinstance(each, TestResult) else result(each, f"test {i}")
        for i, each in enumerate(tests)
    ]
    return MilestoneResult.of(MILESTONES[number], results, **({"untouched": False} | more))


def record(*milestones: MilestoneResult, **more: Any) -> Record:
    """What a grading found: of `exercises`, unless `more` says otherwise."""
    usual = {"target": "exercises", "seed": 7, "isolation": "local", "torch": "2.13.0"}
    return Record(milestones=milestones, **(usual | more))


def complete(**more: Any) -> Record:
    """A record in which all is right, two tests each, also of the learner's files together."""
    return record(*(milestone(m.number, "passed", "passed", so_far=2) for m in MILESTONES), **more)
