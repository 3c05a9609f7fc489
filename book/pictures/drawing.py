"""What pictures are made of: words, boxes and arrows, large enough to be read on a phone.

svg(300, [box(20, 40, 120, 50, SKY), words(80, 70, "x"), arrow(140, 65, 200, 65)])
"""

from __future__ import annotations

from html import escape

import numpy as np

from demos.marks import WIDTH, svg
from demos.palette import (
    BLUE,
    CURVES,
    FAINT,
    FILLS,
    GRAY,
    GREEN,
    INK,
    LILAC,
    MINT,
    RED,
    ROSE,
    SAND,
    SKY,
    WHITE,
)

__all__ = ["BLUE", "CODE", "CURVES", "FAINT", "FILLS", "GRAY", "GREEN", "INK", "LILAC", "MINT"]
__all__ += ["RED", "ROSE", "SAND", "SKY", "WHITE", "WIDTH"]
__all__ += ["arrow", "box", "line", "shades", "svg", "words"]

CODE = "monospace"


def words(
    x: float,
    y: float,
    text: str,
    color: str = INK,
    *,
    size: int = 18,
    at: str = "middle",
    font: str = "sans-serif",
) -> str:
    """A line of text; x is its middle, or its "start" or its "end"."""
    style = f'font-family="{font}" font-size="{size}" fill="{color}" text-anchor="{at}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style} xml:space="preserve">{escape(text)}</text>'


def box(
    x: float,
    y: float,
    wide: float,
    high: float,
    fill: str = WHITE,
    *,
    text: str = "",
    corner: int = 6,
) -> str:
    """A rectangle, from its corner at the top and left, perhaps with a text in its middle."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{corner}"'
    drawn = f'<rect {place} fill="{fill}" stroke="{GRAY}"/>'
    return drawn + (words(x + wide / 2, y + high / 2 + 6, text) if text else "")


def arrow(x1: float, y1: float, x2: float, y2: float, color: str = GRAY, *, bend: float = 0) -> str:
    """A line with a head at its end; `bend` is how far its middle is off to the right."""
    mx, my = (x1 + x2) / 2 + 2 * bend, (y1 + y2) / 2
    dx, dy = x2 - mx, y2 - my
    far = (dx * dx + dy * dy) ** 0.5 or 1
    ux, uy = dx / far, dy / far
    bx, by = x2 - 11 * ux, y2 - 11 * uy
    sides = (bx - 5 * uy, by + 5 * ux), (bx + 5 * uy, by - 5 * ux)
    head = " ".join(f"{x:.1f},{y:.1f}" for x, y in ((x2, y2), *sides))
    path = f"M{x1:.1f},{y1:.1f} Q{mx:.1f},{my:.1f} {bx:.1f},{by:.1f}"
    drawn = f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
    return f'{drawn}<polygon points="{head}" fill="{color}"/>'


def line(x1: float, y1: float, x2: float, y2: float, color: str = GRAY, *, wide: float = 2) -> str:
    """A line without a head."""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{color}" stroke-width="{wide}"/>'


def shades(matrix: np.ndarray, x: float, y: float, cell: float) -> list[str]:
    """A square for each number of a matrix: blue above 0 and red below, fuller if farther away."""
    most = abs(matrix).max() or 1
    return [
        f'<rect x="{x + cell * j:.1f}" y="{y + cell * i:.1f}" width="{cell}" height="{cell}" '
        f'fill="{BLUE if value > 0 else RED}" fill-opacity="{abs(value) / most:.2f}"/>'
        for (i, j), value in np.ndenumerate(matrix)
        if value
    ]
