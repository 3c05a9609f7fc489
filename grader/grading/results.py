"""How a milestone went, from how its tests went on each library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..feedback.hints import hints
from ..library.mounts import ISOLATED, SO_FAR, missing, untouched
from ..manifest import Milestone
from ..record import MilestoneResult, TestResult
from ..suite.run import Collector


def results_of(done: Collector, milestones: Sequence[Milestone]) -> list[MilestoneResult]:
    """How each of the milestones went."""
    return [milestone_result(done, milestone) for milestone in milestones]


def milestone_result(done: Collector, milestone: Milestone) -> MilestoneResult:
    """Each test earns its points on either library; what failed is shown as it failed alone."""
    target = done.setup.target
    keys = [key for key in done.tests if key[0] == milestone]
    isolated = [done.results[key, ISOLATED] for key in keys]
    together = [done.results.get((key, SO_FAR)) for key in keys]
    best = [_better(*both) for both in zip(isolated, together, strict=True)]
    has_so_far = bool(together) and all(together)
    return MilestoneResult.of(
        milestone,
        best,
        untouched=untouched(target, milestone),
        missing=missing(target, milestone),
        so_far=sum(r.outcome == "passed" for r in together if r) if has_so_far else None,
        seconds=round(done.seconds.get(milestone, 0.0), 3),
        where=f"{as_typed(target / milestone.module)}.py",
        function=next(iter(hints(milestone))),  # where a newcomer starts
    )


def _better(alone: TestResult, together: TestResult | None) -> TestResult:
    """The one that passed, if any did; else the one that could not be judged, and might have."""
    both = [alone, together] if together else [alone]
    for outcome in ("passed", "broken"):
        for result in both:
            if result.outcome == outcome:
                return result
    return alone


def as_typed(path: Path) -> str:
    """A path as people type it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
