"""What a learner's answers say about known mistakes: each is made in the reference, and asked.

findings(examination, mistakes)                 # those that a telling answer speaks for
weigh(examination, found, cases)                # adds to findings what more answers say
wrong_alone(examination, mistakes, cases)       # those that answer all of these wrongly
at_odds(examination, Combination((a, b)))       # whether they can't both have been made
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations
from typing import TypeVar

from ...checkout import solution
from ...manifest import NUMBER
from ..edited import Edit
from ..evidence import CUT_SHORT, FAILING, Case, Verdict, same_answer
from ..examination import Examination
from .decide import Finding
from .mistakes import Mistake, parts_of

# Milestones of which a wrong program may change what those after it answer: the grad mode and what
# was noted of changes outlive it.
LASTING = ("computation_graph", "autograd_mechanics")
OfKind = TypeVar("OfKind", bound=Mistake)
FIRST = 5  # telling answers, of which a misconception gives at least one or is let go


def findings(examination: Examination, mistakes: Iterable[Mistake]) -> list[Finding]:
    """What there is to say of each of the `mistakes` that a telling answer speaks for; where none
    tells anything, of those that give the first ones."""
    wrong, raised = examination.cases({"wrong"}), examination.cases({"error"})
    telling = [case for case in [*wrong, *raised] if case.telling]
    found = [Finding(mistake, {}) for mistake in mistakes]
    weigh(examination, found, telling or [*wrong, *raised], FIRST)
    speaks = Verdict.SAME if telling else Verdict.ALIKE
    suspects = [finding for finding in found if finding.tally[speaks]]
    weigh(examination, suspects, [*wrong, *raised])
    likely = [each for each in suspects if each.explained > each.tally[Verdict.DIFFERENT]]
    if likely:  # what passes can only speak against it
        weigh(examination, likely, examination.cases({*CUT_SHORT, "passed"}))
    for finding in suspects:
        finding.elsewhere = sum(case not in finding.verdicts for case in [*wrong, *raised])
    return suspects


def weigh(
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


def wrong_alone(
    examination: Examination, known: Sequence[OfKind], cases: Sequence[Case]
) -> list[OfKind]:
    """Those of the mistakes that answer all the cases wrongly by themselves: whoever does not has
    nothing to do with them."""
    milestone, right = examination.milestone, solution(examination.milestone)
    questions = [case.question for case in cases]
    may = examination.coverage.may_include
    asked = [each for each in known if all(may(each.where, question) for question in questions)]
    jobs = [(_edit(milestone.module, right, mistake), questions) for mistake in asked]
    told = examination.edited.ask(jobs)
    return [
        mistake
        for mistake, answers in zip(asked, told, strict=True)
        if not any(same_answer(a, c.correct) for a, c in zip(answers, cases, strict=True))
    ]


def at_odds(examination: Examination, mistakes: Mistake) -> bool:
    """Whether one of two mistakes in one place shows nowhere by itself, and cannot be there: where
    it should show, the other one alone gives the answer."""
    failing, parts = examination.cases(FAILING), parts_of(mistakes)
    alone = [Finding(part, {}) for part in parts]
    weigh(examination, alone, failing)
    for a, b in permutations(alone, 2):
        if a.mistake.where == b.mistake.where and a.mistake.name != b.mistake.name:
            given = [case for case, said in a.verdicts.items() if said is Verdict.SAME]
            shows = (wrong_alone(examination, [b.mistake], [case]) for case in given)
            if not b.tally[Verdict.SAME] and any(shows):
                return True
    return False


@lru_cache(maxsize=1024)
def _edit(module: str, source: str, mistake: Mistake) -> Edit:
    return Edit(module, mistake.apply(source), may_share=NUMBER.sub("", module) not in LASTING)
