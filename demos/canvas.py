"""Text graphics, for any numbers whatever: NaN, infinite and huge ones, too.

    canvas = Canvas(unicode=True)
    canvas.plot({"loss": losses})          # curves, with a scale; a single one in braille dots
    canvas.bars([("add", 1.0), ...])       # a bar for each row, from 0
    canvas.heat(matrix)                    # shades
    canvas.spark(values)                   # a curve in one line

Each gives a text of one or several lines, and none is wider than `WIDTH`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

import numpy as np

WIDTH = 78
TERMINAL = 80  # columns; what reaches beyond them is cut
MOST_LINES = 40
SCALE = 9  # columns for the numbers beside a plot
STEPS, ASCII_STEPS = "▁▂▃▄▅▆▇█", "_.-~=+*#"
SHADES, ASCII_SHADES = " ░▒▓█", " .:*#"
MARKS, ASCII_MARKS = "●○◆+▪", "*ox+."
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of a braille character
PLAIN = str.maketrans("─│└├●○◆▪█▓▒░→←·∂²✓✗≈", "-|'|*ox.#*:.><.d2v!~")

Numbers = Sequence[float] | np.ndarray


def number(value: float, digits: int = 4) -> str:
    """A number in a few characters: `0.1234`, `1.2e+30`, `nan`."""
    return f"{value + 0.0:.{digits}g}"  # 0 and not -0


def clipped(text: str, width: int) -> str:
    """As much of a text as there is room for: whole words, and `...` where it would go on."""
    if len(text) <= width:
        return text
    start = text[: width - 2]
    return f"{start[: max(start.rfind(' '), 0)] or start[:-1]}..."


class Canvas:
    """Draws in the characters that a terminal has: Unicode's, or ASCII's alone."""

    def __init__(self, unicode: bool = True) -> None:
        self.unicode = unicode
        self._steps = STEPS if unicode else ASCII_STEPS
        self._shades = SHADES if unicode else ASCII_SHADES
        self.marks = MARKS if unicode else ASCII_MARKS

    def finish(self, text: str) -> str:
        """The text in the terminal's characters, no line wider than a terminal's."""
        if not self.unicode:
            text = text.translate(PLAIN).encode("ascii", "replace").decode("ascii")
        return "\n".join(map(_cut, text.split("\n")[:MOST_LINES]))

    def spark(self, values: Numbers, low: float | None = None, high: float | None = None) -> str:
        """A curve in one line: a step for each value, and `?` for one that is not finite."""
        array = _array(values).ravel()[:WIDTH]
        levels = _levels(array, len(self._steps), low, high)
        return "".join("?" if level < 0 else self._steps[level] for level in levels)

    def heat(
        self, matrix: np.ndarray, low: float | None = None, high: float | None = None, wide: int = 2
    ) -> list[str]:
        """A line for each row of the matrix, and `wide` characters for each number in it."""
        levels = _levels(_array(matrix), len(self._shades), low, high)
        return ["".join(wide * ("?" if n < 0 else self._shades[n]) for n in row) for row in levels]

    def bars(self, rows: Sequence[tuple[str, float]], width: int = 40, most: float = 0.0) -> str:
        """A line for each row: its name, a bar as long as its number is large, and the number."""
        sizes = [abs(value) for _, value in rows if math.isfinite(value)]
        longest = max([*sizes, most, 1e-300])
        name = max(len(label) for label, _ in rows)
        return "\n".join(
            f"{label:<{name}} {self._bar(value, longest, width):<{width}} {number(value)}"
            for label, value in rows
        )

    def _bar(self, value: float, longest: float, width: int) -> str:
        if not math.isfinite(value):
            return "?"
        return ("█" if value >= 0 else "▒") * round(width * (abs(value) / longest))

    def plot(
        self, curves: Mapping[str, Numbers], height: int = 10, width: int = WIDTH - SCALE - 2
    ) -> str:
        """Curves of equally distant values over one axis, with the smallest and largest value."""
        arrays = {name: _array(values).ravel() for name, values in curves.items()}
        low, high = _range(np.concatenate(list(arrays.values())))
        if len(arrays) == 1 and self.unicode:
            rows = _braille(next(iter(arrays.values())), low, high, width, height)
        else:
            rows = self._marked(list(arrays.values()), low, high, width, height)
        scale = [number(high, 3), *[""] * (height - 2), number(low, 3)]
        lines = [f"{side:>{SCALE}} │{row}" for side, row in zip(scale, rows, strict=True)]
        if len(arrays) > 1:
            named = zip(self.marks, arrays, strict=False)
            lines.append(" " * (SCALE + 2) + "   ".join(f"{mark} {name}" for mark, name in named))
        return "\n".join(lines)

    def _marked(
        self, curves: Sequence[np.ndarray], low: float, high: float, width: int, height: int
    ) -> list[str]:
        grid = np.full((height, width), " ")
        for mark, curve in reversed(list(zip(self.marks, curves, strict=False))):
            columns, rows = _points(curve, low, high, width, height)
            grid[rows, columns] = mark
        return ["".join(row) for row in grid]

    def scatter(
        self, paths: Mapping[str, np.ndarray], box: tuple[float, float, float, float], height: int
    ) -> list[list[str]]:
        """A grid of characters, with a mark for each point (x, y) of the paths that is in the box
        (left, right, bottom, top). Paths come on top of those after them."""
        width = WIDTH - 2
        grid = [[" "] * width for _ in range(height)]
        left, right, bottom, top = box
        for mark, path in reversed(list(zip(self.marks, paths.values(), strict=False))):
            for x, y in _array(path).reshape(-1, 2):
                if left <= x <= right and bottom <= y <= top:
                    row = round((top - y) / (top - bottom) * (height - 1))
                    grid[row][round((x - left) / (right - left) * (width - 1))] = mark
        return grid


def beside(*blocks: Sequence[str], gap: int = 4) -> list[str]:
    """Blocks of lines, one to the right of the other."""
    height = max(map(len, blocks))
    widths = [max(map(len, block), default=0) for block in blocks]
    rows = zip(*([*block, *[""] * (height - len(block))] for block in blocks), strict=True)
    columns = [zip(row, widths, strict=True) for row in rows]
    return [(" " * gap).join(f"{text:<{width}}" for text, width in row) for row in columns]


def grid(values: np.ndarray) -> list[str]:
    """A matrix of small numbers, a line for each row; a dot stands for 0."""
    return [" ".join(f"{'·' if v == 0 else f'{v:.3g}':>2}" for v in row) for row in values]


def in_two_columns(blocks: Sequence[Sequence[str]], width: int = 40) -> str:
    """Blocks of lines, two beside each other, with an empty line below each pair."""
    pairs = [blocks[i : i + 2] for i in range(0, len(blocks), 2)]
    lines = [
        "\n".join(beside([f"{line:<{width - 4}}" for line in pair[0]], *pair[1:])) for pair in pairs
    ]
    return "\n\n".join(lines)


def _cut(line: str) -> str:
    """As much of a line as a terminal's has room for."""
    line = line.rstrip()
    if line.isascii():
        return line if len(line) <= TERMINAL else line[: TERMINAL - 1] + ">"
    ends = np.cumsum([1 + (east_asian_width(character) in "WF") for character in line])
    fits = int(np.searchsorted(ends, TERMINAL, "right"))
    return line if fits == len(line) else line[: fits - 1] + ">"


def _array(values: Numbers) -> np.ndarray:
    return np.asarray(values, np.float64)


def _range(values: np.ndarray) -> tuple[float, float]:
    """The smallest and the largest finite value; never the same."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    low, high = (float(v) for v in np.clip((finite.min(), finite.max()), -1e150, 1e150))
    return (low, high) if low < high else (low, low + max(abs(low), 1.0))


def _levels(
    values: np.ndarray, count: int, low: float | None = None, high: float | None = None
) -> np.ndarray:
    """Which of so many steps each value is on; -1 where it is not finite."""
    least, most = _range(values)
    least, most = least if low is None else low, most if high is None else high
    share = (np.clip(values, least, most) - least) / ((most - least) or 1.0)
    share = np.nan_to_num(share, nan=0.0)
    return np.where(np.isfinite(values), np.minimum((share * count).astype(int), count - 1), -1)


def _points(
    curve: np.ndarray, low: float, high: float, width: int, height: int
) -> tuple[np.ndarray, np.ndarray]:
    """The columns and rows of a curve that is drawn as wide as `width`, where it is finite."""
    if not curve.size:
        return np.zeros(0, int), np.zeros(0, int)
    columns = np.arange(width)
    places = np.round(columns * (curve.size - 1) / max(width - 1, 1)).astype(int)
    values = curve[places]
    there = np.isfinite(values)
    share = (np.clip(values[there], low, high) - low) / (high - low)
    return columns[there], np.round((1 - share) * (height - 1)).astype(int)


def _braille(curve: np.ndarray, low: float, high: float, width: int, height: int) -> list[str]:
    cells = np.zeros((height, width), int)
    columns, rows = _points(curve, low, high, 2 * width, 4 * height)
    before = None
    for x, y in zip(columns, rows, strict=True):
        steps = [y] if before is None or x != before[0] + 1 else _between(before[1], y)
        for dot in steps:
            cells[dot // 4, x // 2] |= DOTS[dot % 4][x % 2]
        before = x, y
    return ["".join(chr(0x2800 + n) if n else " " for n in row) for row in cells]


def _between(start: int, end: int) -> range:
    """The rows that join two neighbouring dots, the second one among them."""
    if start == end:
        return range(end, end + 1)
    return range(start + 1, end + 1) if start < end else range(end, start)
