"""Gradescope's results.json: its form, and points that add up."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.failure import Failure, FrameSummary
from grader.record import TestResult
from grader.redacted import redacted
from grader.views.gradescope import gradescope
from tests.grader import records
from tests.grader.records import record, result

# https://gradescope-autograders.readthedocs.io/en/latest/specs/
FIELDS = {
    "score": float,
    "execution_time": float,
    "output": str,
    "output_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "tests": list,
    "extra_data": dict,
}
TEST_FIELDS = {
    "name": str,
    "number": str,
    "score": float,
    "max_score": float,
    "status": str,
    "output": str,
    "output_format": str,
    "visibility": str,
    "tags": list,
    "extra_data": dict,
}
SECRET = "a hidden answer"


def failure(line):
    """Of a test that is hidden if the line's number is odd."""
    says = f"{SECRET if line % 2 else 'a public answer'} {line}"
    return Failure(fact=says, yours="1", frames=(FrameSummary("m.py", line, "f"),))


def milestone(i, *outcomes):
    """Whose every other test is hidden."""
    tests = [
        result(
            outcome,
            f"no_{j}",
            "hidden" if j % 2 else "public",
            None if outcome == "passed" else failure(j),
        )
        for j, outcome in enumerate(outcomes)
    ]
    return records.milestone(i, *tests)


def parsed(record):
    return json.loads(gradescope(record), parse_float=Decimal)


def half():
    return record(milestone(3, *["passed", "wrong", "not_started"] * 17), milestone(7, "timeout"))


def test_it_has_the_form_that_gradescope_specifies():
    results = json.loads(gradescope(half()))
    assert {name: type(value) for name, value in results.items()} == FIELDS
    for test in results["tests"]:
        assert {name: type(value) for name, value in test.items()} == TEST_FIELDS
        assert test["status"] in ("passed", "failed")
        assert test["output_format"] == results["output_format"] == "text"
    assert results["stdout_visibility"] == "hidden"


def test_each_test_has_its_number_its_outcome_and_its_output():
    first, second, *_ = json.loads(gradescope(half()))["tests"]
    assert (first["number"], first["status"], first["output"]) == ("4.1", "passed", "")
    assert first["name"] == "m04 magic methods: no 0"
    assert (second["number"], second["status"]) == ("4.2", "failed")
    assert second["output"] == f"wrong\nm.py:1\n  {SECRET} 1\n  yours │ 1"
    assert second["tags"] == ["m04", "core", "hidden"]


@pytest.mark.parametrize("total", [1, 2, 3, 7, 23, 51, 52])
@pytest.mark.parametrize("points_of", [0, 3, 6, 19])
def test_points_add_up_without_drift(points_of, total):
    milestones = []
    for passed in {0, 1, total // 2, total - 1, total}:
        outcomes = ["passed"] * passed + ["wrong"] * (total - passed)
        milestones.append(milestone(points_of, *outcomes[::-1]))
    r = record(*milestones)
    results = parsed(r)
    assert sum(t["score"] for t in results["tests"]) == results["score"] == Decimal(str(r.score))
    assert sum(t["max_score"] for t in results["tests"]) == r.max_score
    shares = [t["max_score"] for t in results["tests"]]
    assert max(shares) - min(shares) <= Decimal("0.0002")
    assert all(
        t["score"] == (t["max_score"] if t["status"] == "passed" else 0) for t in results["tests"]
    )


def test_nothing_that_feedback_withholds_is_there():
    assert SECRET in gradescope(half())
    names = gradescope(redacted(half(), "names"))
    assert SECRET not in names and "a public answer" in names and "no 1" in names
    score = gradescope(redacted(half(), "score"))
    assert SECRET not in score and "a public answer" not in score and "m.py" not in score
    assert '"m04 magic methods: no 1"' not in score


def test_no_entry_is_hidden_which_would_hide_the_total_too():
    for feedback in ("full", "names", "score"):
        results = json.loads(gradescope(redacted(half(), feedback)))
        assert {t["visibility"] for t in results["tests"]} == {"visible"} == {results["visibility"]}


def test_what_was_left_out_is_told():
    r = replace(half(), partial=True, ignored=("conftest.py",))
    output = json.loads(gradescope(r))["output"]
    assert "Some tests were left out" in output and "conftest.py" in output


def test_what_a_learner_wrote_is_made_visible():
    failure = Failure(fact="no", yours="\u202eevil\x00", frames=(FrameSummary("\n", 1, "f"),))
    test = TestResult("test_x", "x\x1b[0m", "public", "wrong", failure)
    text = gradescope(record(records.milestone(0, test)))
    (shown,) = json.loads(text)["tests"]
    assert text.isascii()
    assert shown["name"].endswith("x\\x1b[0m")
    assert shown["output"] == "wrong\n\\n:1\n  no\n  yours │ \\u202eevil\\x00"
