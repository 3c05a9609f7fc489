"""Which place of a learner's file needs help: the one to fill in next, or the one to blame.

    place_to_mend(result, source, examination)    # "Operators.__rsub__"
    others_to_mend(result, source, examination)   # where to go on: ["Operators.__rpow__", "sum"]

Who is to blame for a wrong value is found in two steps. Spectrum-based fault localization ranks the
places, by Ochiai's coefficient: failing tests call the culprit, and passing ones rather do not (R.
Abreu, P. Zoeteweij, A. van Gemund, On the Accuracy of Spectrum-based Fault Localization, TAIC PART
2007). Often several rank alike; so the first ones are tried out (trial_repair.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

from ...advice import Suspect
from ...manifest import IS_HANDOUT, find_milestone
from ...record import MilestoneResult, TestResult
from ...stubs.places import last_line_of, line_of, place_at, places_to_fill
from ..coverage import Spectrum
from ..examination import Examination
from ..hints import hints
from .trial_repair import first_repair

MOST_TRIED = 8  # places


def fails_at_import(result: MilestoneResult) -> bool:
    """Whether the file could not even be imported, so that no place of it was run."""
    first = result.to_mend[0].failure if result.to_mend else None
    return first is not None and first.stage == "import"


def place_to_mend(result: MilestoneResult, source: str, examination: Examination) -> str:
    """The place that what fails first leads to; "" where nothing is to mend, the import fails, or
    it waits for another milestone's.

    What was written and fails comes before what is yet to be written. Of this it is what the first
    failing test needs, in the order of the file.

    Args:
        result: how the milestone went, shown in full.
        source: the learner's file.
        examination: of what the file's library answered.
    """
    if not result.to_mend or fails_at_import(result):
        return ""
    known = hints(find_milestone(result.id))
    to_fill = [place for place in places_to_fill(source) if place in known]
    wrong = [test for test in result.to_mend if test.outcome != "not_started"]
    if wrong and result.diagnosis and result.diagnosis.where in known:
        return result.diagnosis.where
    if not wrong and _waits_for_another(result):
        return ""
    if wrong:
        written = [place for place in known if place not in to_fill]
        return _to_blame(wrong[0], result, source, written, examination)
    return next(iter([*_to_write(result, source, examination), *known]))


def with_suspect(result: MilestoneResult, place: str, source: str) -> MilestoneResult:
    """The same result, which says where in the source the place stands, if it is there."""
    line = line_of(place, source)
    last = last_line_of(place, source)
    return replace(result, suspect=Suspect(place, line, last=last)) if line else result


def others_to_mend(result: MilestoneResult, source: str, examination: Examination) -> list[str]:
    """Where to go on when there is no more to say of the place to mend: where what was written
    raised, or never ended, and then what is yet to be written."""
    known = hints(find_milestone(result.id))
    wrong = [test for test in result.to_mend if test.outcome != "not_started"]
    raised = [_place_of_line(test, source) for test in wrong]
    places = [*raised, *_to_write(result, source, examination)]
    return list(dict.fromkeys(place for place in places if place in known))


def _to_write(result: MilestoneResult, source: str, examination: Examination) -> list[str]:
    """The places that are yet to be written: the first that a test needs, the one that it came to,
    the others that it needs, those that other tests came to, and the rest."""
    known = hints(find_milestone(result.id))
    to_fill = [place for place in places_to_fill(source) if place in known]
    tests = [test for test in result.to_mend if test.outcome == "not_started"]
    needed = examination.called_by(tests[0].name) if tests else set()
    met = [_unwritten(test, known) or _place_of_line(test, source) for test in tests]
    in_turn = [place for each in (needed, met) for place in to_fill if place in each]
    ordered = dict.fromkeys([*in_turn[:1], *met[:1], *in_turn, *to_fill])
    return [place for place in ordered if place in to_fill]


def _to_blame(
    test: TestResult,
    result: MilestoneResult,
    source: str,
    written: Sequence[str],
    examination: Examination,
) -> str:
    """The place that repairs the test; if there is none, the likeliest.

    Where it raised, or else the top suspect. Where it never ended is the last to be suspected: the
    loop may be in any of the functions on the way there.
    """
    met = [place for place in [_place_of_line(test, source)] if place in written]
    ranked = suspects(test, result, examination.spectrum, written)
    ordered = [*ranked, *met] if test.outcome == "timeout" else [*met, *ranked]
    likeliest = next(iter([*ordered, *written, ""]))
    candidates = list(dict.fromkeys(ordered))[:MOST_TRIED]
    if len(candidates) < 2 or (test.outcome == "timeout" and not result.passed):
        return likeliest  # where nothing comes to an end, a repair would not show
    if IS_HANDOUT:  # which has nothing to repair it with
        return likeliest
    return first_repair(candidates, test.name, source, examination) or likeliest


def suspects(
    test: TestResult, result: MilestoneResult, calls: Spectrum, among: Sequence[str]
) -> list[str]:
    """The places that the failing test calls, the most suspicious first.

    Tests of what is not started say nothing about what is; nor do those that were not judged.
    """
    judged = [t for t in result.tests if t.outcome not in ("not_started", "broken", "not_run")]
    failed = [calls.get(t.name, set()) for t in judged if t.outcome != "passed"]
    passed = [calls.get(t.name, set()) for t in judged if t.outcome == "passed"]

    def ochiai(place: str) -> float:
        hits = sum(place in called for called in failed)
        return hits / math.sqrt(len(failed) * (hits + sum(place in called for called in passed)))

    called = calls.get(test.name, set())
    return sorted((place for place in among if place in called), key=ochiai, reverse=True)


def _waits_for_another(result: MilestoneResult) -> bool:
    """Whether what the first failing test needs is yet to be written in another file, as it may be
    in a handout."""
    failure = result.to_mend[0].failure
    return bool(failure and failure.unwritten and failure.unwritten.milestone != result.id)


def _place_of_line(test: TestResult, source: str) -> str:
    """The place of the learner's innermost line on the way to an exception."""
    return place_at(source, test.frame.line) if test.frame and test.frame.line else ""


def _unwritten(test: TestResult, known: Collection[str]) -> str:
    """The place that a test met which is yet to be written, or the op whose rule is."""
    unwritten = test.failure.unwritten if test.failure else None
    name = unwritten.place if unwritten else ""
    return next((place for place in (name, f"defvjp({name})") if place in known), "")
