"""Which earlier file it takes for a test to fail on a learner's files together that passes alone.

results = with_the_file_that_matters(setup, done, results)

The learner's earlier files take the places of the reference's one after the other; the file with
which the test begins to fail is found by halving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..library.assemble import assemble
from ..library.mounts import ISOLATED, SO_FAR, Mount
from ..manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult, TestResult
from ..suite.done import Done
from ..suite.run import run
from ..suite.setup import Settings, Setup

CLEAR = ("wrong", "error", "crashed")  # what is found out quickly, and again


def with_the_file_that_matters(
    setup: Setup, done: Done, results: Sequence[MilestoneResult]
) -> list[MilestoneResult]:
    """The same results. Of the first milestone whose tests pass alone, but not together, the first
    such test is told, as it fails together, and the earlier file that matters: what fails after
    that may have the same reason."""
    for i, result in enumerate(results):
        if test := _fails_together(done, find_milestone(result.id)):
            file = _file_that_matters(setup, find_milestone(result.id), test.name)
            told = replace(result, together_with=file, apart=test)
            return [*results[:i], told, *results[i + 1 :]]
    return list(results)


def _fails_together(done: Done, milestone: Milestone) -> TestResult | None:
    """The first test that passes alone, but not together, and how it fails there."""
    for name in done.tests.get(milestone, []):
        alone = done.results.get(((milestone, name), ISOLATED))
        together = done.results.get(((milestone, name), SO_FAR))
        if alone and together and alone.outcome == "passed" and together.outcome in CLEAR:
            return together
    return None


def _file_that_matters(setup: Setup, milestone: Milestone, test: str) -> str:
    earlier = MILESTONES[: MILESTONES.index(milestone)]
    passes, fails = 0, len(earlier)  # with so many of them
    while fails - passes > 1:
        middle = (passes + fails) // 2
        if _passes(setup, [*earlier[:middle], milestone], test):
            passes = middle
        else:
            fails = middle
    return f"{earlier[passes].module}.py"


def _passes(setup: Setup, own: Sequence[Milestone], test: str) -> bool:
    """Whether a test passes with these of the learner's files, and the reference's others."""
    files = setup.submission.files
    mount = Mount((ISOLATED,), assemble(SOLUTIONS, files, [m.module for m in own]))
    settings = Settings(setup.settings.seed, keyword=test.removeprefix("test_"), shrinks=False)
    there = replace(setup, settings=settings, mounts=lambda _: [mount])
    found = run(there, [own[-1]]).results
    return found[(own[-1], test), ISOLATED].outcome == "passed"
