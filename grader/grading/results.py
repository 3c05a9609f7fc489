"""How a milestone went, from how its tests went on each library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..advice import Filled
from ..failure import Failure, Unwritten
from ..feedback.filled import filled
from ..feedback.hints import hints
from ..feedback.lacking import lacking
from ..files import shown
from ..judging.not_python import failure_of_file
from ..library.assemble import problem
from ..library.mounts import ISOLATED, SO_FAR
from ..manifest import IS_HANDOUT, Milestone, find_milestone
from ..record import MilestoneResult, TestResult, state_of
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
    tells = (fails or IS_HANDOUT) and is_read and not untouched
    written = filled(milestone, source) if tells else None
    if IS_HANDOUT:
        best = [_blamed(each, done, milestone) for each in best]
        best += _unwritten(milestone, written, best)
        fails = any(result.outcome != "passed" for result in best)
    tells = tells and fails
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
        filled=written if tells else None,
    )


def _blamed(test: TestResult, done: Done, milestone: Milestone) -> TestResult:
    """The same; where it needs what another file can't give, since that is not there, not Python or
    can't be imported, it says so."""
    met = test.failure.unwritten if test.failure else None
    if met is None or met.milestone == milestone.id:
        return test
    other = find_milestone(met.milestone)
    why = failure_of_file(done.submission.files[other.module]) or done.left_out.get(other)
    return replace(test, outcome="error", failure=why) if why else test


def _unwritten(
    milestone: Milestone, written: Filled | None, tests: Sequence[TestResult]
) -> list[TestResult]:
    """What a handout finds besides, with its public tests alone: these may all pass before every
    place is written."""
    left = written.left if written else ""
    if not left or state_of(tests, "started") == "started":
        return []
    failure = Failure(unwritten=Unwritten(milestone.id, left))
    title = "every place is written"
    return [TestResult(title.replace(" ", "_"), title, "public", "not_started", failure)]


def _better(alone: TestResult, together: TestResult | None) -> TestResult:
    """The one that passed, if any did; else the one that could not be judged, and might have."""
    both = [alone, together] if together else [alone]
    for outcome in ("passed", "broken"):
        for result in both:
            if result.outcome == outcome:
                return result
    return alone
