"""A mistake in the grader is never the learner's: whatever breaks says so, and nobody is blamed.

Functions that a grading calls, in the trusted process and in workers, are made to raise, one at a
time. The command ends with status 3, and all that it says and writes is free of "yours".
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import broken_grader
import pytest

from grader.commands import grade
from grader.manifest import SOLUTIONS, find_milestone
from grader.views.words import GRADERS_FAULT

SEED, COUNT = 0, 100
RIGHT, WRONG = find_milestone("m05"), find_milestone("m01")
TESTS = "x times x"
BLAMING = re.compile(r"\byours?\b", re.IGNORECASE)


class Said(NamedTuple):
    """The exit status of a grading, and all that it printed and wrote."""

    status: int
    text: str


@pytest.fixture(scope="session")
def submission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all is right."""
    folder = tmp_path_factory.mktemp("submission")
    for path in SOLUTIONS.glob("m0*.py"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def graded(submission: Path, capsys: pytest.CaptureFixture) -> Callable[[], Said]:
    """Grades a test of facts, which has the library draw a graph, and writes each view."""

    def graded() -> Said:
        broken_grader.forget()
        try:
            status = grade.main([RIGHT.id, "-k", TESTS, "--target", str(submission), "--seed", "1"])
        except SystemExit as ended:
            status = ended.code
        return Said(status, "".join(capsys.readouterr()))

    return graded


def names(tmp_path_factory, submission) -> list[str]:
    ...
