"""A graph, with the place of each node in the order that `toposort` finds."""

from __future__ import annotations

from autodiff.autograd import toposort

from .drawing import GRAY, INK, RED, SKY, arrow, svg, words

GRAPH = {
    "L": ["s", "k"],
    "k": ["y", "x"],
    "s": ["y"],
    "y": ["h", "b"],
    "h": ["x", "w"],
    "b": [],
    "w": [],
    "x": [],
}
PLACES = {  # where each is drawn: a column, and a height
    "x": (0, 2),
    "w": (0, 1),
    "b": (1, 0),
    "h": (1, 1),
    "y": (2, 0.5),
    "k": (3, 2),
    "s": (3, 0.5),
    "L": (4, 1.2),
}
RADIUS = 21


def picture() -> str:
    """Circles with numbers; arrows run from what is used to what is made of it."""
    order = toposort("L", lambda name: GRAPH[name])
    at = {name: (48 + 96 * column, 100 + 82 * row) for name, (column, row) in PLACES.items()}
    parts = [words(20, 32, "each after all that it is made from", at="start")]
    for name, used in GRAPH.items():
        parts += [_between(at[each], at[name]) for each in used]
    for place, name in enumerate(order, start=1):
        x, y = at[name]
        parts.append(f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{SKY}" stroke="{GRAY}"/>')
        parts.append(words(x, y + 6, str(place), INK, size=20))
        parts.append(words(x, y - 27, name, size=18))
    wide = len(order)
    parts.append(words(240, 330, f"numbers flow from 1 to {wide}", GRAY))
    parts.append(words(240, 358, f"gradients flow from {wide} to 1", RED))
    return svg(374, parts)


def _between(start: tuple[float, float], end: tuple[float, float]) -> str:
    """An arrow from the rim of one circle to that of another."""
    (x1, y1), (x2, y2) = start, end
    far = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = (x2 - x1) / far * (RADIUS + 2), (y2 - y1) / far * (RADIUS + 2)
    return arrow(x1 + dx, y1 + dy, x2 - dx, y2 - dy)
