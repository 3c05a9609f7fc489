"""How a milestone went, from how its tests went on each library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..feedback.filled import filled
from ..feedback.hints import hints
from ..feedback.lacking import lacking
from ..files import shown
from ..library.assemble import problem
from ..library.mounts import ISOLATED, SO_FAR
from ..manifest import Milestone
from ..record import MilestoneResult, TestResult
from ..suite.done import Done


def results_of(
    done: Done, milestones: Sequence[Milestone], partial: bool = False
) -> list[MilestoneResult]:
    """How each of the milestones went; where only a part of its tests was run, it is begun."""
    results = [milestone_result(done, milestone) for milestone in milestones]
    return [replace(r, state="started") if partial and r.is_working else r for r in results]


def milestone_result(done: Done, milestone: Milestone) -> MilestoneResult:
    """Each test earns its points on either library; what failed is shown as it failed alone."""
    submission = done.submission
    keys = [(milestone, name) for name in done.tests.get(milestone, [])]
    isolated = [done.results[key, ISOLATED] for key in keys]
    together = [done.results.get((key, SO_FAR)) for key in keys]
    best = [_better(*both) for both in zip(isolated, together, strict=True)]
    has_so_far = bool(together) and all(together)
    fails = any(result.outcome != "passed" for result in best)
    untouched, source = submission.is_untouched(milestone), submission.text(milestone)
    is_read = problem(submission.files[milestone.module]) is None
    tells = fails and is_read and not untouched
    return MilestoneResult.of(
        milestone,
        best,
        untouched=untouched,
        missing=submission.is_missing(milestone),
        so_far=sum(r.outcome == "passed" for r in together if r) if has_so_far else None,
        seconds=round(done.seconds.get(milestone, 0.0), 3),
        where=f"{shown(submission.folder / milestone.module)}.py",
        function=next(iter(hints(milestone))),  # where a newcomer starts
        lacks=lacking(milestone, source) if tells else (),
        changed=submission.changed_below(milestone) if tells else (),
        filled=filled(milestone, source) if tells else None,
    )


def _better(alone: TestResult, together: TestResult | None) -> TestResult:
    """The one that passed, if any did; else the one that could not be judged, and might have."""
    both = [alone, together] if together else [alone]
    for outcome in ("passed", "broken"):
        for result in both:
            if result.outcome == outcome:
                return result
    return alone
