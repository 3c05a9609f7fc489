"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Collection, Sequence

from ...checkout import solution
from ...manifest import Milestone
from ...record import Outcome
from ..evidence import CUT_SHORT, FAILING, Case, Verdict
from ..examination import Examination
from ..known_misconceptions import Misconception, misconceptions
from ..localization.trial_repair import mends
from ..place_diff import Place, differing
from .combinations import PATIENCE, combine, met_together, worth
from .decide import Finding, choose, one_of, tied
from .general import Mended, find_general
from .general_mistake import GeneralMistake
from .mistakes import Elsewhere, Mistake, is_whole, known_parts, parts_of
from .weighing import at_odds, findings, weigh, wrong_alone

BOTH = 2  # telling answers that two mistakes together must give before they are looked into


def diagnose(
    examination: Examination, patience: float = PATIENCE
) -> Mistake | GeneralMistake | None:
    """The mistake, or the mistakes together, that explain what failed; None where none is certain.

    What no misconception explains as a whole may be a mistake that can be made anywhere; or the
    misconception in several places, or several of them, if that is found in so many seconds, in
    which each is looked for by itself, too.
    """
    found = find(examination, patience)
    return found.mistake if found else None


def find(examination: Examination, patience: float = PATIENCE) -> Finding | Mended | None:
    """The same, with what it explains."""
    deadline = time.monotonic() + patience
    singles = findings(examination, misconceptions(examination.milestone))
    found = _single(singles, examination)
    if found and _explains_all(found, examination):
        return found
    return find_general(examination) or _together(examination, singles, found, deadline) or found


def _single(singles: Sequence[Finding], examination: Examination) -> Finding | None:
    """The one that explains most, if it may be there; or several that give the same answers, whose
    places must be the ones to mend."""
    found = choose(singles)
    if found:
        return found if _may_be_there(found, examination) else None
    return one_of([each for each in tied(singles) if _is_at_its_place(each, examination)])


def _may_be_there(found: Finding, examination: Examination) -> bool:
    """Whether the learner has written any of its places, or its work in other places. Where answers
    say little, its places must be the ones to mend, too."""
    if not found.is_strong:
        return _is_at_its_place(found, examination)
    mine, right = examination.source, solution(examination.milestone)
    written = differing(mine, right) if mine else []
    wheres = {part.where for part in parts_of(found.mistake)}
    return not mine or any(_is_of(place, where) for place in written for where in wheres)


def _is_of(place: Place, where: str) -> bool:
    """Whether a place that differs is another or a part of it, or does what it does by itself."""
    name = re.compile(rf"\b{re.escape(where.rpartition('.')[2])}\b")
    calls = [bool(name.search("\n".join(lines))) for lines in (place.theirs, place.mine)]
    return place.name == where or place.name.startswith(f"{where}.") or calls == [True, False]


def _is_at_its_place(found: Finding, examination: Examination) -> bool:
    """Whether what it explains goes right once the reference's answer stands in its place."""
    explained = [case for case in found.verdicts if case.question in found.questions]
    right = solution(examination.milestone)
    parts = parts_of(found.mistake)
    where = sorted({p.inner(right) if isinstance(p, Misconception) else p.where for p in parts})
    return not examination.source or not explained or mends(where, explained[0], examination)


def _explains_all(
    found: Finding, examination: Examination, outcomes: Collection[Outcome] = FAILING
) -> bool:
    """Whether nothing speaks against it, and nothing with these outcomes has another reason."""
    failing = {case.question for case in examination.cases(outcomes)}
    return not found.is_contradicted and failing <= found.questions


def _together(
    examination: Examination, singles: Sequence[Finding], best: Finding | None, deadline: float
) -> Finding | None:
    """The mistake in other places, or several mistakes, that explain more than the best one; None
    where there is no time to look, or no wrong answer to explain: time-outs alone tell nothing."""
    if time.monotonic() > deadline or not examination.cases(FAILING - CUT_SHORT):
        return None
    milestone = examination.milestone
    known = known_parts(milestone, solution(milestone))
    others = findings(examination, [each for each in known if isinstance(each, Elsewhere)])

    def try_out(
        mistakes: Sequence[Mistake], cases: Sequence[Case] | None = None, above: int = 0
    ) -> list[Finding]:
        found = [Finding(mistake, {}) for mistake in mistakes if _applies(mistake, milestone)]
        weigh(examination, found, cases or failing)
        if not cases:
            found = [each for each in found if each.explained > above]
            weigh(examination, found, examination.cases({"passed"}))
        return found

    def giving_all(found: Sequence[Finding]) -> list[Finding]:
        """Many mistakes together can give nearly anything, so they must give all there is."""
        return [c for c in found if _explains_all(c, examination, FAILING - CUT_SHORT)]

    failing = examination.cases(FAILING)
    speaks = Verdict.SAME if any(case.telling for case in failing) else Verdict.ALIKE
    suspects = [each for each in [*singles, *others] if each.tally[speaks]]
    combined = giving_all(combine(suspects, known, try_out, failing, deadline))
    telling = [case for case in failing if case.telling and case.answer.value][:BOTH]
    if not combined and len(telling) == BOTH:
        wrong = wrong_alone(examination, misconceptions(milestone), telling)
        pairs = met_together(wrong, try_out, telling, deadline)
        combined = giving_all(pairs)
    combined = [each for each in combined if not at_odds(examination, each.mistake)]
    found = choose(_distinct([*suspects, *combined], milestone))
    if not (found and is_whole(found.mistake) and _may_be_there(found, examination)):
        return None
    more = max(1, 2 * len(found.mistake.names) - 3)  # three are less likely than one
    return found if best is None or worth(found) >= worth(best) + more else None


def _distinct(found: Sequence[Finding], milestone: Milestone) -> list[Finding]:
    """Of those that are called the same, or are the same, the one that explains most and is
    contradicted least; of equals, the one whose names fit best."""

    def rank(finding: Finding) -> tuple[int, bool, int, int]:
        parts = parts_of(finding.mistake)
        known = sum(isinstance(part, Misconception) for part in parts)
        names = len(finding.mistake.names)
        return worth(finding), is_whole(finding.mistake), -names, known

    right, kept = solution(milestone), list[Finding]()
    seen: set[object] = set()
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
