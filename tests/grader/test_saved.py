"""A record that was saved is read as it was, and refused as a whole where it is damaged."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader.advice import Diagnosis, Hint
from grader.commands import report
from grader.failure import Difference, Failure, FrameSummary, RandomProgram, Unwritten
from grader.record import MilestoneResult, Record, TestResult
from grader.saved import RecordError, from_json, to_json
from grader.views.outputs import VIEWS
from grader.views.table import render
from tests.grader.records import EXAMPLES

FRAME = FrameSummary("exercises/m02_wrapper.py", 0, "", "", 3)
WHOLE = Failure(
    stage="answer",
    program="def program(lib): ...",
    inputs=(("x", "1"), ("y", "2")),
    smallest=RandomProgram(("a", "b"), "1", "2"),
    yours="1",
    torch="2",
    difference=Difference("value", "[0]", "a", "b", (0, 3), 0.0),
    fact="no",
    exception="E",
    message="m",
    refusal="R",
    no_answer="late",
    unwritten=Unwritten("m07", "mul", "x"),
    broken="trace",
    frames=(FRAME, FRAME),
    hidden_frames=2,
    outside=FRAME,
    printed="p",
    only_on_seed=0,
    is_cut=True,
)


def whole() -> Record:
    """A record in which no field is empty."""
    tests = [
        TestResult("test_a", "a", "public", "wrong", WHOLE, 0.25),
        TestResult("test_b", "b", "hidden", "passed"),
    ]
    milestone = MilestoneResult.of(
        EXAMPLES[3],
        tests,
        untouched=False,
        so_far=1,
        seconds=1.5,
        where="exercises/m04_magic_methods.py",
        function="add",
        diagnosis=Diagnosis("name", "says", "where", "lesson"),
        hint=Hint("place", 1, 3, "text", "where"),
    )
    return Record(
        target="exercises",
        seed=7,
        isolation="sealed",
        torch="2",
        milestones=(milestone,),
        seconds=2.5,
        python="3.11",
        numpy="2",
        confirmed_seed=9,
        files={"m04_magic_methods.py": "0" * 64},
        ignored=("conftest.py",),
        partial=True,
        feedback="names",
        graph="digraph {}",
        undrawn=Failure(fact="no"),
        graded_at="2026-11-28T14:09:01Z",
        deadline=600.0,
    )


def places(data: object, path: tuple = ()) -> Iterator[tuple]:
    """The path to each value in a JSON document."""
    yield path
    inner = data.items() if isinstance(data, dict) else ()
    inner = enumerate(data) if isinstance(data, list) else inner
    for key, value in inner:
        yield from places(value, (*path, key))


DATA = json.loads(to_json(whole()))
PLACES = [path for path in places(DATA) if path and path != ("schema",)]


def inside(data: dict, path: tuple) -> object:
    """What is at the end of a path."""
    for key in path:
        data = data[key]
    return data


def changed(path: tuple, value: object) -> str:
    """The whole record, as JSON, with another value in one place."""
    data = copy.deepcopy(DATA)
    *before, last = path
    inside(data, tuple(before))[last] = value
    return json.dumps(data)


def test_a_record_is_read_as_it_was_written():
    assert from_json(to_json(whole())) == whole()
    empty = Record("", 0, "", "", ())
    assert from_json(to_json(empty)) == empty
    assert to_json(whole()).isascii()


def test_however_large_an_error_is_the_record_can_be_read():
    failure = Failure(difference=Difference("value", largest_error=2.4e36))
    tests = [TestResult("a", "a", "public", "wrong", failure)]
    milestone = MilestoneResult.of(EXAMPLES[3], tests, untouched=False)
    record = replace(whole(), milestones=(milestone,))
    assert from_json(to_json(record)).milestones[0].tests[0].failure == failure


def test_of_a_failure_only_what_says_something_is_written():
    tests = [TestResult("a", "a", "public", "wrong", Failure(fact="no", yours="1"))]
    milestone = MilestoneResult.of(EXAMPLES[3], tests, untouched=False)
    (test,) = json.loads(to_json(replace(whole(), milestones=(milestone,))))["milestones"][0][
        "tests"
    ]
    assert test["failure"] == {"fact": "no", "yours": "1"}


@pytest.mark.parametrize("wrong", [None, True, -1, 0.5, 10**30, "banana", [], {}, [1], {"a": 1}])
def test_wherever_a_value_is_of_another_kind_the_record_is_refused(wrong):
    accepted = []
    for path in PLACES:
        before = inside(DATA, path)
        try:
            record = from_json(changed(path, wrong))
        except RecordError as problem:
            told = str(problem)
            assert "\n" not in told and len(told) < 300
            assert path[0] in told or "add up to" in told
            continue
        accepted.append(path)
        may_be_missing = None in (wrong, before)
        assert type(wrong) is type(before) or may_be_missing or not _is_read(path), path
        for name, view in VIEWS.items():
            assert view.render(record), name
        assert render(record)
    choices = [path for path in accepted if path[-1] in ("outcome", "state", "aspect", "stage")]
    assert choices == []


def _is_read(path: tuple) -> bool:
    """Whether this version reads what is there: not what is counted, and the names of files."""
    return path[-1] not in ("score", "max_score", "passed", "total", "earned")


@pytest.mark.parametrize("path", [path for path in PLACES if isinstance(path[-1], str)], ids=str)
def test_without_a_field_a_record_is_refused_or_has_its_default(path):
    data = copy.deepcopy(DATA)
    del inside(data, path[:-1])[path[-1]]
    try:
        assert render(from_json(json.dumps(data)))
    except RecordError as problem:
        assert f"has no {path[-1]}" in str(problem)


@pytest.mark.parametrize(
    ("path", "wrong", "said"),
    [
        ("outcome", "banana", "tests[0].outcome is 'banana', not one of passed, wrong, error"),
        ("points", "10", "milestones[0].points is '10', not a whole number"),
        ("points", 10.0, "milestones[0].points is 10.0, not a whole number"),
        ("points", -1, "milestones[0].points is -1, not a number from 0 up"),
        ("points", True, "milestones[0].points is True, not a whole number"),
        ("state", "done", "milestones[0].state is 'done', not one of missing, untouched, started"),
        ("seconds", float("nan"), "milestones[0].seconds is nan, not a number from 0 up"),
        ("title", 3, "milestones[0].title is 3, not a text"),
        ("tests", {}, "milestones[0].tests is {}, not a list"),
        ("earned", 20, "milestones[0].earned is 20, not 10.0, which its tests add up to"),
        ("title", ["\x1b" * 99], "milestones[0].title is ['\\x1b\\x1b"),
    ],
)
@pytest.mark.parametrize("view", [*VIEWS, "table"])
def test_every_view_refuses_it_alike(view, path, wrong, said, tmp_path, capsys):
    data = copy.deepcopy(DATA)
    milestone = data["milestones"][0]
    (milestone["tests"][0] if path == "outcome" else milestone)[path] = wrong
    saved, made = tmp_path / "record.json", tmp_path / "made"
    saved.write_text(json.dumps(data))
    with pytest.raises(SystemExit) as exit:
        report.main([str(saved), *([] if view == "table" else [f"--{view}={made}"])])
    out, err = capsys.readouterr()
    assert (exit.value.code, out, made.exists()) == (2, "", False)
    assert err.count("\n") == 1 and err.startswith("nox -s report: ") and said in err
    assert "\x1b" not in err


def test_a_record_of_an_older_version_asks_to_grade_again(tmp_path, capsys):
    saved = tmp_path / "record.json"
    saved.write_text(json.dumps(DATA | {"schema": 1}))
    with pytest.raises(SystemExit) as exit:
        report.main([str(saved)])
    assert exit.value.code == 2
    assert "it is older than this version, so grade again" in capsys.readouterr().err


def test_what_a_later_version_adds_is_left_out():
    data = DATA | {"news": 1, "milestones": [DATA["milestones"][0] | {"news": [1]}]}
    assert from_json(json.dumps(data)) == whole()
