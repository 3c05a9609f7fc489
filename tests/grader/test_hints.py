"""The gates for hints: every place to fill in has some, and none gives the code away."""

from __future__ import annotations

import pytest

from grader.feedback.hints import hints, places_named
from grader.manifest import MILESTONES
from grader.stubs.given import given_in
from grader.stubs.leaks import leaks
from grader.stubs.places import places_to_fill
from tests.grader.folders import solution, stub

LONGEST = 400  # characters: two or three sentences


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_every_place_to_fill_in_has_three_hints_or_more(milestone):
    places = places_to_fill(stub(milestone))
    assert sorted(hints(milestone)) == sorted(places)
    assert [place for place, said in hints(milestone).items() if len(said) < 3] == []


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_hints_are_short_and_no_hint_is_said_twice_in_one_place(milestone):
    for place, said in hints(milestone).items():
        assert len(set(said)) == len(said), place
        assert [hint for hint in said if not 20 <= len(hint) <= LONGEST] == [], place
        assert [hint for hint in said if hint.strip()[-1] not in ".?!:"] == [], place


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_no_hint_gives_the_code_away(milestone):
    said = [hint for of_a_place in hints(milestone).values() for hint in of_a_place]
    # Each hint is the docstring of a function, which is where `leaks` looks for text.
    functions = "\n".join(f"def hint_{i}():\n    {hint!r}" for i, hint in enumerate(said))
    assert leaks(solution(milestone), functions, given_in(milestone.module)) == []


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_a_place_is_found_by_its_name_and_by_a_part_of_it(milestone):
    for place in hints(milestone):
        assert places_named(milestone, place) == [place]
        last = place.rstrip(")").rpartition("(" if "(" in place else ".")[2]
        assert place in [*places_named(milestone, last.upper()), *places_named(milestone, last)]
    assert places_named(milestone, "no_such_place") == places_named(milestone, "(") == []
