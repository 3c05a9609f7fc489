"""Grades the one submission of a container of Gradescope's, as `run_autograder` asks.

    python -P -m classroom.running.on_gradescope /autograder

A result that says that the grading came to no end is there from the beginning, so that a submission
which uses up all time or memory has one. Seeds come from the submission's number, and from the key
that lies in the zip: a regrade gives the same, and nobody outside can tell them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from grader.checkout import as_it_is
from grader.commands.exit_status import Status, leave, status
from grader.files import replace
from grader.grading.steps import grade
from grader.manifest import ROOT, Milestone, find_milestone
from grader.record import Record
from grader.redacted import redacted
from grader.sandbox.jail import NoSeal, strongest
from grader.sandbox.launch import isolate
from grader.suite.setup import Settings
from grader.views.fitted import fitted
from grader.views.gradescope import by_milestone, without_points
from grader.views.within import within

from ..intake.numbered import Taken, numbered
from ..intake.tree import entries
from .seeds import key_of, seeds_of

CONFIG = ROOT / "gradescope.json"  # what `nox -s handout -- --gradescope` has written
DEADLINE = 480.0  # seconds; Gradescope gives ten minutes, and the rest is for Python's start
UNFINISHED = (
    "The grading came to no end: it was stopped from outside, for its time or its memory. Look for "
    "what never ends, or takes ever more memory, and submit again."
)
NOT_GRADED = "This could not be graded, which is not the submission's fault. Tell your instructor."


def main() -> int:
    """Write Gradescope's results; 3 where the grader is at fault, and the results say so."""
    folder = Path(sys.argv[1])
    results = folder / "results" / "results.json"
    results.parent.mkdir(exist_ok=True)
    put(results, without_points(UNFINISHED))
    try:
        taken = numbered(entries(folder / "submission"))
        put(results, _results(taken, _number(folder)))
    except NoSeal as problem:
        put(results, without_points(f"{NOT_GRADED}\n({problem})"))
        raise
    except Exception:
        put(results, without_points(NOT_GRADED))
        raise
    return Status.DONE


def put(path: Path, text: str) -> None:
    """Replace the results in one step."""
    replace(path, text.encode())


def _results(taken: Taken, number: str) -> str:
    told = json.loads(CONFIG.read_text(encoding="utf-8"))
    first, second = seeds_of(key_of(ROOT), number)
    milestones = [find_milestone(each) for each in told["milestones"]]
    with tempfile.TemporaryDirectory() as place:
        for name, data in taken.files.items():
            (Path(place) / name).write_bytes(data)
        record = _grade(Path(place), milestones, Settings(first, second=second))
    shown = redacted(within(record), told["feedback"])
    return fitted(shown, lambda record: by_milestone(record, taken.decisions))


@as_it_is()
def _grade(folder: Path, milestones: list[Milestone], settings: Settings) -> Record:
    isolate(strongest())
    return grade(folder, milestones, settings, deadline=DEADLINE, diagnosed=False)


def _number(folder: Path) -> str:
    """The submission's, by Gradescope."""
    data: dict[str, Any] = json.loads((folder / "submission_metadata.json").read_bytes())
    return str(data["id"])


if __name__ == "__main__":
    leave(status(main))
