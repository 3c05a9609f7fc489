"""Pictures as SVG: curves over one axis, paths and points in a plane, a matrix of shades.

    curves("the loss", {"plain": losses, "residual": others})

Numbers that are not finite are left out. A picture stands by itself: no script, no network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

import numpy as np

WIDTH, HEIGHT, MARGIN = 640, 400, 48
LETTER = 7.5  # the width of a letter, about
COLORS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b")

Numbers = Sequence[float] | np.ndarray
Arrows = Sequence[tuple[str, str]]
Box = tuple[float, float, float, float]  # left, right, bottom, top


def curves(title: str, named: Mapping[str, Numbers]) -> str:
    """Curves of equally distant values."""
    arrays = {name: np.asarray(values, np.float64).ravel() for name, values in named.items()}
    points = {
        name: np.stack([np.linspace(0, 1, len(values)), values], 1)
        for name, values in arrays.items()
    }
    every = np.concatenate(list(arrays.values()))
    return paths(title, points, (0.0, 1.0, *_range(every)))


def paths(title: str, named: Mapping[str, np.ndarray], box: Box | None = None) -> str:
    """Lines through points (x, y), in their order."""
    if box is None:
        every = np.concatenate([np.asarray(p, np.float64).reshape(-1, 2) for p in named.values()])
        box = *_range(every[:, 0]), *_range(every[:, 1])
    left, right, bottom, top = box
    parts = []
    height, places = _legend(list(named))
    for i, (name, path) in enumerate(named.items()):
        xy = np.asarray(path, np.float64).reshape(-1, 2)
        xy = xy[np.isfinite(xy).all(1)]
        x = MARGIN + (np.clip(xy[:, 0], left, right) - left) / (right - left) * (WIDTH - 2 * MARGIN)
        share = (np.clip(xy[:, 1], bottom, top) - bottom) / (top - bottom)
        y = HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
        color = COLORS[i % len(COLORS)]
        parts.append(f'<polyline fill="none" stroke="{color}" stroke-width="2" points="{line}"/>')
        parts.append(_text(*places[i], name, color))
    parts.append(_text(2, MARGIN, f"{top:.3g}", size=11))
    parts.append(_text(2, HEIGHT - MARGIN, f"{bottom:.3g}", size=11))
    return _svg(title, parts, height)


def cells(
    title: str, matrix: np.ndarray, rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> str:
    """A square for each number of a matrix, from white (the smallest) to blue, and none for a NaN.

    Args:
        rows: what each row is called; it stands to its right.
        columns: what each column is called; it stands above.
    """
    values = np.asarray(matrix, np.float64)
    low, high = _range(values.ravel())
    size = min((WIDTH - 2 * MARGIN) / values.shape[1], (HEIGHT - 2 * MARGIN) / values.shape[0])
    parts = [_text(MARGIN + (i + 0.3) * size, MARGIN - 4, name) for i, name in enumerate(columns)]
    right = MARGIN + values.shape[1] * size + 8
    parts += [_text(right, MARGIN + (i + 0.6) * size, name) for i, name in enumerate(rows)]
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        share = (np.clip(value, low, high) - low) / (high - low)
        x, y = MARGIN + column * size, MARGIN + row * size
        at = f'x="{x:.1f}" y="{y:.1f}" width="{size:.1f}" height="{size:.1f}"'
        parts.append(f'<rect {at} fill="{_shade(share)}"/>')
    return _svg(title, parts, round(2 * MARGIN + len(values) * size))


def plane(title: str, shades: np.ndarray, box: Box, groups: Mapping[str, np.ndarray]) -> str:
    """What is true of a plane, from 0 (white) to 1 (blue), and groups of points (x, y) on it.

    `shades` (rows, columns) are the values at equal distances from the left to the right and from
    the top to the bottom of the box.
    """
    values = np.clip(np.nan_to_num(np.asarray(shades, np.float64)), 0, 1)
    left, right, bottom, top = box
    rows, columns = values.shape
    size = (WIDTH - 2 * MARGIN) / columns
    parts = ['<g shape-rendering="crispEdges">']
    for row, shares in enumerate(values):
        at = 0
        for shade, run in groupby(map(_shade, shares)):
            wide = len(list(run))
            place = f'x="{MARGIN + at * size:.1f}" y="{MARGIN + row * size:.1f}"'
            extent = f'width="{wide * size:.1f}" height="{size:.1f}"'
            parts.append(f'<rect {place} {extent} fill="{shade}"/>')
            at += wide
    parts.append("</g>")
    for (name, points), color in zip(groups.items(), ("#d62728", "#ff7f0e"), strict=False):
        x = MARGIN + size * (0.5 + (columns - 1) * (points[:, 0] - left) / (right - left))
        y = MARGIN + size * (0.5 + (rows - 1) * (top - points[:, 1]) / (top - bottom))
        dots = [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3"/>' for a, b in zip(x, y, strict=True)]
        parts.append(f'<g fill="{color}" stroke="white"><title>{escape(name)}</title>')
        parts += [*dots, "</g>"]
    return _svg(title, parts, round(2 * MARGIN + rows * size))


def graph(title: str, layers: Mapping[str, int], labels: Mapping[str, str], arrows: Arrows) -> str:
    """Boxes in columns, one for each layer, and a line for each arrow between them.

    What a comma or an equals sign divides stands on lines of its own: boxes are narrow.
    """
    lines = {name: re.split(r", | = ", label) for name, label in labels.items()}
    tall = 14 * max(map(len, lines.values()), default=1) + 12
    wide = (WIDTH - MARGIN) / (1 + max(layers.values(), default=0))
    high: dict[int, int] = {}
    at = {}
    for name, layer in layers.items():
        high[layer] = high.get(layer, 0) + 1
        at[name] = 20 + layer * wide, MARGIN + (tall + 14) * (high[layer] - 0.5)
    parts = []
    for start, end in arrows:
        (x1, y1), (x2, y2) = at[start], at[end]
        x1 += wide - 16
        is_long = layers[end] > layers[start] + 1  # it goes below the boxes between
        bend = f"Q {(x1 + x2) / 2:.1f} {max(y1, y2) + 2 * tall:.1f} " if is_long else "L "
        line = f"M {x1:.1f} {y1:.1f} {bend}{x2:.1f} {y2:.1f}"
        parts.append(f'<path d="{line}" fill="none" stroke="#888"/>')
    for name, (x, y) in at.items():
        box = f'x="{x:.1f}" y="{y - tall / 2:.1f}" width="{wide - 16:.1f}" height="{tall}" rx="4"'
        parts.append(f'<rect {box} fill="#def" stroke="#888"/>')
        top = y + 10 - 7 * len(lines[name])
        parts += [_text(x + 4, top + 14 * i, each, size=10) for i, each in enumerate(lines[name])]
    return _svg(title, parts, round(1.5 * MARGIN + (tall + 14) * max(high.values(), default=0)))


def _legend(names: Sequence[str]) -> tuple[int, list[tuple[float, float]]]:
    """The height of a picture with these names below it, and where each begins, in rows."""
    places, x, y = [], float(MARGIN), HEIGHT - 12
    for name in names:
        wide = max(110.0, LETTER * len(name) + 16)
        if x > MARGIN and x + wide - 16 > WIDTH:
            x, y = float(MARGIN), y + 20
        places.append((x, float(y)))
        x += wide
    return y + 12, places


def _svg(title: str, parts: Sequence[str], height: int = HEIGHT) -> str:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">'
    back = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    return "\n".join([start, back, _text(MARGIN, 28, title), *parts, "</svg>\n"])


def _shade(share: float) -> str:
    """From white to blue."""
    return f"rgb({255 - 224 * share:.0f},{255 - 136 * share:.0f},{255 - 75 * share:.0f})"


def _text(x: float, y: float, text: str, color: str = "#333", size: int = 13) -> str:
    style = f'font-family="sans-serif" font-size="{size}" fill="{color}"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(text)}</text>'


def _range(values: np.ndarray) -> tuple[float, float]:
    """The smallest and the largest finite value; never the same."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    low, high = (float(v) for v in np.clip((finite.min(), finite.max()), -1e150, 1e150))
    return (low, high) if low < high else (low, low + max(abs(low), 1.0))
