"""What people are advised to type acts on the folder that was graded, and on no other."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import replace

import pytest

from grader import manifest
from grader.advice import Hint, command
from grader.commands import grade
from grader.files import FORBIDDEN, LARGE, LINK, MISSING, STRANGE, File
from grader.library.assemble import problem
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, find_milestone
from grader.views import progress
from grader.views.html import html
from grader.views.table import render
from grader.watch import screens
from tests.grader.folders import solution, write
from tests.grader.records import milestone, record

TOPOSORT = find_milestone("toposort")
TYPED = re.compile(r"(?:nox -s [\w{}]+ -- (?!-)\S|git checkout -- )")
# Who may write a command about a milestone. `generate` is about exercises/ alone, and
# so is what README shows; the checks are a maintainer's, of tests and not of milestones.
WRITERS = {"advice.py", "library/assemble.py", "stubs/generate.py", "watch/recording.py"}
WRITERS |= {"views/checks.py"}


def written(source: str) -> list[str]:
    """The commands in a file's texts, its docstrings left out."""
    tree = ast.parse(source)
    prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    texts = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    texts += [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in prose
    ]
    return [text for text in texts if TYPED.search(text)]


def test_commands_about_a_milestone_are_written_where_its_folder_is_known():
    house = ROOT / "grader"
    found = {
        str(path.relative_to(house))
        for path in house.rglob("*.py")
        if written(path.read_text("utf-8"))
    }
    assert found == WRITERS
    assert not TYPED.search((house / "views" / "report.html.jinja").read_text("utf-8"))


def test_a_command_names_its_folder():
    assert command("hint", "m05", "exercises") == "nox -s hint -- m05"
    assert command("hint", "m05", "solutions") == "nox -s hint -- m05 --target solutions"
    assert command("hint", "m05", "a b;c") == "nox -s hint -- m05 --target 'a b;c'"


@pytest.mark.parametrize("session", ["hint", "grade", "compare"])
def test_what_is_advised_takes_a_folder(session, capsys):
    with pytest.raises(SystemExit):
        importlib.import_module(f"grader.commands.{session}").main(["--help"])
    assert "--target DIR" in capsys.readouterr().out


def test_a_terminal_advises_about_the_folder_that_was_graded():
    hint = Hint("toposort", 1, 3, "Think.", "x.py:1")
    failing = milestone(4, "passed", "wrong", hint=hint)
    elsewhere = render(replace(record(failing), target="handed_in"))
    assert "nox -s hint -- m05 --target handed_in" in elsewhere
    assert set(re.findall(r"nox -s hint -- m05(?! --target handed_in)", elsewhere)) == set()
    assert "--target" not in render(record(failing))


def test_a_file_that_is_handed_on_advises_as_in_ones_own_checkout():
    hint = Hint("toposort", 1, 3, "Think.", "x.py:1")
    failing = milestone(4, "passed", "wrong", hint=hint)
    elsewhere = html(replace(record(failing), target="handed_in"))
    assert "nox -s hint -- m05" in elsewhere and "nox -s hint -- m05 --target" not in elsewhere


@pytest.mark.parametrize("trouble", [MISSING, LINK, STRANGE, LARGE, FORBIDDEN, "can't be read"])
def test_only_the_checkouts_own_files_are_restored(trouble, tmp_path):
    name = f"{TOPOSORT.module}.py"
    own, handed_in = manifest.EXERCISES / name, tmp_path / "exercises" / name
    commands = [
        TYPED.findall(problem(File(path, trouble=trouble)) or "")
        for path in (own, SOLUTIONS / name, SOLUTIONS / "given" / "data.py", handed_in)
    ]
    restored = [] if trouble == FORBIDDEN else ["nox -s reset -- m"]
    fetched = [] if trouble == FORBIDDEN else ["git checkout -- "]
    assert commands == [restored, fetched, fetched, []]
    said = problem(File(handed_in, trouble=trouble))
    assert said and said.startswith(f"{handed_in} {trouble}: ") and not said.endswith(": ")


def test_watching_another_folder_advises_about_that_one(tmp_path):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    said = progress.notes(folder, TOPOSORT, None)
    assert f"Compare with the reference: nox -s compare -- m05 --target {folder}" in said
    assert f"See it: nox -s demo -- m05 --target {folder}" in said


def test_a_milestone_that_works_is_announced_with_its_demo_and_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "exercises"
    folder.mkdir()
    (said,) = progress.news(folder, [TOPOSORT])
    assert said == (
        "m05 topological sort works. progress.md has its line. See it: nox -s demo -- m05"
    )
    assert progress.news(folder, [TOPOSORT]) == []


def test_after_what_works_the_next_milestone_is_named(exercises, state, capsys):
    write(exercises, TOPOSORT, solution(TOPOSORT))
    assert grade.main(["m05", "--target", str(exercises)]) == 0
    first = exercises / f"{MILESTONES[0].module}.py"
    assert capsys.readouterr().out.endswith(f"\nNext: open {first} and read its lesson\n")
    first.write_text("begun = True\n")
    assert grade.main(["m05", "--target", str(exercises)]) == 0
    said = f"\nNext: {first}, which you have begun: nox -s grade -- m00\n"
    assert capsys.readouterr().out.endswith(said)


def test_a_diff_of_another_folder_advises_nothing(tmp_path):
    folder = tmp_path / "handed_in"
    folder.mkdir()
    (line,) = screens.diff(TOPOSORT, folder / f"{TOPOSORT.module}.py", "x")
    assert "reset" not in line
