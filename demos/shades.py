"""A matrix as shades of one colour, and a plane with points on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

import numpy as np

from .marks import EDGE, TEXT, WIDTH, picture, range_of, text, top_of, width_of
from .palette import BLUE, ORANGE, RED, WHITE

HIGHEST = 400
PALEST = 0.05  # so that the smallest number can be seen, too

Box = tuple[float, float, float, float]  # left, right, bottom, top


def cells(
    title: str, matrix: np.ndarray, rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> str:
    """A square for each number of a matrix, the larger the darker, and none for a NaN.

    Args:
        rows: what each row is called; it stands to its right.
        columns: what each column is called; it stands above.
    """
    values = np.asarray(matrix, np.float64)
    low, high = range_of(values.ravel())
    beside = max((width_of(name) + 8 for name in rows), default=0)
    room = WIDTH - 2 * EDGE - beside
    size = min(room / values.shape[1], HIGHEST / values.shape[0])
    top = top_of(title) + (TEXT + 4 if columns else 0)
    right = EDGE + values.shape[1] * size + 8
    parts = [
        text(EDGE + (i + 0.5) * size, top - 6, name, at="middle") for i, name in enumerate(columns)
    ]
    parts += [text(right, top + (i + 0.5) * size + 5, name) for i, name in enumerate(rows)]
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            share = (np.clip(value, low, high) - low) / (high - low)
            parts.append(_square(EDGE + column * size, top + row * size, size, share))
    return picture(title, parts, top + len(values) * size + EDGE)


def plane(title: str, shades: np.ndarray, box: Box, groups: Mapping[str, np.ndarray]) -> str:
    """What is true of a plane, from 0 (pale) to 1 (blue), and groups of points (x, y) on it.

    `shades` (rows, columns) are the values at equal distances from the left to the right and from
    the top to the bottom of the box.
    """
    values = np.clip(np.nan_to_num(np.asarray(shades, np.float64)), 0, 1)
    left, right, bottom, top = box
    rows, columns = values.shape
    size = max(1, (WIDTH - 2 * EDGE) // columns)  # whole: squares neither overlap nor leave gaps
    above = top_of(title)
    parts = ['<g shape-rendering="crispEdges">']
    for row, shares in enumerate(np.round(values, 2)):
        at = 0
        for share, run in groupby(shares):
            wide = len(list(run))
            parts.append(_square(EDGE + at * size, above + row * size, size, 0.8 * share, wide))
            at += wide
    parts.append("</g>")
    for (name, points), color in zip(groups.items(), (RED, ORANGE), strict=False):
        x = EDGE + size * (0.5 + (columns - 1) * (points[:, 0] - left) / (right - left))
        y = above + size * (0.5 + (rows - 1) * (top - points[:, 1]) / (top - bottom))
        parts.append(f'<g fill="{color}" stroke="{WHITE}"><title>{escape(name)}</title>')
        parts += [_mark(a, b, color == RED) for a, b in zip(x, y, strict=True)]
        parts.append("</g>")
    return picture(title, parts, above + rows * size + EDGE)


def _mark(x: float, y: float, is_round: bool) -> str:
    """A disk, or a square that stands on its corner: they differ in more than their colour."""
    if is_round:
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"/>'
    return f'<path d="M{x:.0f},{y - 5:.0f}l5,5l-5,5l-5,-5z"/>'


def _square(x: float, y: float, size: float, share: float, wide: int = 1) -> str:
    """One, or a few beside each other, from nearly nothing to full colour."""
    at = f'x="{x:.1f}" y="{y:.1f}" width="{wide * size:.1f}" height="{size:.1f}"'
    return f'<rect {at} fill="{BLUE}" fill-opacity="{PALEST + (1 - PALEST) * share:.2f}"/>'
