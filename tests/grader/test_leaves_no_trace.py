"""Commands in a checkout: none changes a committed file unasked, none shows where it lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.manifest import ROOT, find_milestone
from tests.grader.folders import keep_compiled, solution

TOPOSORT = find_milestone("toposort")
NOTED = "progress.md"  # the one file that a command writes beside what it was asked for
COMMANDS = [  # with what is needed to keep each short
    "grader.commands.grade m05 --json {out}/record.json",
    "grader.commands.report {out}/record.json",
    "grader.commands.hint m06",
    "grader.commands.demo m05",
    "grader.commands.compare m05",
    "grader.commands.reset m07",
    "grader.commands.shell docs/draw_graph.py",
    "grader.commands.notebook --help",
    "grader.commands.syllabus",
    "grader.commands.where nn.Linear",
    "grader.commands.export {out}/package",
    "grader.commands.train --subset --epochs 0",
    "grader.commands.train --target exercises --epochs 0",
    "grader.commands.debug m05",
    "grader.commands.stubs",
    "grader.commands.readme --help",
    "grader.commands.misconceptions m05 -h",
    "grader.commands.seeds m05 --count 1",
    "grader.commands.escapes --help",
    "grader.commands.handout --help",
    "grader.commands.watch",
    "parity mlp_sgd --steps 2 --dtypes float64 --no-jax",
    "parity.against_jax",
    "benchmarks watch --help",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of its own, committed as it is here, in which somebody has solved m05."""
    folder = tmp_path_factory.mktemp("checkout")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    keep_compiled(folder)
    git(folder, "init", "-q")
    (folder / "exercises" / f"{TOPOSORT.module}.py").write_text(solution(TOPOSORT), "utf-8")
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "all of it")
    return folder


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_commands_leave_no_trace_and_show_no_path_of_the_checkout(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(checkout))
    changed, shown, broken = {}, {}, {}
    for line in COMMANDS:
        module, *arguments = line.format(out=tmp_path).split()
        command = [sys.executable, "-P", "-m", module, *arguments]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, input="")
        if done.returncode not in (0, 1, 2):
            broken[line] = done.stderr
        said = done.stdout + done.stderr
        if lines := [each for each in said.split("\n") if str(checkout) in each]:
            shown[line] = lines
        status = git(checkout, "status", "--short").split("\n")
        if entries := [entry for entry in status if entry and not entry.endswith(NOTED)]:
            changed[line] = entries
            git(checkout, "checkout", "-q", ".")
    assert (changed, shown, broken) == ({}, {}, {})


def test_every_command_of_the_graders_is_tried():
    tried = {line.split()[0].rpartition(".")[2] for line in COMMANDS}
    own = {path.stem for path in (ROOT / "grader" / "commands").glob("*.py")}
    assert own - {"__init__", "exit_status", "options"} <= tried
