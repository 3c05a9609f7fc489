"""Gradescope's autograder, in a folder that looks like its container: its results have the form
that Gradescope asks for, also where the grading came to no end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from classroom.running import on_gradescope
from classroom.running.on_gradescope import NOT_GRADED, UNFINISHED
from grader.commands import handout
from grader.manifest import SOLUTIONS, find_milestone
from tests.waiting import wait_until

TOPOSORT = f"{find_milestone('toposort').module}.py"
# https://gradescope-autograders.readthedocs.io/en/latest/specs/
VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
KINDS = {
    "score": float,
    "max_score": float,
    "execution_time": float,
    "name": str,
    "number": str,
    "output": str,
    "tags": list,
    "tests": list,
    "extra_data": dict,
}
CHOICES = {
    "visibility": VISIBLE,
    "stdout_visibility": VISIBLE,
    "output_format": FORMATS,
    "status": {"passed", "failed"},
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, of two milestones."""
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    assert handout.main(["--gradescope", str(path), "m05", "m00"]) == 0
    return path


@pytest.fixture
def container(archive: Path, tmp_path: Path) -> Path:
    """What Gradescope makes of it, after setup.sh: one submission, in a folder of its own."""
    source = tmp_path / "source"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(source)
    shutil.copy(source / "run_autograder", tmp_path)
    (source / ".nox").mkdir()
    (source / ".nox" / "kata").symlink_to(sys.prefix)
    handed_in = tmp_path / "submission" / "my work"
    handed_in.mkdir(parents=True)
    shutil.copy(SOLUTIONS / TOPOSORT, handed_in / TOPOSORT.replace(".py", " (1).py"))
    (tmp_path / "submission_metadata.json").write_text('{"id": 12345, "users": []}')
    return tmp_path


def results(container: Path) -> dict:
    """The results, which have the form that is asked for."""
    found = json.loads((container / "results" / "results.json").read_text("utf-8"))
    for entry in (found, *found["tests"]):
        assert entry.keys() <= KINDS.keys() | CHOICES.keys()
        for key, value in entry.items():
            assert type(value) is KINDS[key] if key in KINDS else value in CHOICES[key]
    assert (
        found["score"] <= sum(entry["max_score"] for entry in found["tests"]) or not found["tests"]
    )
    return found


def test_a_submission_gets_an_entry_for_each_milestone(container):
    done = subprocess.run(["bash", "run_autograder"], cwd=container, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = results(container)
    assert [(e["number"], e["score"], e["max_score"]) for e in found["tests"]] == [
        ("0", 0.0, 5.0),
        ("5", 4.0, 4.0),
    ]
    assert found["score"] == 4.0
    assert "m05_toposort (1).py is taken as m05_toposort.py" in found["output"]
    told = found["extra_data"]
    assert told["seed"] is told["confirmed_seed"] is None and "secret" in told["run"]
    assert told["isolation"].startswith("sealed by ")
    assert not list((container / "submission").rglob("*.pyc"))


def test_what_is_killed_has_results(container):
    command = ["bash", "run_autograder"]
    process = subprocess.Popen(command, cwd=container, start_new_session=True)
    wait_until((container / "results" / "results.json").exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    found = results(container)
    assert (found["score"], found["output"], found["tests"]) == (0.0, UNFINISHED, [])


def test_where_the_grader_breaks_nobody_blames_the_submission(container, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["", str(container)])
    monkeypatch.setattr(on_gradescope, "CONFIG", container / "nowhere.json")
    with pytest.raises(FileNotFoundError):
        on_gradescope.main()
    assert (results(container)["score"], results(container)["output"]) == (0.0, NOT_GRADED)


def test_the_zip_is_one_that_gradescope_can_build(archive):
    with zipfile.ZipFile(archive) as packed:
        for name in ("setup.sh", "run_autograder"):
            script = packed.read(name)
            assert script.startswith(b"#!") and b"\r" not in script
            assert packed.getinfo(name).external_attr >> 16 & 0o111
            assert subprocess.run(["bash", "-n"], input=script).returncode == 0
        names = packed.namelist()
        project = packed.read("pyproject.toml").decode()
        one, other = (packed.read(name) for name in ("key", "gradescope.json"))
    assert {"noxfile.py", "grader/manifest.py", f"solutions/{TOPOSORT}"} <= set(names)
    (wanted,) = (line for line in project.split("\n") if line.startswith("dev ="))
    assert all(f'"{name}==' in wanted for name in ("torch", "pytest", "numpy"))
    assert ">=" not in wanted
    assert len(bytes.fromhex(one.decode())) == 32
    assert json.loads(other)["milestones"] == ["m00", "m05"]
