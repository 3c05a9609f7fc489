"""What pictures are made of: texts, lines, a title, a legend. They can be read on a phone.

A picture is `WIDTH` wide. On a phone it has three quarters of that: a text of 16 is 12 there.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

from .palette import CURVES, FAINT, GRAY, INK, WHITE, style

WIDTH, EDGE = 480, 14
TITLE, TEXT = 18, 16  # sizes of texts
WIDE = 0.62  # the width of a letter, in its size, about
DASHES = ("", "10 5", "2 5", "14 4 3 4", "5 3", "1 3", "18 6")
ROW = 24  # of a legend

Numbers = Sequence[float] | np.ndarray


def svg(height: float, parts: Iterable[str]) -> str:
    """A picture of its own, without a script, on what its page has as a background."""
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    back = f'<rect width="{WIDTH}" height="{height:.0f}" fill="{WHITE}"/>'
    return "\n".join([start, style(), back, *parts, "</svg>\n"])


def picture(title: str, parts: Sequence[str], height: float) -> str:
    """A picture by itself: its title above parts that begin at `top_of(title)`."""
    said = [text(EDGE, 26 + 22 * i, line, size=TITLE) for i, line in enumerate(_title_lines(title))]
    return svg(height, [*said, *parts])


def top_of(title: str) -> float:
    """Where there is room below a title."""
    return 20.0 + 22 * len(_title_lines(title))


def _title_lines(title: str) -> list[str]:
    return textwrap.wrap(title, round((WIDTH - 2 * EDGE) / (WIDE * TITLE)))


def text(
    x: float, y: float, said: str, color: str = INK, *, size: int = TEXT, at: str = "start"
) -> str:
    """A line of text; x is its "start", its "middle" or its "end"."""
    place = f'x="{x:.0f}" y="{y:.0f}"' + ("" if at == "start" else f' text-anchor="{at}"')
    look = f'font-family="sans-serif" font-size="{size}" fill="{color}"'
    return f"<text {place} {look}>{escape(said)}</text>"


def width_of(said: str, size: int = TEXT) -> float:
    """How wide a text is, about; rather too wide."""
    return WIDE * size * len(said)


def polyline(x: np.ndarray, y: np.ndarray, which: int = 0) -> str:
    """A curve, in the color and the dashes of the one with this number."""
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return f'<polyline fill="none" {stroke(which)} points="{points}"/>'


def stroke(which: int) -> str:
    """How the curve with this number is drawn."""
    dashes = DASHES[which % len(DASHES)]
    look = f'stroke="{CURVES[which % len(CURVES)]}" stroke-width="2.5"'
    return f'{look} stroke-dasharray="{dashes}"' if dashes else look


def rule(x1: float, y1: float, x2: float, y2: float, color: str = FAINT) -> str:
    """A thin straight line."""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{color}"/>'


def axis(left: float, right: float, y: float, ends: tuple[float, float], across: str) -> list[str]:
    """A line from the left to the right, the numbers at its ends, and between them its name."""
    low, high = (f"{end:.4g}" for end in ends)
    return [
        rule(left, y, right, y, GRAY),
        text(left, y + 20, low),
        text((left + right) / 2, y + 20, across, at="middle"),
        text(right, y + 20, high, at="end"),
    ]


def legend(names: Sequence[str], y: float) -> tuple[list[str], float]:
    """A bit of each curve and its name, from y on, in rows; and where they end."""
    parts, x = [], float(EDGE)
    for which, name in enumerate(names):
        wide = 38 + width_of(name)
        if x > EDGE and x + wide > WIDTH - EDGE:
            x, y = float(EDGE), y + ROW
        line = f'x1="{x:.0f}" y1="{y + 11:.0f}" x2="{x + 30:.0f}" y2="{y + 11:.0f}"'
        parts += [f"<line {line} {stroke(which)}/>"]
        parts += [text(x + 38, y + 17, name, CURVES[which % len(CURVES)])]
        x += wide + 16
    return parts, y + ROW


def range_of(values: np.ndarray) -> tuple[float, float]:
    """The smallest and the largest finite value; never the same."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    low, high = (float(v) for v in np.clip((finite.min(), finite.max()), -1e150, 1e150))
    return (low, high) if low < high else (low, low + max(abs(low), 1.0))
