"""What was handed in under another name, in another folder, or in place of what is given."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from grader.grading.steps import grade
from grader.library.misplaced import elsewhere, meant
from grader.library.submission import Submission
from grader.manifest import MILESTONES, find_milestone
from grader.record import MilestoneResult
from grader.saved import from_json, to_json
from grader.suite.setup import Settings
from grader.views.facts import facts
from grader.views.html import html
from grader.views.table import render
from grader.watch.course import Course
from grader.watch.events import Verdict
from grader.watch.page import Page, body
from tests.grader.folders import fresh, solution, write
from tests.grader.records import record, result

TOPOSORT = find_milestone("toposort")
FILE = f"{TOPOSORT.module}.py"


@pytest.mark.parametrize(
    "name",
    [
        *(f"{TOPOSORT.module} (1).py", f"{TOPOSORT.module}-1.py", f"Copy of {FILE}"),
        *(f"{TOPOSORT.module} copy (2).py", "M99_Toposort.py", "toposort.py", "99 toposort.py"),
        *(f"{TOPOSORT.module}.ipynb", f"{FILE}.txt", FILE.replace("_", "-")),
        *("m05_topological_sort.py", "Topological Sort.py", "topological-sort (1).py"),
        *("m05_mine.py", "m05-final.py", "M05 answers.py", "m5_x.ipynb", "05_sort.py", "m05.py"),
        *("m99_toposort_final.py", "m07_topological_sort_2.py"),
    ],
)
def test_a_name_stands_for_a_milestones_file(name):
    assert meant(name) == FILE


@pytest.mark.parametrize(
    "name", ["helpers.py", "toposorted.py", "toposort", "data", "5.py", "m55_x.py", "m05_x.md", ""]
)
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
    assert text.endswith(f"\nNext: grade again with --target '{within}'\n")
    assert "hand it in" not in text


def test_what_is_right_but_for_its_folder_is_not_named_file_by_file(tmp_path):
    within = tmp_path / "student"
    within.mkdir()
    for milestone in MILESTONES:
        write(within, milestone, solution(milestone))
    said = [fact.says for fact in facts(grade(tmp_path, [TOPOSORT]))]
    assert sum("they are in a folder" in each for each in said) == 1
    assert not any("Not read" in each or "Ignored" in each for each in said)


def test_a_folder_of_several_submissions_names_each_of_them(tmp_path):
    for name in ("x", "y/exercises"):
        (tmp_path / name).mkdir(parents=True)
        write(tmp_path / name, TOPOSORT, solution(TOPOSORT))
    text = render(grade(tmp_path, [TOPOSORT]), width=400)
    said = "No milestone's file is here; 2 folders in it have some, and --target grades one:"
    assert f"{said} x, y/exercises\n" in text


def test_an_archive_is_to_be_unpacked(tmp_path):
    folder = fresh(tmp_path)
    (folder / "handed in.zip").write_bytes(b"PK")
    text = render(grade(folder, [TOPOSORT]), width=120)
    assert "Not read; unpack it first: handed in.zip\n" in text
    assert "no such module" not in text


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
    graded = grade(exercises, [TOPOSORT])
    assert graded.changed == ("given/core/dtypes.py",)
    said = "Changed, but given, so the grader uses its own copy: given/core/dtypes.py\n"
    assert said in render(graded, width=120)
    assert from_json(to_json(graded)) == graded


def test_a_given_file_that_was_changed_is_told_of_where_what_fails_imports_it(exercises):
    wrapper = find_milestone("wrapper")
    write(exercises, wrapper, solution(wrapper).replace("np.array(plain(", "np.asarray(plain("))
    names = ("given/core/cast_and_clone.py", "given/core/dtypes.py")
    for name in names:
        (exercises / name).write_text("raise SystemExit\n")
    graded = grade(exercises, [wrapper, TOPOSORT], settings=Settings(only_isolated=True))
    assert [result.changed for result in graded.milestones] == [names[1:], ()]
    said = [f"{fact.says} {fact.names}".strip() for fact in facts(graded)]
    assert said[0].startswith(f"m02 uses what is given, and was changed: {names[1]}. ")
    assert said[1:] == [f"Changed, but given, so the grader uses its own copy: {names[0]}"]
    page = Page(Course(), exercises, wrapper)
    page = page.judged(wrapper, Verdict(graded.milestones[0], 1.0))
    assert said[0] in body(page, 80).plain


def test_what_to_rename_is_said(tmp_path):
    folder = fresh(tmp_path)
    shutil.move(folder / FILE, folder / f"{TOPOSORT.module} (1).py")
    (folder / f"{TOPOSORT.module}.ipynb").write_text("{}")
    (folder / "helpers.py").write_text("")
    (folder / "m04_toposort.py").write_text("")  # its number once
    text = render(grade(folder, [TOPOSORT]), width=120)
    assert f"Not read; rename to {FILE}: {TOPOSORT.module} (1).py\n" in text
    assert f"Not read; rename to {FILE}: m04_toposort.py\n" in text
    assert "Changed, but given" not in text
    book = f"{TOPOSORT.module}.ipynb"
    assert f"A notebook is not read; save its code as {FILE}: {book}\n" in text
    assert "Ignored, since the library has no such module: helpers.py\n" in text


def test_a_file_in_a_folder_within_is_named_where_ours_is_as_it_was(tmp_path):
    folder, within = fresh(tmp_path), tmp_path / "mine" / "old"
    within.mkdir(parents=True)
    write(within, TOPOSORT, solution(TOPOSORT))
    text = render(grade(folder, [TOPOSORT]), width=120)
    assert f"Not read; move to the folder itself: mine/old/{FILE}\n" in text
    assert "no such module" not in text
    write(folder, TOPOSORT, solution(TOPOSORT))
    text = render(grade(folder, [TOPOSORT]), width=120)
    assert "Ignored, since the library has no such module: mine\n" in text


@pytest.mark.parametrize("milestone", MILESTONES)
def test_a_file_named_after_any_milestones_number_or_title_is_meant_for_it(milestone):
    names = [f"m{milestone.number:02}_x.py", f"M{milestone.number} x.py", f"{milestone.title}.py"]
    assert {meant(name) for name in names} == {f"{milestone.module}.py"}


def test_a_helper_beside_a_milestones_file_is_not_to_replace_it():
    helper, digests = "m05_helpers.py", {FILE: "0"}
    assert meant(helper) == FILE and meant(helper, digests) == ""
    assert meant("m05_toposort (1).py", digests) == FILE
    said = [fact.says for fact in facts(replace(record(), ignored=(helper,), files=digests))]
    assert said == ["Ignored, since the library has no such module:"]


def test_where_the_files_are_comes_next_in_every_view():
    missing = MilestoneResult.of(
        TOPOSORT, [result("not_started")], untouched=True, missing=True, where=FILE
    )
    nested = replace(record(missing), elsewhere="handed in/exercises")
    assert "Next: grade again with --target 'handed in/exercises'\n" in render(nested)
    assert "The files are in <code>handed in/exercises</code>: grade again with" in html(nested)
    assert "hand it in" not in render(nested) + html(nested)
