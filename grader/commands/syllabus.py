"""`nox -s syllabus`: the course in a table, and how much each milestone asks for."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate

from ..manifest import Milestone
from ..stubs.measure import measure
from .exit_status import Status, command, leave
from .options import Parser

HEAD = ("", "milestone", "places", "lines", "minutes", "difficulty", "points")


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    p = Parser("syllabus", "List the milestones: what each asks for, and what it is worth.")
    p.add_milestones()
    print(table(p.parse_args(argv).milestones))
    return Status.DONE


def table(milestones: Sequence[Milestone]) -> str:
    """A row for each milestone, and their sums."""
    rows = [_row(each) for each in milestones]
    sums = [sum(column) for column in zip(*(row[2:5] for row in rows), strict=True)]
    total = ("", "all", *sums, "", sum(each.points for each in milestones))
    return tabulate([*rows, total], HEAD)


def _row(milestone: Milestone) -> tuple[str, str, int, int, int, str, int]:
    size, stars = measure(milestone.module), "*" * milestone.difficulty
    said = (size.places, size.lines, milestone.minutes, stars, milestone.points)
    return (milestone.id, milestone.title, *said)


if __name__ == "__main__":
    leave(main())
