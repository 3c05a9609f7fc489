"""`nox -s misconceptions [-- MILESTONE ...]`: the known mistakes, and the tests that catch them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from tabulate import tabulate

from ..feedback.known_misconceptions import Misconception, misconceptions
from ..manifest import Milestone
from ..suite.run import failures
from .exit_status import Status, command, leave
from .options import Parser

WIDTH = 60


def catching(milestone: Milestone, misconception: Misconception) -> list[str]:
    """The tests that fail when the milestone's solution has this mistake in it."""
    with tempfile.TemporaryDirectory() as folder:
        misconception.write(milestone, Path(folder))
        return failures(Path(folder), milestone)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 if any mistake gets through."""
    p = Parser("misconceptions", "List the known mistakes, and the tests that catch them.")
    p.add_milestones()
    options = p.parse_args(argv)
    return _list(options.milestones)


def _list(milestones: Sequence[Milestone]) -> int:
    rows, missed = [], 0
    for milestone in milestones:
        for each in misconceptions(milestone):
            tests = catching(milestone, each)
            missed += not tests
            said = (shorten(each.name, WIDTH), len(tests), _first(tests))
            rows.append((milestone.id, *said))
            print(f"\r{milestone.id} {len(rows)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(tabulate(rows, ["", "misconception", "tests", "such as"]))
    print(f"\n{len(rows)} misconceptions, {missed or 'none'} that nothing catches")
    return Status.UNMET if missed else Status.DONE


def _first(tests: Sequence[str]) -> str:
    name = tests[0].removeprefix("test_").replace("_", " ") if tests else "NOTHING"
    return shorten(name, WIDTH)


if __name__ == "__main__":
    leave(main())
