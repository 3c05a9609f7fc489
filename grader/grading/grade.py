"""Grades a folder: has the suites run on it, and makes the one record of what happened."""

from __future__ import annotations

import os
import platform
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..asking.grading import Grading
from ..asking.inputs import DEFAULT_SEED
from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..failure import Failure
from ..feedback.diagnosis import with_diagnoses
from ..feedback.hints import hints
from ..feedback.next_hint import with_hints
from ..library.assemble import strangers
from ..library.mounts import ISOLATED, SO_FAR, untouched
from ..manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult, Record
from ..suite.run import Collector, Progress, run
from .confirmation import Confirmed
from .picture import draw

# What torch imports when it is first asked for an optimiser, or for a transform: a second each.
SLOW_MODULES = ("torch.optim", "torch._dynamo")


def grade(
    target: Path,
    milestones: Sequence[Milestone] = MILESTONES,
    *,
    keyword: str = "",
    seed: int = DEFAULT_SEED,
    progress: Progress = lambda *_: None,
    remember: bool = False,
    drawn: bool = False,
    diagnosed: bool = True,
    hinted: bool = False,
    make: Callable[..., Grading] = Grading,
    **settings: Any,
) -> Record:
    """Grade the milestones in `target`, and return the record.

    A learner's complete milestone is confirmed on a fresh seed. With a `keyword`, only tests with
    it in their names are run. `remember` saves time by what earlier runs left in the checkout
    (torch's answers, and which files were confirmed); it is for its owner's own files, since code
    that is graded could write there. `drawn` records what the learner's visualizer draws, too, and
    `diagnosed` the known mistakes behind what fails, `hinted` a first hint for it. `make` makes
    the grading, which may be of a special kind. Raises SuitesBroken where the suites themselves
    could not be run, KeyboardInterrupt where the user interrupted.
    """
    began = time.perf_counter()
    oracle = RememberingOracle() if remember and seed == DEFAULT_SEED else Oracle()
    grading = make(target, seed, oracle=oracle, takes_notes=diagnosed, **settings)
    if any(grading.mounts(m) for m in milestones):
        oracle.prepare(*(SLOW_MODULES if len(milestones) == len(MILESTONES) else ()))
    done = run(grading, milestones, keyword, progress)
    results = [milestone_result(done, m, target) for m in milestones]
    confirmed = Confirmed(grading) if remember else None
    news = [m for m in _complete(results) if not (confirmed and confirmed.knows(m))]
    fresh = None
    by_a_learner = target != SOLUTIONS and not settings
    if news and by_a_learner and not keyword and seed == DEFAULT_SEED:
        fresh = 1 + secrets.randbelow(2**31)
        again = run(replace(grading, seed=fresh, oracle=Oracle()), news, "", progress)
        results = [_confirm(result, again, target) for result in results]
        if confirmed:
            confirmed.add(m for m in _complete(results) if m in news)
    if diagnosed:
        results = with_diagnoses(grading, results, remember)
    if hinted:
        results = with_hints(results, target)
    if isinstance(oracle, RememberingOracle):
        oracle.save()
    return Record(
        target=_shown(target),
        seed=seed,
        isolation="local",
        torch=version("torch"),
        milestones=tuple(results),
        seconds=round(time.perf_counter() - began, 3),
        python=platform.python_version(),
        numpy=version("numpy"),
        confirmed_seed=fresh,
        ignored=tuple(strangers(target)),
        partial=bool(keyword),
        graph=draw(grading) if drawn else "",
    )


def milestone_result(done: Collector, milestone: Milestone, target: Path) -> MilestoneResult:
    """Each test earns its points on either library; what failed is shown as it failed alone."""
    keys = [key for key in done.tests if key[0] == milestone]
    isolated = [done.results[key, ISOLATED] for key in keys]
    together = [done.results.get((key, SO_FAR)) for key in keys]
    best = [
        other if other and other.outcome == "passed" else alone
        for alone, other in zip(isolated, together, strict=True)
    ]
    has_so_far = bool(together) and all(together)
    return MilestoneResult.of(
        milestone,
        best,
        untouched=untouched(target, milestone),
        so_far=sum(r.outcome == "passed" for r in together if r) if has_so_far else None,
        seconds=round(done.seconds.get(milestone, 0.0), 3),
        where=f"{_shown(target / milestone.module)}.py",
        function=next(iter(hints(milestone))),  # where a newcomer starts
    )


def _confirm(result: MilestoneResult, again: Collector, target: Path) -> MilestoneResult:
    """The same result, less what passed only with the default seed's inputs."""
    milestone = find_milestone(result.id)
    if not any(key[0] == milestone for key in again.tests):
        return result
    fresh = milestone_result(again, milestone, target)
    seed = again.grading.seed
    tests = tuple(
        first
        if second.outcome == "passed"
        else replace(second, failure=replace(second.failure or Failure(), only_on_seed=seed))
        for first, second in zip(result.tests, fresh.tests, strict=True)
    )
    complete = all(test.outcome == "passed" for test in tests)
    so_far = result.so_far if fresh.so_far is None else min(result.so_far or 0, fresh.so_far)
    return replace(result, tests=tests, so_far=so_far, state="complete" if complete else "started")


def _complete(results: Sequence[MilestoneResult]) -> list[Milestone]:
    return [find_milestone(r.id) for r in results if r.state == "complete"]


def _shown(path: Path) -> str:
    """A path as people type it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
