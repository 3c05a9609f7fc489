"""What was handed in under another name, in another folder, or in place of what is given."""

from __future__ import annotations

import shutil

import pytest

from grader.grading.steps import grade
from grader.library.misplaced import elsewhere, meant
from grader.library.submission import Submission
from grader.manifest import find_milestone
from grader.saved import from_json, to_json
from grader.views.table import render
from tests.grader.folders import fresh, solution, write

TOPOSORT = find_milestone("toposort")
FILE = f"{TOPOSORT.module}.py"


@pytest.mark.parametrize(
    "name",
    [
        *(f"{TOPOSORT.module} (1).py", f"{TOPOSORT.module}-1.py", f"Copy of {FILE}"),
        *(f"{TOPOSORT.module} copy (2).py", "M99_Toposort.py", "toposort.py", "99 toposort.py"),
        *(f"{TOPOSORT.module}.ipynb", f"{FILE}.txt", FILE.replace("_", "-")),
    ],
)
def test_a_name_stands_for_a_milestones_file(name):
    assert meant(name) == FILE


@pytest.mark.parametrize("name", ["helpers.py", "toposorted.py", "toposort", "data", "m05.py", ""])
def test_other_names_stand_for_nothing(name):
    assert meant(name) == ""


def test_files_in_a_folder_within_are_found(tmp_path):
    assert elsewhere(tmp_path) is None
    within = tmp_path / "Assignment 3" / "exercises"
    within.mkdir(parents=True)
    write(within, TOPOSORT, solution(TOPOSORT))
    assert elsewhere(tmp_path) == within
    assert elsewhere(within) is None
    text = render(grade(tmp_path, [TOPOSORT]), width=400)
    assert f"they are in a folder that --target can name: {within}\n" in text


def test_no_more_is_looked_through_than_a_handful_of_folders(tmp_path):
    deep = tmp_path.joinpath(*"abcdefgh")
    deep.mkdir(parents=True)
    write(deep, TOPOSORT, "")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert elsewhere(tmp_path) is None


def test_what_is_given_and_changed_is_named_and_not_read(exercises):
    assert Submission.read(exercises).changed == ()
    given = exercises / "given" / "core" / "dtypes.py"
    given.write_bytes(given.read_bytes().replace(b"\n", b"\r\n"))
    assert Submission.read(exercises).changed == ()
    given.write_text("raise SystemExit\n")
    record = grade(exercises, [TOPOSORT])
    assert record.changed == ("given/core/dtypes.py",)
    said = "Changed, but given, so the grader uses its own copy: given/core/dtypes.py\n"
    assert said in render(record, width=120)
    assert from_json(to_json(record)) == record


def test_what_to_rename_is_said(tmp_path):
    folder = fresh(tmp_path)
    shutil.move(folder / FILE, folder / f"{TOPOSORT.module} (1).py")
    (folder / f"{TOPOSORT.module}.ipynb").write_text("{}")
    (folder / "helpers.py").write_text("")
    text = render(grade(folder, [TOPOSORT]), width=120)
    assert f"Not read; rename to {FILE}: {TOPOSORT.module} (1).py\n" in text
    book = f"{TOPOSORT.module}.ipynb"
    assert f"A notebook is not read; save its code as {FILE}: {book}\n" in text
    assert "Ignored, since the library has no such module: helpers.py\n" in text
