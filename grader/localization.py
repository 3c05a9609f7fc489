"""Which place of a learner's file needs help: the one to fill in next, or the one to blame.

place_to_mend(result, source)    # "Operators.__rsub__"
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Set

from .manifest import find_milestone
from .report.explain import AT_IMPORT
from .report.record import MilestoneResult, TestResult
from .spectrum import Spectrum, spectrum
from .suite.hints import hints
from .suite.places import place_at, places_to_fill

NOT_WRITTEN = re.compile(r"not started: m\d\d: (?P<name>[\w.]+)")


def fails_at_import(result: MilestoneResult) -> bool:
    """Whether the file could not even be imported, so that no place of it was run."""
    return any(t.message.strip().startswith(AT_IMPORT) for t in result.failing[:1])


def place_to_mend(
    result: MilestoneResult, source: str, calls: Callable[[], Spectrum] | None = None
) -> str:
    """The place that what fails first leads to; "" where nothing fails, or nothing can be said.

    What was written and fails comes before what is yet to be written.

    Args:
        result: how the milestone went, shown in full.
        source: the learner's file.
        calls: which places the tests call; by default, those that the reference's tests do.
    """
    if not result.failing or fails_at_import(result):
        return ""
    known = hints(find_milestone(result.id))
    unwritten = [place for place in _to_fill(source) if place in known]
    written = [place for place in known if place not in unwritten]
    for test in result.failing:
        if test.outcome != "not_started":
            place = _place_of_line(test, source)
            if place in known:
                return place
            calls = calls or (lambda: spectrum(find_milestone(result.id)))
            ranked = suspects(result, calls(), written)
            return ranked[0] if ranked else next(iter(written or known))
    first = _unwritten(result.failing[0], known) or _place_of_line(result.failing[0], source)
    return first if first in known else next(iter(unwritten or known))


def suspects(
    result: MilestoneResult, calls: Mapping[str, Set[str]], among: Collection[str]
) -> list[str]:
    """The places that the first wrong test calls, the most suspicious first.

    A place that failing tests call, and passing ones do not, is suspicious: this is spectrum-based
    fault localization with Ochiai's coefficient (R. Abreu, P. Zoeteweij, A. van Gemund, On the
    Accuracy of Spectrum-based Fault Localization, TAIC PART 2007). Tests of what is not started
    say nothing about what is.
    """
    judged = [t for t in result.tests if t.outcome != "not_started"]
    failed = [calls.get(t.name, set()) for t in judged if t.outcome != "passed"]
    passed = [calls.get(t.name, set()) for t in judged if t.outcome == "passed"]

    def ochiai(place: str) -> float:
        hits = sum(place in called for called in failed)
        return hits / math.sqrt(len(failed) * (hits + sum(place in called for called in passed)))

    candidates = [place for place in among if failed and place in failed[0]]
    return sorted(candidates, key=ochiai, reverse=True)


def _to_fill(source: str) -> list[str]:
    try:
        return places_to_fill(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _place_of_line(test: TestResult, source: str) -> str:
    """The place of the learner's innermost line on the way to an exception."""
    line = test.where.rpartition(":")[2]
    return place_at(source, int(line)) if line.isdigit() else ""


def _unwritten(test: TestResult, known: Collection[str]) -> str:
    """The place whose name `m03: exp` or `m06: mul, x` gives."""
    found = NOT_WRITTEN.search(test.message)
    name = found["name"] if found else ""
    return next((place for place in (name, f"defvjp({name})") if place in known), "")
