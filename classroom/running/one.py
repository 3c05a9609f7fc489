"""Grades one submission after the other, in a process of its own: whatever becomes of it, others
are not touched, and the next one finds the suites loaded.

What is to be done comes as lines of JSON on the standard input, where no list of processes shows
the seeds; a record goes to the file that its line names, and then an exit status to the standard
output.
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
from grader.sandbox.inside.kernel import die_with_parent
from grader.sandbox.jail import strongest
from grader.sandbox.launch import isolate
from grader.saved import to_json
from grader.suite.setup import Settings


class Patient(RememberingOracle):
    """Imports torch when it is asked, and not in advance: most of a class never asks it."""

    def prepare(self) -> None:
        pass


def main() -> int:
    """Grade what the standard input names, until it ends."""
    die_with_parent()
    with as_it_is():
        for line in sys.stdin:
            print(int(_grade(json.loads(line))), flush=True)
    return Status.DONE


def _grade(told: dict[str, Any]) -> Status:
    """3 where the grader is at fault."""
    tempfile.tempdir = told["scratch"]
    isolate(strongest())
    try:
        record = grade(
            Path(told["folder"]),
            settings=Settings(told["seed"], second=told["second"]),
            deadline=told["deadline"],
            oracle=Patient(Path(told["answers"]), OF_A_CLASS),
        )
    finally:
        isolate(None)  # the next one's workers come from another process
    Path(told["record"]).write_text(to_json(record), encoding="ascii")
    return Status.BROKEN if record.is_broken else Status.DONE


if __name__ == "__main__":
    leave(status(main))
