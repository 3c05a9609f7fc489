"""A class of sixty is graded, a third of it each day, and each gets what its work is worth."""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import unquote

import pytest

from classroom.__main__ import main
from classroom.grades.pages import FOR_STUDENTS
from grader.saved import load
from tests.classroom.downloads import laid
from tests.classroom.generated import ALL, HandedIn, sixty
from tests.grader.once import once

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone seals")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> list[HandedIn]:
    return once(tmp_path_factory, "sixty", lambda: sixty(tmp_path_factory.mktemp("tried")))


@pytest.fixture(scope="module")
def classroom(handed_in, tmp_path_factory) -> Path:
    return once(tmp_path_factory, "class", lambda: _graded(handed_in, tmp_path_factory))


def _graded(handed_in: list[HandedIn], folders: pytest.TempPathFactory) -> Path:
    download, folder = folders.mktemp("download"), folders.mktemp("class")
    for each in handed_in:
        laid(download, each.files)
    assert main(["intake", str(download), str(folder)]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.sandbox.escapes.trial.escapes", lambda: [])  # another test's
        assert main(["run", str(folder), "--jobs", "2"]) == 0
    assert main(["gradebook", str(folder), "--feedback"]) == 0
    return folder


@pytest.fixture(scope="module")
def table(classroom) -> dict[str, dict[str, str]]:
    with (classroom / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_each_of_sixty_gets_what_its_work_is_worth(handed_in, table):
    assert len(handed_in) >= (60 if ALL else 22)
    told = {name: (row["state"], float(row["score"])) for name, row in table.items()}
    wanted = {
        each.name: ("graded", round(each.worth, 2)) if each.worth is not None else NOTHING
        for each in handed_in
    }
    assert told == wanted


NOTHING = "nothing to grade", 0.0
KINDS = "public", "hidden"


def test_the_mistakes_are_told_apart_by_what_they_are_worth(handed_in):
    """Or else a grade that is the same for all of them would be right, too."""
    worth = [each.worth for each in handed_in if each.name.startswith("mistake")]
    assert len(worth) >= (10 if ALL else 4) and len(set(worth)) > (5 if ALL else 2)
    assert all(each is not None and each < 8 for each in worth)


def test_the_page_of_the_class_leads_to_every_submission(classroom, table):
    page = (classroom / "class.html").read_text(encoding="utf-8")
    reports = {path.name for path in (classroom / "reports").iterdir()}
    assert len(reports) == sum(row["state"] == "graded" for row in table.values())
    linked = {unquote(link) for link in re.findall(r'href="reports/([^"]+)"', page)}
    assert linked == reports
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "&lt;b&gt;=1+1" in page
    times = "2 \N{MULTIPLICATION SIGN} m05 topological sort"  # one, and a copy
    assert f"{times}: children before parents" in page


def test_students_are_not_told_what_hidden_tests_saw(classroom):
    record = load(classroom / "records" / "b-1-1.json")
    failed = [t for m in record.milestones for t in m.tests if t.failure]
    said = {kind: {t.failure.message for t in failed if t.visibility == kind} for kind in KINDS}
    secret = said["hidden"] - said["public"]
    assert any("alert(1)" in each for each in secret)
    with zipfile.ZipFile(classroom / "feedback.zip") as archive:
        page = archive.read(f"b-1-1/{FOR_STUDENTS}").decode()
    assert "<script" not in page and "\x1b" not in page
    assert [each for each in said["public"] if escape(each) not in page] == []
    assert [each for each in secret if escape(each) in page] == []
    assert str(classroom) not in page
