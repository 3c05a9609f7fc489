"""Confirms what works, or is complete, on a fresh seed, once for the same files.

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
from ..asking.travelling import OTHER_SEED
from ..cache import CONFIRMED, Memory
from ..checkout import kept
from ..failure import Failure
from ..judging.failure_facts import broken
from ..manifest import IS_HANDOUT, SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult, TestResult, state_of
from ..suite.done import Done
from ..suite.setup import USUAL, Mounts, Settings, Setup
from .results import milestone_result
from .suites import Suites

YES = b"confirmed"


class Confirmed:
    """What was confirmed of the files that are graded, or failed; kept in the checkout, and never
    needed."""

    def __init__(self, mounts: Mounts) -> None:
        self._mounts = mounts
        self._memory = Memory(CONFIRMED)

    def knows(self, milestone: Milestone) -> bool:
        """Whether this milestone was confirmed with these very files."""
        return self._memory.get(self._key(milestone)) == YES

    def failed_on(self, milestones: Iterable[Milestone]) -> int | None:
        """A seed on which one of these failed before, with these very files."""
        known = [self._memory.get(self._key(milestone)) for milestone in milestones]
        return next((int(seed) for seed in known if seed and seed != YES), None)

    def add(self, results: Iterable[MilestoneResult], seed: int) -> None:
        """Remember of which of these nothing but what failed before failed on a seed."""
        for result in results:
            only_here = any(t.failure and t.failure.only_on_seed == seed for t in result.tests)
            said = b"%d" % seed if only_here else YES
            if not any(test.outcome in ("broken", "not_run") for test in result.tests):
                self._memory.put(self._key(find_milestone(result.id)), said)
        self._memory.save()

    def _key(self, milestone: Milestone) -> str:
        libraries = [mount.library.key for mount in self._mounts(milestone)]
        suite = hashlib.sha256(kept(milestone.suite).data).hexdigest()
        return hashlib.sha256(json.dumps([suite, *libraries]).encode()).hexdigest()


def with_confirmation(
    setup: Setup,
    results: Sequence[MilestoneResult],
    remember: bool,
    suites: Suites,
) -> tuple[list[MilestoneResult], int | None]:
    """The same results, less what passes on the default seed's inputs only; and the fresh seed.

    The seed is None where nothing was run: the reference, some of a suite's tests, and other seeds
    are not confirmed; but where the settings have a second seed, whatever passes is, on that one.
    With `remember`, neither is what was confirmed before; and what failed before
    is run on the seed that it failed on, so that whoever grades the same files finds the same.
    """
    settings = setup.settings
    if settings.second is not None:
        return _on_the_second(setup, results, suites), None
    if setup.target == SOLUTIONS or settings.keyword or settings.seed != DEFAULT_SEED:
        return list(results), None
    confirmed = Confirmed(setup.mounts) if remember else None
    news = [m for m in _working(results) if not (confirmed and confirmed.knows(m))]
    if not news:
        return list(results), None
    failed_on = confirmed.failed_on(news) if confirmed else None
    seed = failed_on or (OTHER_SEED if IS_HANDOUT else 1 + secrets.randbelow(2**31))
    again = suites.run(setup.on(seed), news)
    both = [_confirm(r, again, seed) if find_milestone(r.id) in news else r for r in results]
    if confirmed:
        confirmed.add((r for r in both if find_milestone(r.id) in news), seed)
    return both, seed


def _on_the_second(
    setup: Setup, results: Sequence[MilestoneResult], suites: Suites
) -> list[MilestoneResult]:
    """The same results, less what does not pass on the settings' second seed. None of them tells
    which that is."""
    seed = setup.settings.second
    assert seed is not None
    passing = [find_milestone(r.id) for r in results if _passes(r)]
    on_the_second = setup.on(seed, setup.oracle, shares=True)
    again = suites.run(on_the_second, passing) if passing else None
    return [_confirm(r, again, DEFAULT_SEED) if again and _passes(r) else r for r in results]


def unconfirmed(
    results: Sequence[MilestoneResult], settings: Settings = USUAL
) -> list[MilestoneResult]:
    """The same results, where what works is broken: the grader could not confirm it. With a second
    seed, this is so of whatever passes."""
    return [
        _unconfirmed(r) if r.is_working or (settings.second is not None and _passes(r)) else r
        for r in results
    ]


def _passes(result: MilestoneResult) -> bool:
    return any(test.outcome == "passed" for test in result.tests)


def _unconfirmed(result: MilestoneResult) -> MilestoneResult:
    why = broken("what works could not be confirmed")
    tests = tuple(
        replace(test, outcome="broken", failure=why) if test.outcome == "passed" else test
        for test in result.tests
    )
    return replace(result, state="started", so_far=result.so_far and 0, tests=tests)


def _confirm(result: MilestoneResult, again: Done, seed: int) -> MilestoneResult:
    fresh = milestone_result(again, find_milestone(result.id))
    pairs = zip(result.tests, fresh.tests, strict=True)
    tests = tuple(_worse(first, second, seed) for first, second in pairs)
    so_far = result.so_far if fresh.so_far is None else min(result.so_far or 0, fresh.so_far)
    return replace(result, tests=tests, so_far=so_far, state=state_of(tests, "started"))


def _worse(first: TestResult, second: TestResult, seed: int) -> TestResult:
    """A test's result on the usual seed, unless it passes there and not on the fresh one."""
    if first.outcome != "passed" or second.outcome == "passed":
        return first
    if second.outcome in ("broken", "not_run"):
        return second
    return replace(second, failure=replace(second.failure or Failure(), only_on_seed=seed))


def _working(results: Sequence[MilestoneResult]) -> list[Milestone]:
    return [find_milestone(r.id) for r in results if r.is_working]
