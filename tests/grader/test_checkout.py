"""A submission that writes into the checkout while it is graded changes nothing of its grading."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.manifest import ROOT, find_milestone
from tests.grader.folders import keep_compiled, solution, write
from tests.grader.records import without_times

MAGIC, TOPOSORT = find_milestone("magic_methods"), find_milestone("toposort")
NEEDED = ("grader", "solutions", "tests", "demos", "pyproject.toml")
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
        keep_compiled(copy)
        return copy

    return copied


def submission(folder: Path, vandal: str = "") -> Path:
    """One milestone that is complete, and so confirmed; one with a known mistake in it, whose
    random programs are wrong, too, which is diagnosed and hinted at."""
    folder.mkdir()
    wrong = solution(MAGIC).replace("sub(other, self)", "sub(self, other)")
    write(folder, MAGIC, wrong + vandal)
    return write(folder, TOPOSORT, solution(TOPOSORT))


def graded(checkout: Path, target: Path, *milestones: str) -> tuple[Any, str, str]:
    """The record, without what differs from run to run; the report; what was printed."""
    files = {"json": target.parent / "record.json", "html": target.parent / "report.html"}
    options = [f"--{name}={path}" for name, path in files.items()]
    command = [sys.executable, "-m", "grader.commands.grade", *milestones, "--target", target]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [*command, *options], cwd=checkout, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    text = files["json"].read_text().replace(str(target), "folder")
    return without_times(json.loads(text)), files["html"].read_text(), done.stdout


def test_a_submission_that_rewrites_the_checkout_changes_nothing(checkout, tmp_path):
    plain, vandalised = checkout("plain"), checkout("vandalised")
    mark = tmp_path / "mark"
    payload = PAYLOAD.format(mark=str(mark))
    told = {"root": str(vandalised), "payload": payload, "planted": PLANTED}
    before = graded(plain, submission(tmp_path / "honest"), "m04", "m05")
    after = graded(vandalised, submission(tmp_path / "vandal", VANDAL % told), "m04", "m05")
    assert (vandalised / "vandalised").exists()
    assert (vandalised / "grader" / "views" / "report.css").read_text() == payload
    assert not mark.exists(), f"the grader ran what it found: {mark.read_text()}"
    assert after[0] == before[0]


REWRITE = """
import pathlib
for path in pathlib.Path({folder!r}).rglob("*.py"):
    path.write_text({payload!r})
"""


def test_a_package_that_a_submission_rewrites_is_not_imported(checkout, tmp_path):
    """It is imported after the submission has run. There is no telling what it would do."""
    copy, packages, mark = checkout("plain"), tmp_path / "packages", tmp_path / "mark"
    drawing = copy / "grader" / "suite" / "random_programs" / "agree_on.py"
    assert "FEW = 3 " in drawing.read_text()  # hypothesis is asked whatever was found without it
    drawing.write_text(drawing.read_text().replace("FEW = 3 ", "FEW = 0 "))
    (original,) = importlib.util.find_spec("hypothesis").submodule_search_locations
    shutil.copytree(original, packages / "hypothesis")
    told = {"folder": str(packages), "payload": PAYLOAD.format(mark=str(mark))}
    for name, text, status in ("honest", "", 0), ("vandal", REWRITE.format(**told), 3):
        target = submission(tmp_path / name, text)
        command = [sys.executable, "-m", "grader.commands.grade", "m04", "--target", target]
        command += ["--json", tmp_path / "record.json", "-k", "random programs"]
        environment = os.environ | {"PYTHONPATH": f"{copy}:{packages}"}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        assert not mark.exists(), f"the grader ran what it found: {mark.read_text()}"
    told = (tmp_path / "record.json").read_text()
    assert f"{packages}/hypothesis/__init__.py was changed" in told


def plant_pycs(checkout: Path, source: Path) -> int:
    """Beside every module of the grader's, put something else as its compiled form; how many."""
    modules = [path for path in (checkout / "grader").rglob("*.py")]
    for path in modules:
        compiled = importlib.util.cache_from_source(str(path))
        unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
        Path(compiled).parent.mkdir(exist_ok=True)
        py_compile.compile(str(source), compiled, str(path), invalidation_mode=unchecked)
    return len(modules)


@pytest.mark.parametrize("by_nox", [True, False])
def test_no_pyc_of_the_checkout_is_run(by_nox, checkout, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", None)  # `cache_from_source` is to give the usual one
    copy, mark, source = checkout("planted"), tmp_path / "mark", tmp_path / "payload.py"
    source.write_text(PAYLOAD.format(mark=str(mark)))
    assert plant_pycs(copy, source) > 100
    if by_nox:
        monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(noxfile()["COMPILED"]))
    else:  # what Python runs before the grader can say anything
        monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
        for package in ("grader", "grader/commands"):
            Path(importlib.util.cache_from_source(str(copy / package / "__init__.py"))).unlink()
    record, _, _ = graded(copy, submission(tmp_path / "honest"), "m05")
    assert not mark.exists(), f"the grader ran what it found: {mark.read_text()}"
    assert [m["id"] for m in record["milestones"]] == ["m05"]


def test_nox_and_the_commands_keep_what_python_compiles_in_the_same_place():
    command = [sys.executable, "-c", "import sys, grader.commands; print(sys.pycache_prefix)"]
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONPYCACHEPREFIX"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert Path(done.stdout.strip()) == noxfile()["COMPILED"]
    assert not noxfile()["COMPILED"].is_relative_to(ROOT)


def noxfile() -> dict[str, Any]:
    """The constants of noxfile.py, which itself needs nox to be imported."""
    path = ROOT / "noxfile.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    constants = [node for node in assigned if isinstance(node.targets[0], ast.Name)]
    names: dict[str, Any] = {"os": os, "sys": sys, "Path": Path, "__file__": str(path)}
    exec(compile(ast.Module(constants, []), str(path), "exec"), names)
    return names


# Grades as the command line does, and says which modules came after the first answer.
TRACED = """
import json, sys
from grader.sandbox.worker import Worker

before, ask = {}, Worker.ask

def traced(self, *args, **options):
    answer = ask(self, *args, **options)
    if not before:
        before.update(sys.modules)
        before["grader.suite.random_programs.agree_on"].FEW = 0  # so hypothesis is asked
    return answer

Worker.ask = traced
from grader.commands import grade
grade.main(sys.argv[1:])
after = {name: sys.modules[name] for name in sys.modules.keys() - before.keys()}
late = {name: getattr(module, "__file__", "") for name, module in after.items()}
print("\\n" + json.dumps({"before": len(before), "late": late}))
"""


def test_nothing_of_the_checkout_is_imported_after_the_first_answer(tmp_path):
    target, report = submission(tmp_path / "honest"), tmp_path / "report.html"
    arguments = ["m04", "m05", "--target", target, "--html", report]
    command = [sys.executable, "-c", TRACED, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    environment = str(ROOT / ".nox")
    late = {name: file or "" for name, file in told["late"].items()}
    own = [n for n, f in late.items() if f.startswith(str(ROOT)) and not f.startswith(environment)]
    assert own == []
    assert told["before"] > 500 and "hypothesis" in late  # the trace works
