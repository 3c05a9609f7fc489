"""What a learner is told of the mistakes behind a milestone's failures.

Of several at once, the one that is told in full is behind the failure that is shown first; each of
the others has a line of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ...advice import Diagnosis
from ...asking.question import Question
from ...asking.workers import OutOfTime
from ...cache import EDITED, Memory
from ...checkout import solution
from ...manifest import find_milestone
from ...record import MilestoneResult
from ...stubs.places import is_python, line_of
from ...suite.setup import Setup
from ..edited import Edited
from ..examination import Examination
from ..known_misconceptions import Misconception
from ..localization.suspects import place_to_mend, with_suspect
from ..localization.trial_repair import repairs
from ..notes import Judged, Notes
from .decide import Finding
from .diagnose import find
from .general import Mended
from .general_mistake import GeneralMistake
from .lesson import lesson_to_read
from .mistakes import Mistake, apart, parts_of
from .weighing import findings


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


def _with_diagnosis(
    setup: Setup, notes: Notes, result: MilestoneResult, edited: Edited
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    source = setup.submission.text(milestone)
    judged = notes.of(milestone) if result.failing and is_python(source) else []
    if not judged:
        return result
    examination = Examination(milestone, judged, edited, source)
    try:
        found = find(examination)
        if found is None:
            return _with_suspect(result, place_to_mend(result, source, examination), examination)
        mistake, others, questions = _first(found, result, examination, judged)
    except OutOfTime:
        return result
    where = mistake.where
    if isinstance(mistake, Misconception):
        where = mistake.inner(solution(milestone))
    diagnosis = Diagnosis(
        mistake.name,
        mistake.says,
        where,
        lesson_to_read(mistake, milestone, setup.submission),
        _tests(result, judged, questions),
        tuple(f"{each.name} (in {_where(each.where, source)})" for each in others),
    )
    return _with_suspect(replace(result, diagnosis=diagnosis), where, examination)


def _with_suspect(result: MilestoneResult, place: str, examination: Examination) -> MilestoneResult:
    """The same result, which says where the place stands, and which smallest program goes wrong
    for another reason: the diagnosis does not explain it, nor does it go right with the place
    mended."""
    found, source = with_suspect(result, place, examination.source), examination.source
    if found.suspect is None:
        return found
    explained = result.diagnosis.explains if result.diagnosis else ()
    failing = [t for t in result.failing if t.outcome != "timeout"]
    random = [t.name for t in failing if t.failure and t.failure.smallest]
    asked = [name for name in random if name not in explained and name != result.failing[0].name]
    unlike = tuple(name for name in asked if not repairs(place, name, source, examination))
    return replace(found, suspect=replace(found.suspect, unlike=unlike))


def _where(place: str, source: str) -> str:
    """A place and the line where it stands."""
    line = line_of(place, source)
    return f"`{place}`, line {line}" if line else f"`{place}`"


def _tests(
    result: MilestoneResult, judged: Sequence[Judged], questions: Collection[Question]
) -> tuple[str, ...]:
    """The failing tests that ask any of the questions, in the suite's order."""
    asking = {each.test for each in judged if each.question in questions}
    return tuple(test.name for test in result.failing if test.name in asking)


def _first(
    found: Finding | Mended,
    result: MilestoneResult,
    examination: Examination,
    judged: Sequence[Judged],
) -> tuple[Mistake | GeneralMistake, list[Mistake], frozenset[Question]]:
    """Of several mistakes the one that explains what fails first; the others; and the questions
    that this one explains."""
    if isinstance(found.mistake, GeneralMistake) or len(found.mistake.names) == 1:
        return found.mistake, [], found.questions
    mistakes = apart(found.mistake)
    alone = {each.mistake: each.questions for each in findings(examination, mistakes)}
    only_together = found.questions.difference(*alone.values())
    explained = {
        each: alone.get(each, frozenset())
        | {q for q in only_together if _may_matter(each, q, examination)}
        for each in mistakes
    }
    order = [test.name for test in result.failing]

    def rank(mistake: Mistake) -> tuple[int, int]:
        tests = _tests(result, judged, explained[mistake])
        by_itself = _tests(result, judged, alone.get(mistake, ()))
        return min(map(order.index, tests), default=len(order)), by_itself[:1] != tests[:1]

    first = min(mistakes, key=rank)
    return first, [each for each in mistakes if each is not first], explained[first]


def _may_matter(mistake: Mistake, question: Question, examination: Examination) -> bool:
    places = [part.where for part in parts_of(mistake)]
    return any(examination.coverage.may_include(place, question) for place in places)
