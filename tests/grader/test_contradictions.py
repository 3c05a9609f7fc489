"""What can't be true is refused by every view alike; what was really graded can be read again."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader.commands import report
from grader.feedback.known_misconceptions import misconceptions
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.record import FEEDBACK
from grader.redacted import redacted
from grader.saved import from_json, to_json
from grader.suite.setup import Settings
from grader.views.fitted import fitted
from grader.views.outputs import VIEWS
from tests.grader.folders import fresh, solved, write
from tests.grader.test_saved import DATA


def passing(*outcomes: str) -> list[dict]:
    return [
        {"name": f"test_{i}", "title": "t", "visibility": "public", "outcome": outcome}
        for i, outcome in enumerate(outcomes)
    ]


IMPOSSIBLE = {  # in a record of one milestone, of whose two tests one passes
    "more so far than there are": (
        lambda m: m.update(so_far=9999),
        "milestones[0].so_far is 9999, not at most 1, which is how many pass",
    ),
    "more so far than pass": (lambda m: m.update(so_far=2), "milestones[0].so_far is 2, not at"),
    "more places filled in than there are": (
        lambda m: m.update(filled={"count": 10, "places": 9}),
        "milestones[0].filled.count is 10, not at most 9, which is how many places there are",
    ),
    "complete, though tests fail": (
        lambda m: m.update(state="complete"),
        "milestones[0].state is 'complete', not that: 1 of 2 pass",
    ),
    "complete without tests": (
        lambda m: m.update(state="complete", tests=[], so_far=0, passed=0, total=0, earned=0.0),
        "milestones[0].state is 'complete', not that: 0 of 0 pass",
    ),
    "untouched, though a test passes": (
        lambda m: m.update(state="untouched"),
        "milestones[0].state is 'untouched', not that: 1 of 2 pass",
    ),
    "missing, though a test passes": (
        lambda m: m.update(state="missing"),
        "milestones[0].state is 'missing', not that: 1 of 2 pass",
    ),
    "started, though all pass": (
        lambda m: m.update(tests=passing("passed"), passed=1, total=1, earned=20.0),
        "milestones[0].state is 'started', not complete, as its tests say",
    ),
    "a milestone that is nowhere": (
        lambda m: m.update(id="m99"),
        "milestones[0].id is 'm99', not a milestone of this version",
    ),
    "another milestone's number": (
        lambda m: m.update(number=5),
        "milestones[0].number is 5, not 4, as of m04",
    ),
    "another milestone's slug": (
        lambda m: m.update(slug="toposort"),
        "milestones[0].slug is 'toposort', not magic_methods, as of m04",
    ),
    "a test twice": (
        lambda m: m["tests"][1].update(name="test_a"),
        "milestones[0].tests[1].name is 'test_a', not another one than before",
    ),
    "a failure of what passes": (
        lambda m: m["tests"][1].update(failure={"fact": "no"}),
        "milestones[0].tests[1].outcome is 'passed', not why it has a failure",
    ),
    "more points than its tests": (lambda m: m.update(earned=20.0), "which its tests add up to"),
    "negative points": (lambda m: m.update(points=-20), "points is -20, not a number from 0 up"),
    "negative seconds": (lambda m: m.update(seconds=-1.0), "seconds is -1.0, not a number from"),
    "more tests passed": (lambda m: m.update(passed=2), "passed is 2, not 1, which its tests add"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_can_not_be_true_is_refused(name, tmp_path, capsys):
    change, said = IMPOSSIBLE[name]
    data = copy.deepcopy(DATA)
    change(data["milestones"][0])
    data["partial"] = False
    del data["score"]  # which is added up anyway
    refused(data, said, tmp_path, capsys)


@pytest.mark.parametrize(
    "date", ["yesterday", "2026-11-28", "2026-11-28T14:09:01", "2026-13-28T14:09:01Z", "\x1b[2J"]
)
def test_a_date_is_a_moment_in_utc(date, tmp_path, capsys):
    said = "not a time such as 2026-01-31T12:00:00Z"
    refused(DATA | {"graded_at": date}, said, tmp_path, capsys)


def test_a_milestone_is_there_once(tmp_path, capsys):
    data = copy.deepcopy(DATA)
    data["milestones"].append(data["milestones"][0])
    data |= {"score": 2 * data["score"], "max_score": 2 * data["max_score"]}
    said = "milestones[1].id is 'm04', not another one than before"
    refused(data, said, tmp_path, capsys)


def refused(data: dict, said: str, tmp_path: Path, capsys) -> None:
    """Every view says in one line, with status 2, what can't be."""
    saved = tmp_path / "record.json"
    saved.write_text(json.dumps(data))
    for view in [*VIEWS, "table"]:
        made = tmp_path / "made"
        with pytest.raises(SystemExit) as exit:
            report.main([str(saved), *([] if view == "table" else [f"--{view}={made}"])])
        out, err = capsys.readouterr()
        assert (exit.value.code, out, made.exists()) == (2, "", False)
        assert err.count("\n") == 1 and said in err and "\x1b" not in err


TOPOSORT, VISUALIZER = find_milestone("toposort"), find_milestone("visualizer")
REAL = {  # what is graded, and how
    "all right": (lambda folder: solved(folder), {}),
    "all right, on a seed": (lambda folder: solved(folder), {"settings": Settings(seed=7)}),
    "some tests": (lambda folder: solved(folder), {"settings": Settings(keyword="diamond")}),
    "no such test": (lambda folder: solved(folder), {"settings": Settings(keyword="!")}),
    "stubs": (fresh, {}),
    "stubs that are run": (fresh, {"settings": Settings(run_untouched=True)}),
    "nothing": (lambda folder: folder, {}),
    "wrong": (lambda folder: mistaken(folder), {}),
    "no Python": (lambda folder: write(solved(folder), TOPOSORT, "def"), {}),
    "out of time": (lambda folder: solved(folder), {"deadline": 0.001}),
    "a file alone": (lambda folder: solved(folder, VISUALIZER), {"hinted": True, "drawn": True}),
    "a link": (lambda folder: linked(folder), {"hinted": True}),
}


def mistaken(folder: Path) -> Path:
    misconceptions(TOPOSORT)[0].write(TOPOSORT, solved(folder))
    return folder


def linked(folder: Path) -> Path:
    (folder / f"{TOPOSORT.module}.py").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize("name", REAL)
def test_whatever_is_graded_can_be_read_again(name, tmp_path):
    make, options = REAL[name]
    record = grade(make(tmp_path), [TOPOSORT, VISUALIZER], **options)
    for level in FEEDBACK:
        shown = redacted(record, level)
        assert from_json(to_json(shown)) == shown
        assert from_json(fitted(shown, to_json, 2000)).score == record.score
    assert datetime.strptime(record.graded_at, "%Y-%m-%dT%H:%M:%S%z").utcoffset() == timedelta(0)
    assert record.deadline == options.get("deadline")


@pytest.mark.parametrize("step", ["with_confirmation", "with_diagnoses", "draw"])
def test_a_record_of_a_broken_grader_can_be_read_again(step, tmp_path, monkeypatch):
    def breaks(*_, **__):
        raise KeyError(step)

    monkeypatch.setattr(f"grader.grading.steps.{step}", breaks)
    record = grade(solved(tmp_path), [TOPOSORT], drawn=True)
    assert record.is_broken
    assert from_json(to_json(record)) == record


def test_a_record_of_another_folder_in_the_checkout_can_be_read_again(exercises):
    (exercises / f"{TOPOSORT.module}.py").unlink()
    record = grade(exercises, [TOPOSORT, VISUALIZER])
    assert [m.state for m in record.milestones] == ["missing", "untouched"]
    assert from_json(to_json(record)) == record
