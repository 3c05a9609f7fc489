"""Grades one submission after the other, in a process of its own: whatever becomes of it, others
are not touched, and the next one finds the suites loaded.

What is to be done comes as lines of JSON on the standard input, where no list of processes shows
the seeds; a record goes to the file that its line names, and then a line to the standard output:
empty, or why there is no record that can be kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from grader.asking.oracle_cache import RememberingOracle
from grader.cache import OF_A_CLASS
from grader.checkout import as_it_is
from grader.commands.exit_status import Status, leave, status
from grader.grading.steps import grade
from grader.sandbox.escapes.trial import why_it_does_not_hold
from grader.sandbox.inside.kernel import die_with_parent
from grader.sandbox.jail import strongest
from grader.sandbox.launch import isolate, isolation
from grader.saved import to_json
from grader.suite.setup import Settings

from .process import REFUSED
from .records import checkout

FAULT = "tests could not be judged"


class Patient(RememberingOracle):
    """Imports torch when it is asked, and not in advance: most of a class never asks it."""

    def prepare(self) -> None:
        pass


def main() -> int:
    """Grade what the standard input names, until it ends."""
    die_with_parent()
    with as_it_is():
        for line in sys.stdin:
            print(_done(json.loads(line)), flush=True)
    return Status.DONE


def _done(told: dict[str, Any]) -> str:
    """Grades, or tries the seal; "" or why there is no record to keep."""
    isolate(strongest())
    try:
        if told["checkout"] != checkout():
            return f"{REFUSED}its checkout, torch or Python is another one"
        if told["isolation"] != isolation():
            return f"{REFUSED}its workers would be {isolation()}, and not {told['isolation']}"
        if "folder" in told:
            return _graded(told)
        why = why_it_does_not_hold()
        return why and f"{REFUSED}{why}"
    finally:
        isolate(None)  # the next one's workers come from another process


def _graded(told: dict[str, Any]) -> str:
    tempfile.tempdir = told["scratch"]
    record = grade(
        Path(told["folder"]),
        settings=Settings(told["seed"], second=told["second"]),
        deadline=told["deadline"],
        oracle=Patient(Path(told["answers"]), OF_A_CLASS),
    )
    Path(told["record"]).write_text(to_json(record), encoding="ascii")
    return FAULT if record.is_broken else ""


if __name__ == "__main__":
    leave(status(main))
