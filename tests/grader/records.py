"""Records of learners who never were, for views to show."""

from __future__ import annotations

from typing import Any

from grader.failure import Failure
from grader.manifest import CORE, MILESTONES
from grader.record import MilestoneResult, Record, TestResult

# What views show: milestones whose places and points stay while the course changes.
EXAMPLES = tuple(
    m._replace(points=20 if m.slug == "magic_methods" else 10 if m.part == CORE else 12)
    for m in MILESTONES
    if m.slug != "scalars"
)


def result(
    outcome: str,
    name: str = "a_b",
    visibility: str = "public",
    failure: Failure | None = None,
    **more: Any,
) -> TestResult:
    """How one test went, whose title is its name with spaces in it."""
    return TestResult(name, name.replace("_", " "), visibility, outcome, failure, **more)


def milestone(
    number: int, *tests: TestResult | str, untouched: bool = False, **more: Any
) -> MilestoneResult:
    """The n-th of the examples, with these tests; of some, only the outcome is told."""
    told = [
        test if isinstance(test, TestResult) else result(test, f"test_{i}")
        for i, test in enumerate(tests)
    ]
    return MilestoneResult.of(EXAMPLES[number], told, untouched=untouched, **more)


def record(*milestones: MilestoneResult, **more: Any) -> Record:
    """The record of these milestones."""
    return Record("exercises", 7, "local", "2.13.0", milestones, **more)


def complete(**more: Any) -> Record:
    """Whose every test passes, alone and together."""
    numbers = range(len(EXAMPLES))
    return record(*(milestone(n, "passed", "passed", so_far=2) for n in numbers), **more)


def without_times(data: Any) -> Any:
    """Data without the values that differ from one run to the next."""
    if isinstance(data, list):
        return [without_times(each) for each in data]
    if isinstance(data, dict):
        names = data.keys() - {"seconds", "graded_at", "confirmed_seed", "files"}
        return {name: without_times(data[name]) for name in names}
    return data
