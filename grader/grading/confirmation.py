"""Confirms complete milestones on a fresh seed, once for the same files.

A milestone is known by the content of every file that its tests ran with: the libraries', the
suite's, and the grader's.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..asking.inputs import DEFAULT_SEED
from ..cache import CONFIRMED, Memory
from ..checkout import kept
from ..failure import Failure
from ..manifest import SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult
from ..suite.run import Collector, Progress, run
from ..suite.setup import Mounts, Setup
from .results import milestone_result


class Confirmed:
    """What was confirmed of the files that are graded; kept in the checkout, and never needed."""

    def __init__(self, mounts: Mounts) -> None:
        self._mounts = mounts
        self._memory = Memory(CONFIRMED)

    def knows(self, milestone: Milestone) -> bool:
        """Whether this milestone was confirmed with these very files."""
        return self._memory.get(self._key(milestone)) is not None

    def add(self, milestones: Iterable[Milestone]) -> None:
        """Remember these."""
        for milestone in milestones:
            self._memory.put(self._key(milestone), b"confirmed")
        self._memory.save()

    def _key(self, milestone: Milestone) -> str:
        libraries = [mount.library.key for mount in self._mounts(milestone)]
        suite = hashlib.sha256(kept(milestone.suite).data).hexdigest()
        return hashlib.sha256(json.dumps([suite, *libraries]).encode()).hexdigest()


def with_confirmation(
    setup: Setup,
    results: Sequence[MilestoneResult],
    remember: bool,
    progress: Progress,
    listeners: Sequence[object],
) -> tuple[list[MilestoneResult], int | None]:
    """The same results, less what passes on the default seed's inputs only; and the fresh seed.

    The seed is None where nothing was run: the reference, some of a suite's tests, and other seeds
    are not confirmed. With `remember`, neither is what was confirmed before.
    """
    settings = setup.settings
    if setup.target == SOLUTIONS or settings.keyword or settings.seed != DEFAULT_SEED:
        return list(results), None
    confirmed = Confirmed(setup.mounts) if remember else None
    news = [m for m in _complete(results) if not (confirmed and confirmed.knows(m))]
    if not news:
        return list(results), None
    seed = 1 + secrets.randbelow(2**31)
    again = run(setup.on(seed), news, progress=progress, listeners=listeners)
    both = [_confirm(r, again) if find_milestone(r.id) in news else r for r in results]
    if confirmed:
        confirmed.add(m for m in _complete(both) if m in news)
    return both, seed


def _confirm(result: MilestoneResult, again: Collector) -> MilestoneResult:
    fresh = milestone_result(again, find_milestone(result.id))
    seed = again.setup.settings.seed
    tests = tuple(
        {"passed": first, "broken": second}.get(second.outcome)
        or replace(second, failure=replace(second.failure or Failure(), only_on_seed=seed))
        for first, second in zip(result.tests, fresh.tests, strict=True)
    )
    complete = all(test.outcome == "passed" for test in tests)
    so_far = result.so_far if fresh.so_far is None else min(result.so_far or 0, fresh.so_far)
    return replace(result, tests=tests, so_far=so_far, state="complete" if complete else "started")


def _complete(results: Sequence[MilestoneResult]) -> list[Milestone]:
    return [find_milestone(r.id) for r in results if r.state == "complete"]
