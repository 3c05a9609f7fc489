"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

import ast
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ...asking.workers import OutOfTime
from ...cache import EDITED, Memory
from ...checkout import solution
from ...manifest import Milestone, find_milestone
from ...record import Diagnosis, MilestoneResult, Outcome
from ...stubs.places import is_python
from ...suite.setup import Setup
from ..edited import Edit, Edited
from ..evidence import CUT_SHORT, FAILING, Case, Verdict
from ..examination import Examination
from ..known_misconceptions import Misconception, misconceptions
from ..notes import Notes
from .combinations import PATIENCE, combine, met_together, worth
from .decide import Finding, choose
from .general import Mended, find_general
from .general_mistake import GeneralMistake
from .lesson import lesson_to_read
from .mistakes import Combination, Elsewhere, Mistake, is_whole, known_parts, parts_of

BOTH = 2  # telling answers that two mistakes together must give before they are looked into
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


def diagnose(
    examination: Examination, patience: float = PATIENCE
) -> Mistake | GeneralMistake | None:
    """The mistake, or the mistakes together, that explain what failed; None where none is certain.

    What no misconception explains as a whole may be a mistake that can be made anywhere; or the
    misconception in several places, or several of them, if that is found in so many seconds.
    """
    found = _chosen(examination, patience)
    return found.mistake if found else None


def _chosen(examination: Examination, patience: float = PATIENCE) -> Finding | Mended | None:
    singles = findings(examination, misconceptions(examination.milestone))
    found = choose(singles)
    if found and _explains_all(found, examination):
        return found
    return find_general(examination) or _together(examination, singles, found, patience) or found


def _explains_all(
    found: Finding, examination: Examination, outcomes: Collection[Outcome] = FAILING
) -> bool:
    """Whether nothing speaks against it, and nothing with these outcomes has another reason."""
    failing = {case.question for case in examination.cases(outcomes)}
    return not found.is_contradicted and failing <= found.questions


def _together(
    examination: Examination, singles: Sequence[Finding], best: Finding | None, patience: float
) -> Finding | None:
    """The mistake in other places, or several mistakes, that explain more than the best one."""
    milestone = examination.milestone
    known = known_parts(milestone, solution(milestone))
    others = findings(examination, [each for each in known if isinstance(each, Elsewhere)])

    def try_out(
        mistakes: Sequence[Combination], cases: Sequence[Case] | None = None
    ) -> list[Finding]:
        found = [Finding(mistake, {}) for mistake in mistakes if _applies(mistake, milestone)]
        _weigh(examination, found, cases or examination.cases({*FAILING, "passed"}))
        return found

    suspects = [each for each in [*singles, *others] if each.tally[Verdict.SAME]]
    deadline, combined = time.monotonic() + patience, []
    telling = [case for case in examination.cases({"wrong"}) if case.telling][:BOTH]
    if suspects:
        combined = combine(suspects, known, try_out, len(examination.cases(FAILING)), deadline)
    elif len(telling) == BOTH:
        combined = met_together(misconceptions(milestone), try_out, telling, deadline)
    # Many mistakes together can give nearly anything, so they must give all there is.
    combined = [c for c in combined if _explains_all(c, examination, FAILING - CUT_SHORT)]
    found = choose(_distinct([*suspects, *combined], milestone))
    is_better = found and (best is None or worth(found) > worth(best))
    return found if is_better and is_whole(found.mistake) else None


def _distinct(found: Sequence[Finding], milestone: Milestone) -> list[Finding]:
    """Of those that are called the same, or are the same, the one that explains most and is
    contradicted least; of equals, the one whose names fit best."""

    def rank(finding: Finding) -> tuple[int, bool, int]:
        parts = parts_of(finding.mistake)
        known = sum(isinstance(part, Misconception) for part in parts)
        return worth(finding), is_whole(finding.mistake), known - len(finding.mistake.names)

    right, kept, seen = solution(milestone), [], set()
    for each in sorted(found, key=rank, reverse=True):
        said = frozenset(each.mistake.names)
        edited = ast.dump(ast.parse(each.mistake.apply(right)))
        if not seen & {said, edited}:
            kept.append(each)
        seen |= {said, edited}
    return kept


def _applies(mistake: Mistake, milestone: Milestone) -> bool:
    try:
        ast.parse(mistake.apply(solution(milestone)))
    except (ValueError, SyntaxError):
        return False
    return True


def findings(examination: Examination, mistakes: Iterable[Mistake]) -> list[Finding]:
    """What there is to say of each of the `mistakes` that a telling answer speaks for; where none
    tells anything, of those that give the first ones."""
    wrong, raised = examination.cases({"wrong"}), examination.cases({"error"})
    telling = [case for case in [*wrong, *raised] if case.telling]
    found = [Finding(mistake, {}) for mistake in mistakes]
    _weigh(examination, found, telling or [*wrong, *raised], FIRST)
    speaks = Verdict.SAME if telling else Verdict.ALIKE
    suspects = [finding for finding in found if finding.tally[speaks]]
    if suspects:
        others = examination.cases({*CUT_SHORT, "passed"})
        _weigh(examination, suspects, [*wrong, *raised, *others])
    for finding in suspects:
        finding.elsewhere = sum(case not in finding.verdicts for case in [*wrong, *raised])
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
        [c for c in cases if any(coverage.may_include(p, c.question) for p in places)][:most]
        for places in ([part.where for part in parts_of(f.mistake)] for f in found)
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
def _edit(module: str, source: str, mistake: Mistake) -> Edit:
    return Edit(module, mistake.apply(source))


def _with_diagnosis(
    setup: Setup, notes: Notes, result: MilestoneResult, edited: Edited
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    source = setup.submission.text(milestone)
    judged = notes.of(milestone) if result.failing and is_python(source) else []
    try:
        found = _chosen(Examination(milestone, judged, edited, source)) if judged else None
    except OutOfTime:
        return result
    if found is None:
        return result
    mistake, explained = found.mistake, {j.test for j in judged if j.question in found.questions}
    tests = tuple(test.name for test in result.failing if test.name in explained)
    lesson = lesson_to_read(mistake, milestone, setup.submission)
    diagnosis = Diagnosis(mistake.name, mistake.says, mistake.where, lesson, tests)
    return replace(result, diagnosis=diagnosis)
