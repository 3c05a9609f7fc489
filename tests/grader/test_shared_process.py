"""The programs of a test share a process only as long as that does nobody harm."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.asking.workers import Workers
from grader.manifest import find_milestone
from grader.suite.run import failures
from tests.grader.folders import solution, write

TOPOSORT = find_milestone("toposort")

# Right in the first program of a process, whatever that is, and never again.
SPENT = """

import sys

_right, _program = toposort, []


def toposort(root, parents):
    frame = sys._getframe()
    while frame.f_code.co_filename != "<program>":
        frame = frame.f_back
    _program.append(frame.f_code)
    if _program[0] is not frame.f_code:
        raise RuntimeError("another program was here before")
    return _right(root, parents)
"""


@pytest.fixture
def reruns(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Grows with each test that is run again."""
    found, apart = [], Workers.apart

    @contextmanager
    def counted(self: Workers):
        found.append(True)
        with apart(self):
            yield

    monkeypatch.setattr(Workers, "apart", counted)
    return found


def graded(folder: Path, addition: str) -> list[str]:
    return failures(write(folder, TOPOSORT, solution(TOPOSORT) + addition), TOPOSORT)


def test_what_a_program_leaves_behind_does_not_harm_another(tmp_path, reruns):
    assert graded(tmp_path, SPENT) == []
    assert reruns


def test_a_test_that_passes_is_run_once(tmp_path, reruns):
    assert graded(tmp_path, "\nSPENT = None\n") == []
    assert not reruns


def test_a_failure_of_each_program_alone_is_a_failure(tmp_path, reruns):
    failed = graded(tmp_path, "\n\ndef toposort(root, parents):\n    return [root]\n")
    assert len(failed) > 15
