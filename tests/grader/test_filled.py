"""How many places are filled in: what a learner sees of work that no test can tell yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.advice import Filled
from grader.feedback.filled import filled
from grader.manifest import MILESTONES, find_milestone
from grader.stubs.measure import measure
from grader.stubs.places import line_of, places_to_fill
from grader.views.next_step import next_step
from tests.grader.folders import solution, stub
from tests.grader.records import milestone, result


@pytest.mark.parametrize("chosen", MILESTONES, ids=lambda m: m.id)
def test_a_stub_has_no_place_filled_in_and_the_reference_has_every_one(chosen):
    places = measure(chosen.module).places  # as `nox -s syllabus` counts them
    first = places_to_fill(stub(chosen))[0]
    assert filled(chosen, stub(chosen)) == Filled(0, places, first, line_of(first, stub(chosen)))
    assert filled(chosen, solution(chosen)) == Filled(places, places)


def test_what_is_no_longer_there_is_not_filled_in():
    toposort = find_milestone("toposort")
    assert filled(toposort, "") == Filled(0, 1)
    assert filled(toposort, "def toposort(root, parents):\n    return []\n") == Filled(1, 1)
    assert filled(toposort, "def toposort(:\n") is None


def test_of_a_row_of_two_rules_one_may_be_filled_in():
    rules = find_milestone("chain_rule")
    begun = stub(rules).replace('todo("m07: mul, x")', "g * y")
    assert filled(rules, begun).count == 1


def below(found: Filled | None, *outcomes: str, rows: float = 24) -> list[str]:
    tests = [result(outcome, f"test_{i}") for i, outcome in enumerate(outcomes)]
    begun = replace(milestone(1, *tests, where="x.py"), filled=found)
    return [line.text for line in next_step([begun], "exercises", rows=rows)]


def test_it_is_told_where_a_place_that_is_not_written_fails_first():
    shown = below(Filled(7, 9), *["not_started"] * 40)
    assert shown[:3] == ["Next: x.py", "7 of 9 places are filled in.", ""]
    assert len(shown) <= 24
    assert below(Filled(1, 9), "passed", "not_started")[1] == "1 of 9 places is filled in."


@pytest.mark.parametrize("found", [None, Filled(0, 9), Filled(9, 9)])
def test_there_is_nothing_to_tell_of_none_or_of_all(found):
    assert "filled" not in "\n".join(below(found, "not_started"))


def test_the_next_place_is_the_first_in_the_file_wherever_a_program_stopped():
    assert below(Filled(3, 4, "walk", 82), "passed", "not_started")[0] == "Next: x.py:82 in walk"


def test_what_is_wrong_comes_first():
    assert "filled" not in "\n".join(below(Filled(7, 9), "wrong", "not_started"))
