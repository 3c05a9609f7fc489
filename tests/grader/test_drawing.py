"""The learner's drawing in the record: there where their visualizer works, and harmless."""

from __future__ import annotations

import pytest

from grader.grading.grade import grade
from grader.grading.picture import LONGEST, draw
from grader.manifest import SOLUTIONS, find_milestone
from grader.suite.dot import read
from grader.suite.setup import Settings, Setup
from grader.views.graph import in_words, picture
from tests.grader.folders import write

VISUALIZER = '''"""A visualizer."""

from .given.core.drawing import Digraph


class Fake:
    source = {source}


def describe(array, name=None):
    return ""


def make_dot(root, params=None):
    {statement}
    return Fake()
'''


@pytest.fixture
def learner(tmp_path):
    def learner(source="''", statement="pass"):
        text = VISUALIZER.format(source=source, statement=statement)
        return Setup.of(write(tmp_path, find_milestone("visualizer"), text))

    return learner


def test_a_working_visualizer_draws_the_network():
    source = draw(Setup.of(SOLUTIONS))
    assert len(source) < LONGEST / 2
    assert read(source).ops == ["add", "add", "matmul", "matmul", "mean", "pow", "sub", "tanh"]
    assert picture(source) and "W1" in in_words(source)


def test_what_the_learner_draws_is_what_is_kept(learner):
    source = "digraph { a -> b }"
    assert draw(learner(repr(source))) == source


def test_an_untouched_visualizer_is_not_asked(exercises):
    assert draw(Setup.of(exercises)) == ""


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("3", "pass"),
        ("None", "pass"),
        (repr(""), "pass"),
        ("'x' * 20_001", "pass"),
        ("''", "raise ValueError"),
        ("''", "import os; os._exit(0)"),
        ("type('Text', (str,), {})('digraph { a -> b }')", "pass"),
    ],
)
def test_a_visualizer_that_does_not_work_draws_nothing(source, statement, learner):
    assert draw(learner(source, statement)) == ""


def test_only_a_record_that_wants_the_drawing_asks_for_it(learner):
    target = learner(repr("digraph { a -> b }")).target
    asked = target, [find_milestone("visualizer")], Settings(keyword="times x")
    assert grade(*asked, drawn=True).graph == "digraph { a -> b }"
    assert grade(*asked).graph == ""
