"""Many milestones are graded in two processes, and nobody can tell from the record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.grading.suites import can_be_side_by_side
from grader.manifest import MILESTONES, ROOT, find_milestone
from tests.grader.folders import solution, solved, stub, write
from tests.grader.records import without_times
from tests.waiting import ENOUGH, wait_until

pytestmark = pytest.mark.skipif(not can_be_side_by_side(), reason="needs two processors and Linux")

CHOSEN = MILESTONES[2:6]
GRADED = """
import sys
from contextlib import suppress
from pathlib import Path
from grader.grading import suites
from grader.grading.steps import grade
from grader.manifest import MILESTONES
from grader.saved import to_json

suites.MANY = 3
%s
target, side_by_side, deadline = sys.argv[1:]
how = dict(side_by_side=side_by_side == "yes", deadline=float(deadline) or None)
how |= dict(diagnosed=False, confirmed=False, remember=True)  # nobody waits for torch
print(to_json(grade(Path(target), MILESTONES[2:6], **how)))
"""


def graded(target: Path, side_by_side: str, before: str = "", deadline: float = 0) -> Any:
    """The record of a grading in a new process, without times."""
    command = [sys.executable, "-c", GRADED % before, str(target), side_by_side, str(deadline)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=ENOUGH)
    assert done.returncode == 0, done.stderr
    return without_times(json.loads(done.stdout))


@pytest.fixture(scope="module")
def target(tmp_path_factory) -> Path:
    """Right files, one that is wrong, one that nobody has begun, and one that can't be imported."""
    folder = tmp_path_factory.mktemp("exercises")
    for milestone in CHOSEN:
        write(folder, milestone, solution(milestone))
    wrong = find_milestone("magic_methods")
    write(folder, wrong, solution(wrong).replace("sub(other, self)", "sub(self, other)"))
    write(folder, CHOSEN[0], stub(CHOSEN[0]))
    write(folder, CHOSEN[1], "import nowhere\n")
    return folder


@pytest.fixture(scope="module")
def in_one(target) -> Any:
    """The record that one process makes."""
    return graded(target, "no")


def test_the_record_is_the_same(target, in_one):
    said = {t["outcome"] for m in in_one["milestones"] for t in m["tests"]}
    assert {"passed", "wrong", "not_started", "error"} <= said
    assert graded(target, "yes") == in_one


def test_whoever_kills_the_second_process_gains_nothing(target, in_one):
    killed = "suites._serve = lambda *_: __import__('os').kill(__import__('os').getpid(), 9)"
    assert graded(target, "yes", killed) == in_one


@pytest.mark.parametrize("how", ["time.sleep(3600)", "os.kill(os.getpid(), signal.SIGSTOP)"])
def test_the_second_process_may_hang(how, tmp_path):
    for milestone in CHOSEN:
        write(tmp_path, milestone, solution(milestone))
    hung = f"import os, signal, time; suites._serve = lambda *_: {how}"
    record = graded(tmp_path, "yes", hung, deadline=4)
    (_, second, _, fourth) = [{t["outcome"] for t in m["tests"]} for m in record["milestones"]]
    assert second == fourth == {"not_run"}


def test_an_interrupt_ends_both(tmp_path, nobody_left):
    command = [sys.executable, "-m", "grader.commands.grade", "--target", str(solved(tmp_path))]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout and process.stderr
        wait_until(lambda: len(_group(process.pid)) >= 2)
        os.kill(process.pid, signal.SIGINT)
        process.stdout.read()
        assert process.wait() == 130
    assert _group(process.pid) == []


def _group(leader: int) -> list[int]:
    """The processes of a session that are grading."""
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found
