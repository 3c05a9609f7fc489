"""`nox -s misconceptions [-- MILESTONE ...]`: the known mistakes, and the tests that catch them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from tabulate import tabulate

from ..feedback.misconceptions import Misconception, misconceptions
from ..manifest import MILESTONES, Milestone, find_milestone
from ..suite.run import failures

WIDTH = 60


def catching(milestone: Milestone, misconception: Misconception) -> list[str]:
    """The tests that fail when the milestone's solution has this mistake in it."""
    with tempfile.TemporaryDirectory() as folder:
        misconception.write(milestone, Path(folder))
        return failures(Path(folder), milestone)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 if any mistake gets through."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        chosen = [find_milestone(word) for word in words] or MILESTONES
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    rows, missed = [], 0
    for milestone in chosen:
        for each in misconceptions(milestone):
            tests = catching(milestone, each)
            missed += not tests
            first = tests[0].removeprefix("test_").replace("_", " ") if tests else "NOTHING"
            rows.append(
                (milestone.id, shorten(each.name, WIDTH), len(tests), shorten(first, WIDTH))
            )
            print(f"\r{milestone.id} {len(rows)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(tabulate(rows, ["", "misconception", "tests", "such as"]))
    print(f"\n{len(rows)} misconceptions, {missed or 'none'} that nothing catches")
    return 1 if missed else 0


def _short(name: str = "test_NOTHING") -> str:
    return shorten(name.removeprefix("test_").replace("_", " "), WIDTH)


if __name__ == "__main__":
    sys.exit(main())
