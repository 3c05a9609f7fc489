"""`nox -s report` shows what a record says; how the grading ended, `grade` has told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands import grade, report
from grader.failure import Failure
from grader.judging.passages import GRADERS_FAULT
from grader.record import Record
from grader.saved import to_json
from tests.grader.records import milestone, record, result

BROKEN = {
    "a test": record(milestone(4, "passed", result("broken", failure=Failure(broken="trace")))),
    "the drawing": replace(record(milestone(4, "passed")), undrawn=Failure(broken="trace")),
    "a step": replace(record(milestone(4, "passed")), faults=("Traceback\nKeyError: 'x'",)),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("view", ["table", "html"])
def test_a_broken_grader_is_told_and_the_status_is_that_of_viewing(view, name, tmp_path, capsys):
    assert BROKEN[name].is_broken
    status, out, err = reported(BROKEN[name], view, tmp_path, capsys)
    shown, silent = (out, err) if view == "table" else (err, out)
    assert (status, silent) == (0, "")
    assert GRADERS_FAULT in " ".join(shown.split()) or "The grader broke" in shown


def test_of_a_sound_record_nothing_else_is_said(tmp_path, capsys):
    assert reported(record(milestone(4, "wrong")), "html", tmp_path, capsys) == (0, "", "")


def reported(graded: Record, view: str, folder: Path, capsys) -> tuple[int, str, str]:
    saved = folder / "record.json"
    saved.write_text(to_json(graded))
    written = [] if view == "table" else [f"--{view}={folder / 'view'}"]
    status = report.main([str(saved), *written])
    return (status, *capsys.readouterr())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (report, "That of report is 0 once the record was shown, whatever it says"),
        (report, "names, of hidden tests no more than what they are called and how they went"),
        (grade, "complete milestones are not confirmed on a fresh one"),
        (grade, "full (default), of every test, hidden ones too"),
        (grade, "The exit status of grade is 0 whatever the score, 1 below --fail-under"),
        (grade, "percentage of the points of the milestones that are named"),
        (grade, "(default 600"),
    ],
)
def test_help_says_so(command, said, capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    assert said in " ".join(capsys.readouterr().out.split())
