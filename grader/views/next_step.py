"""What to do next: the first failure in full, and the others in a line each.

    for line in next_step(record.milestones, record.target): print(line.text)

The table prints it, and `nox -s watch` shows it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ..judging.explain import explain
from ..judging.wording import WIDTH, one_line
from ..record import Feedback, MilestoneResult, TestResult
from ..sandbox.time_out_sentences import OUT_OF_TIME
from .terminal import BOLD, DIM, RED, Line
from .words import (
    first_failing,
    heading,
    hint_command,
    name,
    next_up,
    only_alone,
    summary,
    what_fails,
    what_to_do,
    where_to_start,
)

MOST_OTHERS = 8
LONGEST = 1000  # characters of a diagnosis


def next_step(
    milestones: Sequence[MilestoneResult],
    target: str,
    feedback: Feedback = "full",
    width: int = 80,
    explains_all: bool = False,
) -> list[Line]:
    """What to do next in the folder `target`; nothing once all is done, or where only the score is
    to be seen. The first failure is explained, or all of a milestone's are. Only programs and
    places have lines that are wider than `width`."""
    if feedback == "score":
        return []
    current = next_up(milestones)
    if current is None:
        return [Line(said) for said in map(only_alone, milestones) if said]
    others = [m for m in milestones if m is not current]
    if not current.was_run:
        return [Line(f"Next: {where_to_start(current)}", BOLD), *_others(others)]
    lines = [*_failing(current, target, width, explains_all), *_others(others)]
    if feedback == "full" and current.to_mend:
        lines += [Line(""), Line(f"Stuck? {hint_command(current, target)}", DIM)]
    texts = [line.text for line in lines]  # nothing ends in an empty one, and none follows another
    return [line for line, after in zip_longest(lines, texts[1:]) if line.text or after]


def _failing(
    milestone: MilestoneResult, target: str, width: int, explains_all: bool
) -> Iterator[Line]:
    first = first_failing(milestone)
    others = [test for test in milestone.failing if test is not first]
    smallest = [test for test in others if _is_smallest(test)]
    others = [test for test in others if test not in smallest]
    yield Line(f"Next: {what_to_do(milestone, target)}", BOLD)
    yield Line("")
    yield Line(heading(first), RED)
    explained = _explained(milestone)
    if explained is first:
        yield from _diagnosis(milestone, width)
    for test in smallest:
        yield from map(Line, ["The smallest program found that goes wrong:", ""])
        yield from map(Line, [explain(test.failure, width), ""])
    if first.failure:
        yield from map(Line, [explain(first.failure, width), ""])
    if explained in others:
        yield Line(heading(explained), RED)
        yield from _diagnosis(milestone, width)
        others.remove(explained)
    if explains_all:
        yield from _each_explained([t for t in others if t.failure != first.failure], width)
    else:
        yield from _also(first, others)


def _explained(milestone: MilestoneResult) -> TestResult | None:
    """The first of the tests whose failure the diagnosis explains."""
    names = milestone.diagnosis.explains if milestone.diagnosis else ()
    return next((test for test in milestone.failing if test.name in names), None)


def _diagnosis(milestone: MilestoneResult, width: int) -> Iterator[Line]:
    if milestone.diagnosis:
        said = one_line(milestone.diagnosis.text, LONGEST)
        yield from map(Line, [*textwrap.wrap(said, min(width, WIDTH)), ""])


def _each_explained(tests: Sequence[TestResult], width: int) -> Iterator[Line]:
    for test in tests:
        yield Line(heading(test), RED)
        if test.failure:
            yield from map(Line, [explain(test.failure, width), ""])


def _is_smallest(test: TestResult) -> bool:
    """Whether it shows the smallest program that random programs came down to."""
    return test.outcome == "wrong" and bool(test.failure and test.failure.smallest)


def _also(first: TestResult, others: Sequence[TestResult]) -> Iterator[Line]:
    """The milestone's other failures, a line each; those with the same reason in one."""
    same = [test for test in others if test.failure and test.failure == first.failure]
    not_run = [test for test in others if test.outcome == "not_run"]
    different = [test for test in others if test not in same and test not in not_run]
    if same:
        yield Line(f"  {len(same)} more for the same reason")
    yield from (Line(f"  also {summary(test)}") for test in different[:MOST_OTHERS])
    if len(different) > MOST_OTHERS:
        yield Line(f"  and {len(different) - MOST_OTHERS} more")
    if not_run:
        yield Line(f"  {len(not_run)} more {OUT_OF_TIME}")


def _others(milestones: Sequence[MilestoneResult]) -> Iterator[Line]:
    """One line for each milestone that was started and fails."""
    for m in milestones:
        if m.failing and m.was_run:
            yield Line(f"{name(m)}: {what_fails(m)}")
