"""What students get: no answer is in it, whoever has nothing else passes no hidden test, and its
commands work without the solutions and without torch."""

from __future__ import annotations

import ast
import base64
import gzip
import importlib.util
import io
import json
import marshal
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from grader.asking.answerer import Answerer
from grader.asking.oracle_cache import RememberingOracle
from grader.asking.question import Question
from grader.asking.travelling import FILE, calls, read
from grader.asking.workers import Workers
from grader.commands import grade, handout
from grader.handout import inventory, torchs_answers
from grader.handout.project import SESSIONS, WORKFLOWS
from grader.handout.proof import Finder
from grader.handout.public_suites import hidden
from grader.handout.secrets import secrets
from grader.handout.write import write
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, find_milestone
from grader.sandbox.answer import Answer, Meanwhile, nothing
from grader.saved import load
from grader.stubs.places import places_to_fill
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import handed_out, keep_compiled, solution, stub
from tests.grader.once import once
from tests.grader.today import todays
from tests.waiting import ENOUGH

TOPOSORT = find_milestone("toposort")
FOUND = "has the (lines|code) of m05 toposort|has m05 toposort, compiled"


def made(folder: Path) -> str:
    """Make the handout; what was proved. Its stubs are those that all tests here share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inventory, "generate_all", lambda: dict(handed_out))
        return write(folder, with_git=True)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handout, made once for all who test side by side; it is only read."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "handout"
    said = once(tmp_path_factory, "handout_made", lambda: made(folder))
    assert re.fullmatch(r"none of 2\d\d answers is in its \d{3} files", said)
    return folder


@pytest.fixture
def mine(given, tmp_path) -> Path:
    """A student's copy, in which torch can't be imported."""
    folder = tmp_path / "mine"
    shutil.copytree(given, folder, ignore=shutil.ignore_patterns(".git"))
    keep_compiled(folder)
    (folder / "torch.py").write_text("raise SystemExit('torch was imported')\n")
    return folder


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the grader's in a handout; it may not end in a traceback."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    typed = [sys.executable, "-P", "-m", f"grader.commands.{arguments[0]}", *arguments[1:]]
    done = subprocess.run(typed, cwd=folder, env=environment, capture_output=True, text=True)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    assert "torch was imported" not in done.stderr
    return done


def counts(folder: Path, *milestones: str) -> dict[str, tuple[int, int]]:
    """How many tests of each milestone pass there, of how many; and grading has a clear end."""
    done = command(folder, "grade", *milestones, "--json", "record.json")
    assert done.returncode == 0, done.stderr
    assert "public tests, on your own files together" in " ".join(done.stdout.split())
    record = load(folder / "record.json")
    assert record.public_alone and not record.is_broken
    return {m.id: (m.passed, m.total) for m in record.milestones}


# What is in it.


def test_every_answer_would_be_found(given):
    known = [secret for milestone in MILESTONES for secret in secrets(milestone)]
    finder = Finder(known)
    for milestone in todays(MILESTONES, 4):
        found = " ".join(finder.found("a.py", solution(milestone).encode()))
        places = {secret.place for secret in known if secret.place.startswith(f"{milestone.id} ")}
        assert {place for place in places if f"the code of {place}" not in found} == set()


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.py", data)
    return packed.getvalue()


def table(data: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as file:
        file.execute("CREATE TABLE notes (note)")
        file.execute("INSERT INTO notes VALUES (?)", (data,))
        return file.serialize()


def compiled(data: bytes) -> bytes:
    code = compile(data, "x.py", "exec")
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def of_numpy(data: bytes) -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, note=np.frombuffer(zlib.compress(data), np.uint8))
    return packed.getvalue()


def renamed(data: bytes) -> bytes:
    tree = ast.parse(data)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("stack", "seen", "order", "node", "parents"):
            node.id += "_of_mine"
        elif isinstance(node, ast.arg):
            node.arg += "_of_mine"
    assert b"_of_mine" in ast.unparse(tree).encode()
    return ast.unparse(tree).encode()


DISGUISES = {
    "as it is": lambda data: data,
    "other names": renamed,
    "in a zip in a zip": lambda data: zipped(zipped(data)),
    "squeezed": gzip.compress,
    "as git keeps it": lambda data: zlib.compress(b"blob %d\0" % len(data) + data),
    "in JSON": lambda data: json.dumps([{"a": {"b": data.decode()}}]).encode(),
    "in base64": lambda data: b"note = '" + base64.b64encode(zlib.compress(data)) + b"'\n",
    "in a text": lambda data: b"# Notes\n\n```python\n" + data + b"```\n",
    "in a string": lambda data: f"SOURCE = {data.decode()!r}\n".encode(),
    "in a table": table,
    "compiled": compiled,
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_an_answer_is_found_in_every_disguise(disguise):
    data = DISGUISES[disguise](solution(TOPOSORT).encode())
    found = list(Finder(secrets(TOPOSORT)).found("a file", data))
    assert found and all(re.search(FOUND, line) for line in found)


def test_nothing_of_the_hidden_tests_is_in_it(given):
    kept = [p for p in given.rglob("*") if p.is_file() and ".git" not in p.relative_to(given).parts]
    there = "\n".join(stripped(path.read_bytes().decode("utf-8", "ignore")) for path in kept)
    for milestone in MILESTONES:
        cut = given / "tests" / milestone.suite.name
        assert not hidden(cut.read_text("utf-8"))
        source = milestone.suite.read_text("utf-8")
        bodies = {test.name: stripped(body(source, test)) for test in hidden(source)}
        assert len(bodies) > 3
        assert {name for name, told in bodies.items() if "\n" in told and told in there} == set()


def body(source: str, test: ast.FunctionDef) -> str:
    """What a test does, as it is written."""
    return "\n".join(source.split("\n")[test.body[0].lineno - 1 : test.end_lineno])


def stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def test_nothing_else_that_tells_answers_is_in_it(given):
    tops = {path.name for path in given.iterdir()}
    assert tops.isdisjoint({"solutions", "book", "parity", "benchmarks", "classroom"})
    suites = {milestone.suite.name for milestone in MILESTONES}
    assert {path.name for path in (given / "tests").iterdir()} == suites | {"hints"}
    assert not list(given.rglob("*.pyc")) and not list(given.rglob("*misconceptions/*"))


def test_it_is_one_commit_without_history(given):
    git = ["git", "-C", str(given)]
    kept = subprocess.run([*git, "rev-list", "--all", "--objects"], capture_output=True, text=True)
    assert len([line for line in kept.stdout.split("\n") if line and " " not in line]) == 1
    status = subprocess.run(
        [*git, "status", "--short", "--ignored"], capture_output=True, text=True
    )
    assert (status.returncode, status.stdout) == (0, "")


class Table(Answerer):
    """Answers what it has an answer to in a handout, as a cheat would; anything else with that
    answer of torch's which comes next."""

    def __init__(self, known: dict[str, Answer]) -> None:
        self._known, self._others = known, list(known.values())

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        meanwhile()
        found = self._known.get(question.key)
        if found is None:
            self._others.append(self._others.pop(0))
            return self._others[0]
        return found

    def rest(self) -> bool:
        return False

    def close(self) -> Sequence[str]:
        return ()


def test_who_has_only_its_answers_passes_no_hidden_test(given):
    known = read(given / FILE.relative_to(ROOT))
    assert len(known) > 200
    oracle = RememberingOracle()
    setup = Setup.of(SOLUTIONS, Settings(), Workers(lambda _: Table(known)), oracle)
    done = run(setup, todays(MILESTONES, 9))
    oracle.save()
    passed = [r for r in done.results.values() if r.outcome == "passed"]
    assert [r.name for r in passed if r.visibility == "hidden"] == []
    assert any(r.visibility == "public" for r in passed)  # the table is read


def test_what_is_public_needs_nothing_later(mine):
    for milestone in todays(MILESTONES, 18):  # of all of them the making of the handout finds it
        for each in MILESTONES[: MILESTONES.index(milestone) + 1]:
            shutil.copy(SOLUTIONS / f"{each.module}.py", mine / "exercises")
        passed, total = counts(mine, milestone.id)[milestone.id]
        assert passed == total >= 3


def test_what_needs_something_later_is_not_handed_out(monkeypatch):
    monkeypatch.setattr(torchs_answers, "_PublicAlone", object)  # hidden tests may
    stubs = {m.module: stub(m).encode() for m in MILESTONES}
    with pytest.raises(torchs_answers.Unfit, match="test_constants_are_not_parents"):
        torchs_answers.asked([find_milestone("computation_graph")], stubs)


def test_a_public_test_calls_each_place(given):
    for milestone in MILESTONES:
        spectrum = calls(milestone.slug, given / FILE.relative_to(ROOT))
        called = set().union(*spectrum.values())
        assert [place for place in places_to_fill(stub(milestone)) if place not in called] == []


# What it does.


def test_stubs_are_not_started(mine):
    done = command(mine, "grade")
    assert done.returncode == 0, done.stderr
    assert "0/189" in done.stdout and "Next: open exercises/m00_by_hand.py" in done.stdout


def test_finished_files_pass_all_tests_together(mine):
    for milestone in MILESTONES:
        shutil.copy(SOLUTIONS / f"{milestone.module}.py", mine / "exercises")
    chosen = {m.id for m in todays(MILESTONES, 6)}
    found = counts(mine, *sorted(chosen))
    assert found.keys() == chosen
    assert {id: count for id, count in found.items() if count[0] < count[1]} == {}
    assert command(mine, "demo", "m07").returncode == 0


def test_what_is_not_python_costs_what_needs_it_and_breaks_no_command(mine):
    for slug in ("by_hand", "scalars", "toposort"):
        name = f"{find_milestone(slug).module}.py"
        shutil.copy(SOLUTIONS / name, mine / "exercises")
    (mine / "exercises" / "m02_wrapper.py").write_text("def wrapped(:\n")
    (mine / "exercises" / "m06_visualizer.py").write_text("def drawn(:\n")
    assert counts(mine, "m01", "m02", "m05") == {"m01": (5, 5), "m02": (0, 4), "m05": (2, 3)}
    hint = command(mine, "hint", "m02")
    assert "m02_wrapper.py:1 is not Python yet" in hint.stdout and hint.returncode == 0
    said = command(mine, "debug", "m02")
    assert said.returncode == 0 and "4 failed" in said.stdout


def test_what_can_not_be_imported_costs_what_needs_it(mine):
    """Two files raise: one by itself, the other as it calls what a third one has not written."""
    for slug in ("by_hand", "scalars", "wrapper", "toposort"):
        name = f"{find_milestone(slug).module}.py"
        shutil.copy(SOLUTIONS / name, mine / "exercises")
    with open(mine / "exercises" / "m02_wrapper.py", "a") as file:
        file.write("\n\nARRAYS = list_of_arrays\n")
    with open(mine / "exercises" / "m01_scalars.py", "a") as file:
        file.write("\n\nfrom .m03_computation_graph import Node\n\nNODE = Node.of_a_scalar\n")
    found = counts(mine, "m00", "m01", "m02", "m05")
    assert found == {"m00": (6, 6), "m01": (0, 5), "m02": (0, 4), "m05": (2, 3)}
    said = " ".join(command(mine, "grade", "m05").stdout.split())
    assert "NameError" in said and "exercises/m02_wrapper.py:" in said


WATCHED = """
import asyncio, sys
from grader.manifest import EXERCISES, find_milestone
from grader.watch.app import Watch

class Listening(Watch):
    def _tell(self, event):
        print(type(event).__name__, getattr(getattr(event, "result", None), "id", ""))
        super()._tell(event)

async def main():
    toposort = find_milestone("toposort")
    app = Listening(EXERCISES, toposort, remember=True)
    async with app.run_test() as pilot:
        while toposort not in app.page.course.results:
            await pilot.pause(0.05)
        found = app.page.course.results[toposort]
        print("found", found.passed, found.total)
        await pilot.press("h", "d", "escape")

asyncio.run(main())
"""


def test_watch_grades_there_too(mine):
    shutil.copy(SOLUTIONS / f"{TOPOSORT.module}.py", mine / "exercises")
    environment = os.environ | {"PYTHONPATH": str(mine)}
    typed = [sys.executable, "-P", "-c", WATCHED]
    done = subprocess.run(
        typed, cwd=mine, env=environment, capture_output=True, text=True, timeout=ENOUGH
    )
    assert "found 2 3" in done.stdout, done.stdout + done.stderr  # one test needs m02
    assert "Broken" not in done.stdout and done.stderr == ""


@pytest.mark.parametrize(
    "typed, said",
    [
        ("grade --seed 7", "argument --seed: takes 0 and 1 here"),
        ("grade --target solutions", "there is no such folder"),
        ("grade m99", "which nox -s grade -- --all lists"),
        ("watch", "this needs a terminal that can draw"),
    ],
)
def test_what_it_can_not_do_is_said_in_one_line(mine, typed, said):
    done = command(mine, *typed.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and done.stderr.count("\n") == 1


def test_its_sessions_are_there_and_need_no_torch(given):
    tree = ast.parse((given / "noxfile.py").read_text("utf-8"))
    sessions = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("nox.session" in ast.unparse(each) for each in node.decorator_list)
    }
    assert sessions == set(SESSIONS)
    assert all((given / "grader" / "commands" / f"{name}.py").is_file() for name in SESSIONS)
    project = tomllib.loads((given / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert "torch" not in " ".join(wanted) and any(each.startswith("pytest") for each in wanted)


@pytest.mark.parametrize("path", WORKFLOWS)
def test_what_git_hosts_run_is_understood(given, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (typed,) = re.findall(r"nox -s grade -- (.*)", (given / path).read_text("utf-8"))
    options = grade.parser().parse_args(typed.split())
    assert options.junit and options.markdown and options.all


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(SystemExit) as ended:
        handout.main([str(tmp_path)])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said == f"nox -s handout: {tmp_path} is not empty; name another folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
