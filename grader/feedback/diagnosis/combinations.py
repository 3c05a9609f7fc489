"""Which known mistakes, put together, give a learner's answers.

What a learner's library answers tells of each question that only one of them touches which one it
is. So mistakes are put together one by one, as long as more failures are explained. One that shows
nowhere by itself, as the other is always met with it, is looked for in what is left to explain.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from ..evidence import CUT_SHORT, Case, Verdict
from ..known_misconceptions import Misconception
from .decide import Finding
from .mistakes import Combination, Mistake, Part, one_in_each_place, parts_of

PATIENCE = 8.0  # seconds for a diagnosis; what was answered once is remembered, and takes no time
AT_ONCE = 16  # combinations that are tried between two looks at the clock
MOST = 6  # mistakes that are put together
MOST_UNSEEN = 3  # of them, if one shows nowhere by itself
ADDED = 8  # that are tried in a step
BEGINNINGS = 3  # of the likeliest, from which it is tried
PROBES = 2  # answers that are left to explain, by which what shows nowhere is looked for

# What there is to say of combinations, in some cases alone; or of those that explain above so many.
Try = Callable[..., list[Finding]]


def combine(
    suspects: Sequence[Finding],
    known: Mapping[Part, str],
    try_out: Try,
    failing: Sequence[Case],
    deadline: float,
) -> list[Finding]:
    """The best combinations of two mistakes or more, each from another beginning, as far as there
    is time; one that explains everything ends the search.

    Args:
        suspects: what is known of those that give a wrong answer of the learner's by themselves.
        known: all that there are, and what each does to code; who has made one in some places may
            have made it, or one that does the same, in others.
        try_out: what there is to say of combinations.
        failing: what is to be explained.
        deadline: when there is no more time, by `time.monotonic`.
    """
    ranked = sorted(suspects, key=lambda each: (each.explained, worth(each)), reverse=True)
    found: list[Finding] = []
    for first in ranked[:BEGINNINGS]:
        grown = _grown(first, ranked, known, try_out, failing, deadline)
        found += [grown] if isinstance(grown.mistake, Combination) else []
        if worth(grown) == len(failing) or time.monotonic() > deadline:
            break
    return found


def met_together(
    wrong: Sequence[Part],
    try_out: Try,
    telling: Sequence[Case],
    deadline: float,
) -> list[Finding]:
    """Pairs that give all of the telling answers, where each mistake gives another wrong one alone:
    two that are always met together. None where there is not the time to try them all."""
    left: list[Mistake] = [Combination(pair) for pair in combinations(wrong, 2)]
    for case in telling:
        tried: list[Finding] = []
        for start in range(0, len(left), AT_ONCE):
            if time.monotonic() > deadline:
                return []
            tried += try_out(left[start : start + AT_ONCE], [case])
        left = [each.mistake for each in tried if each.tally[Verdict.SAME]]
    return try_out(left)


def _grown(
    first: Finding,
    suspects: Sequence[Finding],
    known: Mapping[Part, str],
    try_out: Try,
    failing: Sequence[Case],
    deadline: float,
) -> Finding:
    """A suspect, with others added as long as more is explained."""
    best, parts = first, parts_of(first.mistake)
    while len(parts) < MOST and time.monotonic() < deadline:
        left = [each for each in suspects if each.mistake not in parts and _adds(each, best)]
        left.sort(key=lambda each: _adds(each, best), reverse=True)
        added = [part for each in left[:BEGINNINGS] for part in parts_of(each.mistake)]
        told = {part.name for part in parts} | {known[part] for part in parts}
        alike = [p for p in known if p not in parts and told & {p.name, known[p]}]
        more = [(each,) for each in dict.fromkeys([*added, *alike])][:ADDED]
        everywhere = one_in_each_place(alike, parts)
        made = [Combination((*parts, *each)) for each in [*more, everywhere] if each]
        tried = try_out(made, above=worth(best))
        better = max(tried, key=_preferred, default=best)
        if worth(better) <= worth(best) and len(parts) < MOST_UNSEEN:
            better = _with_unseen(best, known, try_out, failing, deadline)
        if worth(better) <= worth(best):
            break
        best, parts = better, parts_of(better.mistake)
    return _trimmed(best, try_out, deadline)


def _with_unseen(
    best: Finding,
    known: Mapping[Part, str],
    try_out: Try,
    failing: Sequence[Case],
    deadline: float,
) -> Finding:
    """The same with one more, which gives what is left to explain only together with it; as it is
    where there is not the time to try them all."""
    parts = parts_of(best.mistake)
    against = [case for case, said in best.verdicts.items() if said is Verdict.DIFFERENT]
    left = [c for c in failing if c not in best.verdicts and c.answer.outcome not in CUT_SHORT]
    probes = sorted([*against, *left], key=lambda c: (not c.passed, c.telling), reverse=True)
    others = [p for p in known if isinstance(p, Misconception) and p not in parts]
    more = [Combination((*parts, each)) for each in others]
    tried: list[Finding] = []
    for start in range(0, len(more), AT_ONCE):
        if time.monotonic() > deadline:
            return best
        tried += try_out(more[start : start + AT_ONCE], probes[:PROBES])
    tried.sort(key=worth, reverse=True)
    likely = [f.mistake for f in tried if f.explained or f.tally[Verdict.BOTH_RIGHT]]
    return max(try_out(likely[:ADDED], above=worth(best)), key=worth, default=best)


def _trimmed(best: Finding, try_out: Try, deadline: float) -> Finding:
    """The same without what speaks against it: who made a mistake in many places need not have made
    it in all."""
    while best.is_contradicted and time.monotonic() < deadline:
        parts = parts_of(best.mistake)
        fewer = [tuple(p for p in parts if p is not part) for part in parts]
        made = [Combination(each) for each in fewer if len(each) > 1]
        tried = try_out(made, above=worth(best))
        better = max(tried, key=worth, default=best)
        if worth(better) <= worth(best):
            break
        best = better
    return best


def _adds(suspect: Finding, to: Finding) -> int:
    """How many answers it gives that have not been explained yet."""
    return len(suspect.questions - to.questions)


def _preferred(finding: Finding) -> tuple[int, int]:
    """Of those that explain as much, one mistake in several places comes before several."""
    return worth(finding), -len(finding.mistake.names)


def worth(finding: Finding) -> int:
    """How much speaks for it, less what speaks against it."""
    return finding.explained - finding.tally[Verdict.DIFFERENT]
