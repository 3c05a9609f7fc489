"""A map of the library: its parts and their milestones, the drawers, and who imports whom.

    picture()    # "<svg ...", of what the sources import today

To the left stand the parts, to the right the drawers of `given/`, each near those who import it.
The more imports, the wider is the line. A square says from which part somebody imports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from demos.palette import LILAC, ORANGE, PURPLE, STONE
from grader.manifest import MILESTONES
from grader.stubs.order import DRAWERS, MODULES
from grader.stubs.reading import imports

from .drawing import BLUE, GRAY, GREEN, INK, MINT, RED, ROSE, SAND, SKY, WHITE, box, svg, words

FACES, TENSOR = "faces", "Tensor"
PARTS = (FACES, *[part for part, _ in groupby(MILESTONES, lambda m: m.part)][:0:-1], TENSOR, "core")
FILLS = dict(zip(PARTS, (STONE, LILAC, ROSE, SAND, MINT, STONE, SKY), strict=True))
COLORS = dict(zip(PARTS, (GRAY, PURPLE, RED, ORANGE, GREEN, GRAY, BLUE), strict=True))
LEFT, ROW, TITLE, GAP = 230, 21, 34, 12  # a part's box: its width, rows, title, and room below
FROM, WIDE, HIGH = 306, 112, 40  # a drawer's box
TOP = 84
FEWEST = 8  # imports between two drawers that are drawn
LEGEND = (
    "A line: imports, the more the wider. A square: imports from",
    "the part of this color. A dot: is imported by other drawers.",
)


class Place(NamedTuple):
    """Where a box stands."""

    y: float
    high: float

    @property
    def middle(self) -> float:
        """Its height."""
        return self.y + self.high / 2


def picture() -> str:
    """The map."""
    found = between()
    parts = dict(_stacked())
    height = max(place.y + place.high for place in parts.values())
    drawers = _beside(found, parts, height)
    names = [
        words(4, 22 + 21 * i, said, GRAY, size=16, at="start") for i, said in enumerate(LEGEND)
    ]
    names.append(words(FROM, TOP - 12, "given/", at="start"))
    drawn = [
        *(line for part in parts for line in _threads(part, found, parts, drawers)),
        *_arcs(found, drawers),
        *(line for part, place in parts.items() for line in _part(part, place, found)),
        *(line for name, place in drawers.items() for line in _drawer(name, place, found)),
    ]
    return svg(height + 10, [*names, *drawn])


def group(module: str) -> str:
    """The part or the drawer that a module is in."""
    first, *rest = module.split(".")
    if first == "given":
        return f"given/{rest[0]}"
    return {m.module: m.part for m in MILESTONES}.get(
        first, TENSOR if first == "_tensor" else FACES
    )


def inside() -> list[str]:
    """The modules, without the marks of what is to be written."""
    return [module for module in MODULES if module not in ("given", "todo")]


def between() -> Counter[tuple[str, str]]:
    """How many imports there are from one part or drawer into another."""
    modules = inside()
    pairs = ((group(m), group(i)) for m in modules for i in imports(m) if i in modules)
    return Counter((a, b) for a, b in pairs if a != b)


def rows(part: str) -> list[str]:
    """What stands in a part's box."""
    if part == TENSOR:
        return ["put together from all"]
    if part == FACES:
        named = {m.split(".")[0] for m in inside() if group(m) == FACES}
        return sorted(f"autodiff.{name}" for name in named if name != "__init__")
    return [f"{m.id} {m.title}" for m in MILESTONES if m.part == part]


def _stacked() -> Iterator[tuple[str, Place]]:
    y = float(TOP)
    for part in PARTS:
        high = TITLE + ROW * len(rows(part)) + 6
        yield part, Place(y, high)
        y += high + GAP


def _beside(
    found: Mapping[tuple[str, str], int], parts: Mapping[str, Place], height: float
) -> dict[str, Place]:
    """The drawers from above to below, each near the parts that import it."""

    def aim(drawer: str) -> float:
        shares = [(found.get((part, drawer), 0), place.middle) for part, place in parts.items()]
        total = sum(n for n, _ in shares)
        return sum(n * y for n, y in shares) / total if total else height / 3

    order = sorted((f"given/{name}" for name in DRAWERS.split()), key=aim)
    step = (height - TOP - HIGH) / (len(order) - 1)
    return {name: Place(TOP + i * step, HIGH) for i, name in enumerate(order)}


def _threads(
    part: str,
    found: Mapping[tuple[str, str], int],
    parts: Mapping[str, Place],
    drawers: Mapping[str, Place],
) -> Iterator[str]:
    """From a part to the drawers that it imports."""
    place = parts[part]
    named = [name for name in drawers if found.get((part, name))]
    for i, name in enumerate(named, 1):
        y1, y2 = place.y + place.high * i / (len(named) + 1), drawers[name].middle
        middle = (LEFT + FROM) / 2
        path = f"M{LEFT + 4},{y1:.1f} C{middle:.0f},{y1:.1f} {middle:.0f},{y2:.1f} {FROM},{y2:.1f}"
        yield _curve(path, found[part, name], COLORS[part])


def _arcs(found: Mapping[tuple[str, str], int], drawers: Mapping[str, Place]) -> Iterator[str]:
    """From a drawer to another, at the right; a dot stands at the one that is imported."""
    x = FROM + WIDE
    for (a, b), n in found.items():
        if a in drawers and b in drawers and n >= FEWEST:
            y1, y2 = drawers[a].middle, drawers[b].middle
            out = x + 14 + 60 * min(1, abs(y1 - y2) / 900)
            yield _curve(
                f"M{x},{y1:.1f} C{out:.0f},{y1:.1f} {out:.0f},{y2:.1f} {x},{y2:.1f}", n, GRAY
            )
            yield f'<circle cx="{x + 2}" cy="{y2:.1f}" r="4" fill="{GRAY}"/>'


def _curve(path: str, n: int, color: str) -> str:
    wide = 1 + n**0.5 / 2
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{wide:.1f}" opacity="0.5"/>'
    )


def _part(part: str, place: Place, found: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield box(4, place.y, LEFT, place.high, FILLS[part])
    edge = f'x="4" y="{place.y:.1f}" width="6" height="{place.high:.1f}"'
    yield f'<rect {edge} fill="{COLORS[part]}"/>'
    yield words(20, place.y + 24, part, at="start")
    for i, row in enumerate(rows(part)):
        yield words(20, place.y + TITLE + 15 + ROW * i, row, INK, size=16, at="start")
    yield from _squares(part, LEFT - 6, place.y + 12, found)


def _drawer(name: str, place: Place, found: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield box(FROM, place.y, WIDE, place.high, WHITE)
    yield words(FROM + 8, place.y + 19, name.removeprefix("given/"), size=16, at="start")
    yield from _squares(name, FROM + WIDE - 6, place.y + 26, found)


def _squares(
    name: str, right: float, y: float, found: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    """A square for each part that is imported from, up to the right edge."""
    used: Sequence[str] = [part for part in PARTS if found.get((name, part))]
    for i, part in enumerate(reversed(used)):
        place = f'x="{right - 10 - 13 * i:.1f}" y="{y:.1f}" width="10" height="10"'
        yield f'<rect {place} fill="{COLORS[part]}"/>'
