"""The learner's drawing in the record: there where their visualizer works, and harmless."""

from __future__ import annotations

import pytest

from grader.grading.picture import LONGEST, draw
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.manifest import SOLUTIONS, find_milestone
from grader.record import Record
from grader.redacted import redacted
from grader.sandbox.answer import Answer
from grader.saved import from_json, to_json
from grader.suite.dot import read
from grader.suite.setup import Settings, Setup
from grader.views import graph
from grader.views.facts import facts
from grader.views.graph import in_words, picture
from grader.views.html import html
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
    source, failure = draw(Setup.of(SOLUTIONS))
    assert failure is None
    assert len(source) < LONGEST / 2
    assert read(source).ops == ["add", "add", "matmul", "matmul", "mean", "pow", "sub", "tanh"]
    assert picture(source) and "W1" in in_words(source)


def test_what_the_learner_draws_is_what_is_kept(learner):
    source = "digraph { a -> b }"
    assert draw(learner(repr(source))) == (source, None)


def test_an_untouched_visualizer_is_not_asked(exercises):
    assert draw(Setup.of(exercises)) == ("", None)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('a [label="x float32"]; b [label=y]; a -> b', "as it was"),
        ('a [label="x float32"]; a; a [label="x float32"]', "as it was"),
        ("a [label=x]; b [label=y]; a -> b", "no label shows a dtype"),
        (
            'a [label="x\\n(3,)"]; a [label=y]',
            'two nodes have one name, so DOT draws one: "x (3,)"',
        ),
        ("a [label=x]; a -> b", 'an arrow starts or ends at "b", and no node of that name'),
    ],
)
def test_what_is_wrong_with_the_names_of_nodes_is_told(source, said):
    assert read(f"digraph {{ {source} }}").why("as it was").startswith(said)


def test_drawings_that_show_the_same_are_told_from_those_that_do_not():
    first = read('digraph { a [label="x (2, 3) f"]; b [label=y]; a -> b; a -> b }').looks()
    nodes = 'n [label=y]; m [label="f, (2,3)\\nx"]'
    assert first == read(f"digraph {{ {nodes}; m -> n; m -> n }}").looks()
    for arrows in ("m -> n", "n -> m; m -> n", "m -> n; m -> n; n -> n"):
        assert first != read(f"digraph {{ {nodes}; {arrows} }}").looks()


NOT_DOT = "source is not a text of 1 to 20,000 characters"


@pytest.mark.parametrize(
    ("source", "statement", "said"),
    [
        ("3", "pass", NOT_DOT),
        ("None", "pass", NOT_DOT),
        (repr(""), "pass", NOT_DOT),
        ("'x' * 20_001", "pass", NOT_DOT),
        ("''", "raise ValueError('no')", "yours raised ValueError"),
        ("''", "import os; os._exit(0)", "os._exit or sys.exit?"),
        ("type('Text', (str,), {})('digraph { a -> b }')", "pass", NOT_DOT),
    ],
)
def test_why_a_visualizer_that_does_not_work_draws_nothing_is_told(
    source, statement, said, learner
):
    drawn, failure = draw(learner(source, statement))
    assert drawn == ""
    assert failure and said in explain(failure)


def test_nobody_is_to_blame_for_a_visualizer_that_is_not_written(learner):
    assert draw(learner("''", "raise NotImplementedError('m06: make_dot')")) == ("", None)


def test_what_the_grader_fails_to_ask_is_its_own_fault(learner, monkeypatch):
    setup, answer = learner("''"), Answer("broken", message="KeyError in the grader")
    monkeypatch.setattr(setup.workers, "ask", lambda *_: answer)
    drawn, failure = draw(setup)
    assert (drawn, failure.broken) == ("", "KeyError in the grader")
    record = Record("x", 0, "local", "2", (), undrawn=failure)
    assert record.is_broken and not record.broken
    assert "grader's fault" in facts(record)[0].says
    shown = html(record)
    assert "It draws nothing" in shown and "KeyError in the grader" in shown
    assert from_json(to_json(record)) == record
    assert "KeyError in the grader" not in html(redacted(record, "score"))


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("", "graphviz-pure is missing"),
        ("exec sleep 60", "graphviz-pure took longer than 1 s"),
        ("echo broken pipe >&2; exit 3", "graphviz-pure failed"),
    ],
)
def test_a_drawing_that_can_not_be_made_is_told_in_the_report(program, said, tmp_path, monkeypatch):
    monkeypatch.setattr(graph.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(graph, "SECONDS", 1)
    if program:
        (tmp_path / "graphviz-pure").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "graphviz-pure").chmod(0o755)
    shown = html(Record("x", 0, "local", "2", (), graph="digraph { a -> b }"))
    assert said in shown and "the grader&#39;s fault" in shown and "base64" not in shown


def test_only_a_record_that_wants_the_drawing_asks_for_it(learner):
    target = learner(repr("digraph { a -> b }")).target
    asked = target, [find_milestone("visualizer")], Settings(keyword="times x")
    assert grade(*asked, drawn=True).graph == "digraph { a -> b }"
    assert grade(*asked).graph == ""
