"""The course in Markdown, for README and docs/: what is in it, the path, and each milestone.

numbers(), path(), table()
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..feedback.known_misconceptions import misconceptions
from ..manifest import MILESTONES, Milestone
from ..stubs.measure import measure

# What somebody has when a part is done.
REACHED = {
    "core": "autograd on arrays: **a network of your own trains**",
    "networks": "layers, losses, SGD and Adam, loaders: **MNIST**",
    "architectures": "convolution, attention, recurrence: **a small GPT**",
    "transforms": "what JAX teaches: `grad`, `vjp`, `jvp`, `vmap`, one within another",
    "compilers": "a step of training as a plain NumPy script: back to the start",
}


def numbers() -> str:
    """How much there is, in a sentence; what changes often is round."""
    sizes = [measure(m.module) for m in MILESTONES]
    places, lines = sum(size.places for size in sizes), sum(size.lines for size in sizes)
    tests = sum(len(re.findall(r"(?m)^def test_", _suite(m))) for m in MILESTONES)
    mistakes = sum(len(misconceptions(m)) for m in MILESTONES) // 100 * 100
    return (
        f"{len(MILESTONES)} milestones, {places} places to fill in, some {round(lines, -2):,} "
        f"lines to write; {tests:,} tests, and over {mistakes:,} known mistakes that they catch."
    )


def path() -> str:
    """The parts of the course, with their hours."""
    rows = ["| | hours | and then you have |", "|--|--:|--|"]
    for part, milestones in _parts():
        first, *_, last = milestones
        cells = f"**{part}**, {first.id} to {last.id}", _hours(milestones), REACHED[part]
        rows.append(f"| {' | '.join(cells)} |")
    rows.append(f"| all | {_hours(MILESTONES)} | |")
    return "\n".join(rows)


def table() -> str:
    """The milestones, part by part."""
    head = (
        "| | milestone | what it removes | minutes | difficulty | points |\n|--|--|--|--:|--|--:|"
    )
    return "\n".join([head, *_rows()])


def _parts() -> Iterator[tuple[str, list[Milestone]]]:
    for part, milestones in groupby(MILESTONES, lambda each: each.part):
        yield part, list(milestones)


def _rows() -> Iterator[str]:
    for part, milestones in _parts():
        yield _sums(part, milestones)
        yield from map(_row, milestones)
    yield _sums("all", MILESTONES)


def _sums(name: str, milestones: Sequence[Milestone]) -> str:
    points = sum(m.points for m in milestones)
    return f"| | **{name}** | | {_minutes(milestones)} | | {points} |"


def _minutes(milestones: Sequence[Milestone]) -> str:
    return f"{sum(m.minutes for m in milestones):,}"


def _hours(milestones: Sequence[Milestone]) -> str:
    return f"{sum(m.minutes for m in milestones) / 60:.0f}"


def _row(each: Milestone) -> str:
    cells = each.id, each.slug, each.removes, each.minutes, "★" * each.difficulty, each.points
    return f"| {' | '.join(map(str, cells))} |"


def _suite(milestone: Milestone) -> str:
    return milestone.suite.read_text(encoding="utf-8")
