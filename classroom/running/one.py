"""Grades one submission in a process of its own: whatever becomes of it, others are not touched.

What is to be done comes as JSON on the standard input, where no list of processes shows the seeds;
the record goes to the standard output.
"""

from __future__ import annotations

import json
import sys
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


def main() -> int:
    """Grade what the standard input names; 3 where the grader is at fault."""
    die_with_parent()
    told: dict[str, Any] = json.load(sys.stdin)
    isolate(strongest())
    with as_it_is():
        record = grade(
            Path(told["folder"]),
            settings=Settings(told["seed"], second=told["second"]),
            deadline=told["deadline"],
            oracle=RememberingOracle(Path(told["answers"]), OF_A_CLASS),
        )
    sys.stdout.write(to_json(record))
    sys.stdout.flush()
    return Status.BROKEN if record.is_broken else Status.DONE


if __name__ == "__main__":
    leave(status(main))
