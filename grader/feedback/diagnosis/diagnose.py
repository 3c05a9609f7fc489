"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

import ast
import time
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from ...checkout import solution
from ...manifest import Milestone
from ...record import Outcome
from ..edited import Edit
from ..evidence import CUT_SHORT, FAILING, Case, Verdict
from ..examination import Examination
from ..known_misconceptions import Misconception, misconceptions
from .combinations import PATIENCE, combine, met_together, worth
from .decide import Finding, choose
from .general import Mended, find_general
from .general_mistake import GeneralMistake
from .mistakes import Combination, Elsewhere, Mistake, Part, is_whole, known_parts, parts_of

BOTH = 2  # telling answers that two mistakes together must give before they are looked into
FIRST = 5  # telling answers, of which a misconception gives at least one or is let go


def diagnose(
    examination: Examination, patience: float = PATIENCE
) -> Mistake | GeneralMistake | None:
    """The mistake, or the mistakes together, that explain what failed; None where none is certain.

    What no misconception explains as a whole may be a mistake that can be made anywhere; or the
    misconception in several places, or several of them, if that is found in so many seconds.
    """
    found = find(examination, patience)
    return found.mistake if found else None


def find(examination: Examination, patience: float = PATIENCE) -> Finding | Mended | None:
    """The same, with what it explains."""
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

    def matters(part: Part, case: Case) -> bool:
        return examination.coverage.may_include(part.where, case.question)

    def giving_all(found: Sequence[Finding]) -> list[Finding]:
        """Many mistakes together can give nearly anything, so they must give all there is."""
        return [c for c in found if _explains_all(c, examination, FAILING - CUT_SHORT)]

    suspects = [each for each in [*singles, *others] if each.tally[Verdict.SAME]]
    deadline = time.monotonic() + patience
    failing = examination.cases(FAILING)
    combined = giving_all(combine(suspects, known, try_out, failing, deadline))
    telling = [case for case in failing if case.telling and case.answer.value][:BOTH]
    if not combined and len(telling) == BOTH:
        pairs = met_together(misconceptions(milestone), try_out, telling, matters, deadline)
        combined = giving_all(pairs)
    found = choose(_distinct([*suspects, *combined], milestone))
    is_better = found and (best is None or worth(found) > worth(best))
    return found if is_better and is_whole(found.mistake) else None


def _distinct(found: Sequence[Finding], milestone: Milestone) -> list[Finding]:
    """Of those that are called the same, or are the same, the one that explains most and is
    contradicted least; of equals, the one whose names fit best."""

    def rank(finding: Finding) -> tuple[int, bool, int, int]:
        parts = parts_of(finding.mistake)
        known = sum(isinstance(part, Misconception) for part in parts)
        names = len(finding.mistake.names)
        return worth(finding), is_whole(finding.mistake), -names, known

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
