"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ...asking.workers import OutOfTime
from ...cache import EDITED, Memory
from ...checkout import solution
from ...manifest import find_milestone
from ...record import Diagnosis, MilestoneResult
from ...suite.setup import Setup
from ..edited import Edit, Edited
from ..evidence import Case, Verdict
from ..examination import Examination
from ..known_misconceptions import Misconception, misconceptions
from ..notes import Notes
from .decide import Finding, choose
from .lesson import line_of_lesson

FIRST = 5  # telling answers, of which a misconception gives at least one or is let go


def with_diagnoses(
    setup: Setup, notes: Notes, results: Sequence[MilestoneResult], remember: bool = False
) -> list[MilestoneResult]:
    """The same results; those with failures that a misconception explains say so, as far as there
    is time.

    Args:
        setup: made the results.
        notes: of their making.
        remember: keep what misconceptions answer in the checkout, and use what is kept there.
    """
    if not any(result.failing for result in results):
        return list(results)
    memory = Memory(EDITED) if remember else None
    with Edited(memory) as edited, setup.workers.stopping(edited):
        diagnosed = [_with_diagnosis(setup, notes, result, edited) for result in results]
    if memory:
        memory.save()
    return diagnosed


def diagnose(examination: Examination) -> Misconception | None:
    """The one misconception that explains what failed; None where none is certain."""
    found = _chosen(examination)
    return found.mistake if found else None


def _chosen(examination: Examination) -> Finding | None:
    return choose(findings(examination, misconceptions(examination.milestone)))


def findings(examination: Examination, mistakes: Iterable[Misconception]) -> list[Finding]:
    """What there is to say of each of the `mistakes` that a telling answer speaks for."""
    wrong, raised = examination.cases({"wrong"}), examination.cases({"error"})
    telling = [case for case in [*wrong, *raised] if case.telling]
    if not telling:
        return []
    found = [Finding(mistake, {}) for mistake in mistakes]
    _weigh(examination, found, telling, FIRST)
    suspects = [finding for finding in found if finding.tally[Verdict.SAME]]
    if suspects:
        others = examination.cases({"timeout", "crashed", "passed"})
        _weigh(examination, suspects, [*wrong, *raised, *others])
    return suspects


def _weigh(
    examination: Examination,
    found: Sequence[Finding],
    cases: Sequence[Case],
    most: int | None = None,
) -> None:
    """Add to each finding what the cases say, or the first of those that it can matter to."""
    milestone, coverage = examination.milestone, examination.coverage
    coverage.watch(case.question for case in cases)
    for_each = [
        [c for c in cases if coverage.may_include(f.mistake.where, c.question)][:most]
        for f in found
    ]
    source = solution(milestone)
    jobs = [
        (_edit(milestone.module, source, finding.mistake), [case.question for case in mine])
        for finding, mine in zip(found, for_each, strict=True)
        if mine
    ]
    answers = iter(examination.edited.ask(jobs))
    for finding, mine in zip(found, for_each, strict=True):
        for case, answer in zip(mine, next(answers) if mine else (), strict=True):
            finding.verdicts[case] = case.weigh(answer)


@lru_cache(maxsize=1024)
def _edit(module: str, source: str, mistake: Misconception) -> Edit:
    return Edit(module, mistake.apply(source))


def _with_diagnosis(
    setup: Setup, notes: Notes, result: MilestoneResult, edited: Edited
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    judged = notes.of(milestone) if result.failing else []
    try:
        found = _chosen(Examination(milestone, judged, edited)) if judged else None
    except OutOfTime:
        return result
    if found is None:
        return result
    mistake, explained = found.mistake, {j.test for j in judged if j.question in found.questions}
    tests = tuple(test.name for test in result.failing if test.name in explained)
    line = line_of_lesson(mistake, solution(milestone), setup.submission.text(milestone))
    lesson = f"{result.where}:{line}" if line else result.where
    diagnosis = Diagnosis(mistake.name, mistake.says, mistake.where, lesson, tests)
    return replace(result, diagnosis=diagnosis)
