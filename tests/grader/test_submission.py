"""A submission is read once: what was read is graded, told from, and named in the record."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.asking.in_process import InProcess
from grader.asking.workers import Workers
from grader.checkout import as_it_is, kept
from grader.files import read
from grader.grading.steps import grade
from grader.library.assemble import assemble
from grader.library.submission import Submission
from grader.manifest import MILESTONES, SOLUTIONS, find_milestone
from grader.record import Record
from grader.saved import from_json, to_json
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution, solved, stub, write

TWO = [find_milestone("m05"), find_milestone("m06")]
TOPOSORT, VISUALIZER = TWO

# Overwrites each file of the submission, as soon as the grader imports this one.
VANDAL = """
import pathlib
for path in pathlib.Path({folder!r}).iterdir():
    path.write_text("raise SystemExit")
"""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def points(record: Record) -> list[float]:
    return [m.earned for m in record.milestones]


def overwrite(folder):
    for path in folder.iterdir():
        path.write_text("raise SystemExit")


@pytest.fixture
def answers(tmp_path):
    """A folder with the solutions of two milestones."""
    for milestone in TWO:
        write(tmp_path, milestone, solution(milestone))
    return tmp_path


def test_the_digests_of_what_was_graded_are_in_the_record(answers):
    record = grade(answers, TWO, Settings(seed=1))
    assert record.files == {f"{m.module}.py": sha256(solution(m)) for m in TWO}
    assert from_json(to_json(record)).files == record.files


@pytest.mark.parametrize("make", [None, InProcess], ids=["workers", "in process"])
def test_what_is_saved_after_it_was_read_is_not_graded(answers, make):
    setup = Setup.of(answers, workers=Workers(make) if make else None)
    overwrite(answers)
    done = run(setup, TWO)
    assert {r.outcome for r in done.results.values()} == {"passed"}
    assert sum(map(len, done.tests.values())) > 20


def test_a_submission_that_overwrites_itself_while_it_is_graded_changes_nothing(tmp_path):
    solved(tmp_path)
    text = solution(TOPOSORT) + VANDAL.format(folder=str(tmp_path))
    write(tmp_path, TOPOSORT, text)
    record = grade(tmp_path, TWO, hinted=True)
    assert {read(path).text for path in tmp_path.iterdir()} == {"raise SystemExit"}  # it was run
    assert points(record) == [m.points for m in TWO]
    assert [m.state for m in record.milestones] == ["complete", "complete"]
    wanted = {f"{m.module}.py": sha256(solution(m)) for m in MILESTONES}
    assert record.files == wanted | {f"{TOPOSORT.module}.py": sha256(text)}


def test_the_quoted_line_is_the_one_that_was_read(tmp_path):
    write(tmp_path, TOPOSORT, stub(TOPOSORT) + "\n\nraise ValueError('first')  # the first\n")
    library = assemble(SOLUTIONS, tmp_path, [TOPOSORT.module])
    overwrite(tmp_path)
    failed = InProcess(library).start()
    assert failed and failed.frames[-1].text == "raise ValueError('first')  # the first"


# What is nobody's yet.


def test_a_missing_file_and_an_untouched_one_are_told_apart(tmp_path):
    write(tmp_path, TOPOSORT, stub(TOPOSORT))
    submission = Submission.read(tmp_path)
    assert submission.is_untouched(TOPOSORT) and submission.is_untouched(VISUALIZER)
    assert list(submission.digests) == [f"{TOPOSORT.module}.py"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_how_lines_end_is_nobodys_work(tmp_path, ending):
    text = stub(TOPOSORT)
    (tmp_path / f"{TOPOSORT.module}.py").write_text(text, encoding="utf-8", newline=ending)
    assert Submission.read(tmp_path).is_untouched(TOPOSORT)
    (tmp_path / f"{TOPOSORT.module}.py").write_text(text + "x\n", encoding="utf-8", newline=ending)
    assert not Submission.read(tmp_path).is_untouched(TOPOSORT)


def test_the_reference_is_never_untouched_and_lacks_nothing():
    submission = Submission.read(SOLUTIONS)
    assert not any(map(submission.is_untouched, MILESTONES))
    assert len(submission.digests) == len(MILESTONES)


def test_in_the_checkout_a_missing_exercise_was_somebodys(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.manifest.EXERCISES", tmp_path)
    assert not Submission.read(tmp_path).is_untouched(TOPOSORT)


# The checkout's own files.


def test_a_file_of_the_checkout_is_as_it_was_when_the_work_began(tmp_path):
    path, later = tmp_path / "a.py", tmp_path / "b.py"
    path.write_text("before")
    with as_it_is([path, later]):
        path.write_text("after!")
        later.write_text("new")
        with as_it_is([path]):  # a step of the work
            assert kept(path).text == "before"
        assert kept(path).text == "before"
        assert kept(later).trouble
    assert (kept(path).text, kept(later).text) == ("after!", "new")


def test_another_thread_finds_every_file_while_the_work_begins():
    """Watch shows a diff while it begins to grade."""
    files = [SOLUTIONS / f"{milestone.module}.py" for milestone in TWO]
    asked: list[str] = []

    def paths() -> Iterator[Path]:
        for path in files:
            yield path
            asked.append(kept(files[1]).trouble)

    with as_it_is(paths()):
        pass
    assert asked == ["", ""]


def test_without_that_it_is_as_it_is_now(tmp_path):
    path = tmp_path / "a.py"
    for text in ("one", "three"):
        path.write_text(text)
        assert kept(path).text == text


UNREADABLE = {  # how a file is spoiled, and what is said then
    "wrapper": (lambda path: path.symlink_to(path.with_name("x.py")), "is a symbolic link"),
    "computation_graph": (lambda path: path.mkdir(), "is not an ordinary file"),
    "magic_methods": (os.mkfifo, "is not an ordinary file"),
    "toposort": (lambda path: path.write_bytes(b"#" * 2**20 + b"#"), "is larger than 1 MiB"),
    "visualizer": (lambda path: path.write_text("x = 1", "utf-16"), "is written in UTF-16"),
    "chain_rule": (lambda path: path.write_bytes(b"x = 1  # \xe9"), "is not UTF-8"),
    "backward": (lambda path: path.touch(), "is empty"),
    "shapes": (lambda path: path.write_text("\n \t\n"), "is empty"),
    "indexing": (lambda path: path.write_bytes(codecs.BOM_UTF8 + b"\n"), "is empty"),
}


def test_of_a_file_that_is_not_read_only_that_is_said(tmp_path):
    """And not that it lacks what nobody has looked for in it."""
    chosen = [find_milestone(name) for name in UNREADABLE]
    for milestone in chosen:
        UNREADABLE[milestone.slug][0](tmp_path / f"{milestone.module}.py")
    for found in grade(tmp_path, chosen).milestones:
        said = UNREADABLE[found.slug][1]
        assert (found.state, found.lacks) == ("started", ()), found.slug
        failures = [test.failure for test in found.tests]
        assert {(each.stage, each.exception) for each in failures} == {("import", "")}
        file = f"{found.id}_{found.slug}.py"
        assert all(f"{file} {said}" in each.no_answer for each in failures), found.slug
