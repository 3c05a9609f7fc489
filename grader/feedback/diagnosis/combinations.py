"""Which known mistakes, put together, give a learner's answers.

What a learner's library answers tells of each question that only one of them touches which one it
is. So mistakes are put together one by one, as long as more failures are explained.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from ..evidence import Case, Verdict
from .decide import Finding
from .mistakes import Combination, Part, one_in_each_place, parts_of, places_of

PATIENCE = 8.0  # seconds; what was answered once is remembered, and takes no time
MOST_PAIRS = 150
PAIRS_AT_ONCE = 16  # between two looks at the clock
MOST = 6  # mistakes that are put together
ADDED = 8  # that are tried in a step
BEGINNINGS = 3  # of the likeliest, from which it is tried

Try = Callable[..., list[Finding]]  # what there is to say of combinations, here or in some cases


def combine(
    suspects: Sequence[Finding],
    known: Mapping[Part, str],
    try_out: Try,
    failures: int,
    deadline: float,
) -> list[Finding]:
    """The best combinations of two mistakes or more, each from another beginning, as far as there
    is time; one that explains everything ends the search.

    Args:
        suspects: what is known of those that give a wrong answer of the learner's by themselves.
        known: all that there are, and what each does to code; who has made one in some places may
            have made it, or one that does the same, in others.
        try_out: what there is to say of combinations.
        failures: how many answers are to be explained.
        deadline: when there is no more time, by `time.monotonic`.
    """
    ranked = sorted(suspects, key=lambda each: each.explained, reverse=True)
    found: list[Finding] = []
    for first in ranked[:BEGINNINGS]:
        grown = _grown(first, ranked, known, try_out, deadline)
        found += [grown] if isinstance(grown.mistake, Combination) else []
        if worth(grown) == failures or time.monotonic() > deadline:
            break
    return found


def met_together(
    known: Sequence[Part], try_out: Try, telling: Sequence[Case], deadline: float
) -> list[Finding]:
    """Pairs that give all of the telling answers, where neither mistake gives one alone: two that
    are always met together. None where there is not the time to try them all."""
    left = pairs(known)
    for case in telling:
        tried: list[Finding] = []
        for start in range(0, len(left), PAIRS_AT_ONCE):
            if time.monotonic() > deadline:
                return []
            tried += try_out(left[start : start + PAIRS_AT_ONCE], [case])
        left = [each.mistake for each in tried if each.tally[Verdict.SAME]]
    return try_out(left)


def pairs(known: Sequence[Part]) -> list[Combination]:
    """Any two that are made in different places."""
    found = [Combination(pair) for pair in combinations(known, 2) if len(places_of(pair)) == 2]
    return found[:MOST_PAIRS]


def _grown(
    first: Finding,
    suspects: Sequence[Finding],
    known: Mapping[Part, str],
    try_out: Try,
    deadline: float,
) -> Finding:
    """A suspect, with others added as long as more is explained."""
    best, parts = first, parts_of(first.mistake)
    while len(parts) < MOST and time.monotonic() < deadline:
        left = [each for each in suspects if each.mistake not in parts and _adds(each, best)]
        left.sort(key=lambda each: _adds(each, best), reverse=True)
        added = [each.mistake for each in left[:BEGINNINGS]]
        told = {part.name for part in parts} | {known[part] for part in parts}
        alike = [p for p in known if p not in parts and told & {p.name, known[p]}]
        more = [(each,) for each in dict.fromkeys([*added, *alike])][:ADDED]
        everywhere = one_in_each_place(alike, parts)
        tried = try_out([Combination((*parts, *each)) for each in [*more, everywhere] if each])
        better = max(tried, key=worth, default=best)
        if worth(better) <= worth(best):
            break
        best, parts = better, parts_of(better.mistake)
    return _trimmed(best, try_out, deadline)


def _trimmed(best: Finding, try_out: Try, deadline: float) -> Finding:
    """The same without what speaks against it: who made a mistake in many places need not have made
    it in all."""
    while best.is_contradicted and time.monotonic() < deadline:
        parts = parts_of(best.mistake)
        fewer = [tuple(p for p in parts if p is not part) for part in parts]
        tried = try_out([Combination(each) for each in fewer if len(each) > 1])
        better = max(tried, key=worth, default=best)
        if worth(better) <= worth(best):
            break
        best = better
    return best


def _adds(suspect: Finding, to: Finding) -> int:
    """How many answers it gives that have not been explained yet."""
    return len(suspect.questions - to.questions)


def worth(finding: Finding) -> int:
    """How much speaks for it, less what speaks against it."""
    return finding.explained - finding.tally[Verdict.DIFFERENT]
