"""Pictures as SVG: curves over one axis or each over its own, paths, shades, boxes with arrows.

    curves("the loss", {"plain": losses, "residual": others}, "step")

Numbers that are not finite are left out. A picture stands by itself: no script, no network.
It is as good to read on a phone, and on a dark page.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .boxes import graph
from .marks import (
    EDGE,
    WIDTH,
    Numbers,
    axis,
    legend,
    picture,
    polyline,
    range_of,
    rule,
    text,
    top_of,
    width_of,
)
from .palette import CURVES
from .shades import cells, plane

__all__ = ["cells", "curves", "graph", "panels", "paths", "plane"]

HIGH, PANEL, GAP = 250, 44, 24  # the height of a plot, of a small one, and what is between two

Box = tuple[float, float, float, float]  # left, right, bottom, top
Ends = tuple[float, float] | None


def curves(title: str, named: Mapping[str, Numbers], across: str, ends: Ends = None) -> str:
    """Curves of equally distant values.

    Args:
        across: what goes from the left to the right.
        ends: where it begins and ends; the first place is 0, and the last one that of the longest
            curve, if it is not given.
    """
    arrays = _arrays(named)
    low, high = ends = ends or _ends(arrays)
    points = {
        name: np.stack([np.linspace(low, high, len(values)), values], 1)
        for name, values in arrays.items()
    }
    every = np.concatenate(list(arrays.values()))
    return paths(title, points, (*ends, *range_of(every)), across)


def paths(
    title: str, named: Mapping[str, np.ndarray], box: Box | None = None, across: str = ""
) -> str:
    """Lines through points (x, y), in their order."""
    if box is None:
        every = np.concatenate([np.asarray(p, np.float64).reshape(-1, 2) for p in named.values()])
        box = *range_of(every[:, 0]), *range_of(every[:, 1])
    left, right, bottom, top = box
    above, below = f"{top:.3g}", f"{bottom:.3g}"
    x1, x2 = EDGE + 8 + max(width_of(each) for each in (above, below)), WIDTH - EDGE
    y1 = top_of(title)
    y2 = y1 + HIGH
    parts = [rule(x1, y1, x1, y2), *axis(x1, x2, y2, (left, right), across)]
    parts += [text(x1 - 8, y1 + 12, above, at="end")]
    parts += [text(x1 - 8, y2, below, at="end")]
    for which, path in enumerate(named.values()):
        xy = np.asarray(path, np.float64).reshape(-1, 2)
        xy = xy[np.isfinite(xy).all(1)]
        x = x1 + (np.clip(xy[:, 0], left, right) - left) / (right - left) * (x2 - x1)
        y = y2 - (np.clip(xy[:, 1], bottom, top) - bottom) / (top - bottom) * (y2 - y1)
        parts.append(polyline(x, y, which))
    marks, end = legend(list(named), y2 + 32) if any(named) else ([], y2 + 22.0)
    return picture(title, [*parts, *marks], end + 10)


def panels(
    title: str, named: Mapping[str, Numbers], across: str, ends: Ends = None, columns: int = 1
) -> str:
    """A small plot for each curve, all on one scale, for curves that lie on each other.

    Names stand to the left in one column, and above in several.
    """
    arrays = _arrays(named)
    scale = range_of(np.concatenate(list(arrays.values())))
    beside = max(map(width_of, arrays)) + 8 if columns == 1 else 0.0
    above = 0.0 if columns == 1 else 22.0
    wide = (WIDTH - 2 * EDGE + GAP) / columns - GAP
    top, step = top_of(title) + 4, above + PANEL * columns + 14
    parts = []
    for i, (name, values) in enumerate(arrays.items()):
        x, y = EDGE + i % columns * (wide + GAP), top + i // columns * step
        parts.append(text(x, y + (16 if above else PANEL / 2 + 5), name, CURVES[0]))
        place = x + beside, x + wide, y + above, y + step - 14
        parts += _small_plot(values, place, scale)
    bottom = top - (-len(arrays) // columns) * step
    marks = axis(EDGE + beside, WIDTH - EDGE, bottom, ends or _ends(arrays), across)
    said = f"each upwards from {scale[0]:.3g} to {scale[1]:.3g}"
    return picture(title, [*parts, *marks, text(EDGE, bottom + 48, said)], bottom + 62)


def _small_plot(values: np.ndarray, place: Box, scale: tuple[float, float]) -> list[str]:
    """A curve and the line of 0, or what is nearest to it, from above to below in a place."""
    left, right, top, bottom = place
    low, high = scale
    there = np.isfinite(values)
    x = left + np.linspace(0, 1, len(values)) * (right - left)
    share = (np.clip([0, *values[there]], low, high) - low) / (high - low)
    zero, *y = bottom - share * (bottom - top)
    return [rule(left, zero, right, zero), polyline(x[there], np.array(y))]


def _arrays(named: Mapping[str, Numbers]) -> dict[str, np.ndarray]:
    return {name: np.asarray(values, np.float64).ravel() for name, values in named.items()}


def _ends(arrays: Mapping[str, np.ndarray]) -> tuple[float, float]:
    return 0.0, float(max(1, *(len(values) - 1 for values in arrays.values()), 1))
