"""Who writes the places of a milestone one by one sees something after each."""

from __future__ import annotations

import pytest

from grader.feedback.localization.trial_repair import transplant
from grader.manifest import find_milestone
from grader.stubs.places import places_to_fill
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution, stub, write

ALONE = Settings(only_isolated=True, shrinks=False)


@pytest.mark.parametrize("slug", ["visualizer"])
def test_each_place_makes_more_tests_pass(slug, tmp_path):
    milestone = find_milestone(slug)
    source, passed = stub(milestone), set()
    for place in places_to_fill(source):
        source = transplant(source, solution(milestone), place)
        write(tmp_path, milestone, source)
        done = run(Setup.of(tmp_path, ALONE), [milestone])
        outcomes = {each.name: each.outcome for each in done.results.values()}
        assert set(outcomes.values()) <= {"passed", "not_started"}, place
        now = {name for name, outcome in outcomes.items() if outcome == "passed"}
        assert passed < now, place
        passed = now
    assert passed == outcomes.keys()
