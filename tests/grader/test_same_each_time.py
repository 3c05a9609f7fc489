"""A suite's question has one answer, whatever was asked before: a diagnosis compares what was
answered to it now and then. So who draws numbers says a seed, and who writes a file names a new
one."""

from __future__ import annotations

import pytest

from grader.feedback.edited import Edited
from grader.feedback.evidence import same_answer
from grader.feedback.notes import Notes
from grader.manifest import MILESTONES, SOLUTIONS
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.today import todays

MEASURES = "performance"  # its answers are bytes of memory
ASKED = [milestone for milestone in MILESTONES if milestone.slug != MEASURES]


@pytest.mark.parametrize("milestone", todays(ASKED, 6), ids=lambda m: m.id)
def test_a_question_has_one_answer(milestone):
    notes = Notes()
    settings = Settings(only_isolated=True, shrinks=False, shares=True)
    run(Setup.of(SOLUTIONS, settings), [milestone], listeners=[notes])
    first = {each.question: each for each in notes.of(milestone)}
    with Edited() as edited:
        (again,) = edited.ask([(None, list(first))])
    pairs = zip(first.values(), again, strict=True)
    others = {j.test for j, a in pairs if a.outcome != "crashed" and not same_answer(j.answer, a)}
    assert others == set()
