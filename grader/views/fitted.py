"""Files of bounded size: what failures say is shortened, the last ones first, until a view fits.

text = fitted(record, html)    # at most 500 KB
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from ..failure import Failure
from ..record import Record, TestResult

LARGEST = 500_000  # bytes of a file
BRIEF = 200  # characters of a text that is shortened
MOST_BRIEF = 5  # failures of a milestone that are shortened; of others only the outcome is left
MOST_NAMES = 100  # of files that a submission added
TEXTS = ("yours", "torch", "fact", "message", "broken")


def fitted(record: Record, render: Callable[[Record], str], largest: int = LARGEST) -> str:
    """A view of the record, or of as much of it as fits into `largest` bytes.

    Failures are cut from the last one on; how each test went is always there.
    """
    rendered = cache(lambda cuts: render(cut(record, cuts)))

    def fits(cuts: int) -> bool:
        return len(rendered(cuts).encode()) <= largest

    if fits(0):
        return rendered(0)
    failing, whole = sum(len(m.failing) for m in record.milestones), 1
    while whole < failing and fits(failing - whole):  # from few on: a large view takes long
        whole *= 2
    fewest, most = max(failing - whole, 0), failing - whole // 2
    return rendered(bisect_left(range(failing + 1), True, fewest, most + 1, key=fits))


def cut(record: Record, cuts: int) -> Record:
    """The record with its last failures cut, so many of them; with more cuts than failures, these
    say nothing at all, and the graph is left out."""
    after = sum(len(m.failing) for m in record.milestones)  # how many fail from here on
    most_brief = 0 if cuts > after else MOST_BRIEF
    milestones = []
    for milestone in record.milestones:
        tests, rank = [], 0
        for test in milestone.tests:
            tests.append(_cut(test, rank < most_brief) if after <= cuts else test)
            failed = test.outcome != "passed"
            after, rank = after - failed, rank + failed
        milestones.append(replace(milestone, tests=tuple(tests)))
    return replace(
        record,
        milestones=tuple(milestones),
        graph=record.graph if most_brief else "",
        ignored=record.ignored[:MOST_NAMES] if cuts else record.ignored,
    )


def _cut(test: TestResult, is_brief: bool) -> TestResult:
    failure = test.failure
    if failure is None:
        return test
    return replace(test, failure=_shortened(failure) if is_brief else _emptied(failure))


def _shortened(failure: Failure) -> Failure:
    """What differs or was raised, and where; without the program, and what was printed."""
    brief: dict[str, Any] = {name: _brief(getattr(failure, name)) for name in TEXTS}
    random = failure.smallest
    smallest = random and replace(random, yours=_brief(random.yours), torch=_brief(random.torch))
    kept = replace(
        failure,
        program="",
        inputs=(),
        shapes=(),
        printed="",
        frames=failure.frames[-1:],
        smallest=smallest,
        **brief,
    )
    return kept if kept == failure else replace(kept, is_cut=True)


def _emptied(failure: Failure) -> Failure:
    return Failure(failure.stage, is_cut=True)


def _brief(text: str) -> str:
    return text if len(text) <= BRIEF else text[:BRIEF] + "..."
