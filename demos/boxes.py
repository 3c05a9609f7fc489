"""A graph: boxes in rows from above to below, and arrows between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .marks import EDGE, WIDTH, picture, text, top_of, width_of
from .palette import GRAY, SKY

LINE, GAP = 19, 30  # the height of a line of text, and the room between two rows

Arrows = Sequence[tuple[str, str]]


def graph(title: str, layers: Mapping[str, int], labels: Mapping[str, str], arrows: Arrows) -> str:
    """Boxes in rows, one for each layer, and an arrow wherever one leads from a box to another.

    What a comma or an equals sign divides stands on lines of its own: boxes are narrow.
    """
    lines = {name: re.split(r", | = ", label) for name, label in labels.items()}
    rows = {layer: _row(layers, layer) for layer in sorted(set(layers.values()))}
    at, y = {}, top_of(title)
    for row in rows.values():
        tall = LINE * max(len(lines[name]) for name in row) + 12
        share = (WIDTH - 2 * EDGE) / len(row)
        for i, name in enumerate(row):
            wide = _width(lines[name], len(row))
            at[name] = Box(EDGE + share * (i + 0.5), y + tall / 2, wide, tall)
        y += tall + GAP
    parts = [_arrow(at[a], at[b], layers[b] - layers[a]) for a, b in arrows]
    parts += [drawn for name, place in at.items() for drawn in _box(place, lines[name])]
    return picture(title, parts, y - GAP + EDGE)


class Box(NamedTuple):
    """Where a box is: its middle, its width and height."""

    x: float
    y: float
    wide: float
    tall: float


def _row(layers: Mapping[str, int], layer: int) -> list[str]:
    return [name for name in layers if layers[name] == layer]


def _box(place: Box, lines: Sequence[str]) -> list[str]:
    x, y, wide, tall = place
    corner = f'x="{x - wide / 2:.1f}" y="{y - tall / 2:.1f}" width="{wide:.1f}"'
    drawn = f'<rect {corner} height="{tall}" rx="6" fill="{SKY}" stroke="{GRAY}"/>'
    first = y + 5 - LINE * (len(lines) - 1) / 2
    said = [text(x, first + LINE * i, line, at="middle") for i, line in enumerate(lines)]
    return [drawn, *said]


def _width(lines: Sequence[str], beside: int) -> float:
    """As wide as the words, if so many of them have room in a row."""
    needed = max(width_of(line) for line in lines) + 16
    return min(max(needed, 44), (WIDTH - 2 * EDGE) / beside - 8)


def _arrow(start: Box, end: Box, rows: int) -> str:
    """From the bottom of a box to the top of another; past the rows between."""
    (x1, y1), (x2, y2) = (start.x, start.y + start.tall / 2), (end.x, end.y - end.tall / 2)
    first, second = (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2)
    if rows > 1:
        first, second = (x1, y2 - GAP), (x1, y2)
    bend = " ".join(f"{x:.1f},{y:.1f}" for x, y in (first, second, (x2, y2 - 7)))
    line = f"M{x1:.1f},{y1:.1f} C{bend}"
    head = f"{x2:.1f},{y2:.1f} {x2 - 5:.1f},{y2 - 9:.1f} {x2 + 5:.1f},{y2 - 9:.1f}"
    drawn = f'<path d="{line}" fill="none" stroke="{GRAY}" stroke-width="1.5"/>'
    return f'{drawn}<polygon points="{head}" fill="{GRAY}"/>'
