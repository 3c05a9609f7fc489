"""A submission that writes into the checkout while it is graded changes nothing of its grading."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.manifest import ROOT, find_milestone
from tests.grader.folders import solution, write

MAGIC, TOPOSORT = find_milestone("magic_methods"), find_milestone("toposort")
NEEDED = ("grader", "solutions", "tests", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "grader", "library", "scripts", "attacks")

# What the trusted process would run, or show, if it read the checkout again. It says who ran it.
PAYLOAD = 'with open({mark!r}, "a") as mark: mark.write(__name__ + " ")\n'
# The names of modules that the grader imports late, or not at all; and of files that run by
# themselves: pytest's, Python's.
PLANTED = ("hypothesis", "torch", "secrets", "jinja2", "sitecustomize", "usercustomize")
VANDAL = """

def _vandalise(root, payload):
    import pathlib
    own = [*root.rglob("*.py"), *root.rglob("*.jinja"), *root.rglob("*.css")]
    planted = [root / f"{name}.py" for name in %(planted)r]
    planted += [root / name for name in ("conftest.py", "tests/conftest.py", "tests/__init__.py")]
    for path in own + planted:
        path.write_text(payload)
    for folder in (root, root / "tests"):
        (folder / "pytest.ini").write_text("[pytest]\\naddopts = -p conftest\\npythonpath = .\\n")
    (root / "pyproject.toml").write_text('[tool.pytest.ini_options]\\naddopts = "-p conftest"\\n')
    (root / "vandalised").touch()

import pathlib
_vandalise(pathlib.Path(%(root)r), %(payload)r)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Makes copies of what a grading needs of the checkout."""

    def copied(name: str) -> Path:
        copy = tmp_path_factory.mktemp(name) / "kata"
        for each in NEEDED:
            source = ROOT / each
            if each == "tests":
                shutil.copytree(source, copy / each, ignore=LEFT_OUT)
            elif source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, copy / each, ignore=ignored)
            else:
                shutil.copy(source, copy / each)
        (copy / "exercises").mkdir()
        shutil.copy(ROOT / "exercises" / ".issued.json", copy / "exercises")
        return copy

    return copied


def submission(folder: Path, vandal: str = "") -> Path:
    """One milestone that is complete, and so confirmed; one with a known mistake in it, whose
    random programs are wrong, too, which is diagnosed and hinted at."""
    folder.mkdir()
    wrong = solution(MAGIC).replace("sub(other, self)", "sub(self, other)")
    write(folder, MAGIC, wrong + vandal)
    return write(folder, TOPOSORT, solution(TOPOSORT))


def graded(checkout: Path, target: Path) -> tuple[Any, str, str]:
    """The record, without what differs from run to run; the report; what was printed."""
    files = {"json": target.parent / "record.json", "html": target.parent / "report.html"}
    options = [f"--{name}={path}" for name, path in files.items()]
    command = [sys.executable, "-m", "grader.commands.grade", "m03", "m04", "--target", target]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [*command, *options], cwd=checkout, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    text = files["json"].read_text().replace(str(target), "folder")
    return without_times(json.loads(text)), files["html"].read_text(), done.stdout


def without_times(data: Any) -> Any:
    """Data without the values that differ from one run to the next."""
    if isinstance(data, list):
        return [without_times(each) for each in data]
    if isinstance(data, dict):
        names = data.keys() - {"seconds", "confirmed_seed", "files"}
        return {name: without_times(data[name]) for name in names}
    return data


def test_a_submission_that_rewrites_the_checkout_changes_nothing(checkout, tmp_path):
    plain, vandalised = checkout("plain"), checkout("vandalised")
    mark = tmp_path / "mark"
    payload = PAYLOAD.format(mark=str(mark))
    told = {"root": str(vandalised), "payload": payload, "planted": PLANTED}
    before = graded(plain, submission(tmp_path / "honest"))
    after = graded(vandalised, submission(tmp_path / "vandal", VANDAL % told))
    assert (vandalised / "vandalised").exists()
    assert (vandalised / "grader" / "views" / "report.css").read_text() == payload
    assert not mark.exists(), f"the grader ran what it found: {mark.read_text()}"
    assert after[0] == before[0]


# Grades as the command line does, and says which modules came after the first answer.
TRACED = """
import json, sys
from grader.sandbox.worker import Worker

before, ask = set(), Worker.ask

def traced(self, *args, **options):
    answer = ask(self, *args, **options)
    if not before:
        before.update(sys.modules)
    return answer

Worker.ask = traced
from grader.commands import grade
grade.main(sys.argv[1:])
late = {name: getattr(sys.modules[name], "__file__", "") for name in sys.modules.keys() - before}
print("\\n" + json.dumps({"before": len(before), "late": late}))
"""


def test_nothing_of_the_checkout_is_imported_after_the_first_answer(tmp_path):
    target, report = submission(tmp_path / "honest"), tmp_path / "report.html"
    arguments = ["m03", "m04", "--target", target, "--html", report]
    command = [sys.executable, "-c", TRACED, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    environment = str(ROOT / ".nox")
    late = {name: file or "" for name, file in told["late"].items()}
    own = [n for n, f in late.items() if f.startswith(str(ROOT)) and not f.startswith(environment)]
    assert own == []
    assert told["before"] > 500 and "hypothesis" in late  # the trace works
