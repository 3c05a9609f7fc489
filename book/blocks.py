"""A lesson's text -> its blocks: headings, paragraphs, formulas, tables, and what is shown as it
stands (drawings, code).

    blocks(lesson("m08"))    # [Paragraph("..."), Formula((...)), Table(...), ...]

A lesson is plain text, for an editor. What stands four spaces in is one of four things, told apart
by its looks alone: a formula has shapes below its factors, or a wide ` = `; a table has columns
that are two spaces or more apart; all else is left as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

SHAPE = r"\((?:[\w./* +-]+,)*[\w./* +-]*,?\)"
SHAPES = re.compile(rf"\s*{SHAPE}(?:[,.:]?\s+{SHAPE})*(?=\s{{3}}|\s*$)")  # a remark may follow
RELATION = re.compile(r"\S  +\+?=  +\S")  # a formula's: with room around it
ARROW = re.compile(r"\S  +->  +\S")
NUMBER = re.compile(r"[-+.\d\[(]")
UNDERLINE = re.compile(r"-{3,}")
ITEM = re.compile(r"(?:-|\d+\.) ")
TWO_NUMBERS = re.compile(r"\d -?\d")  # side by side: a drawing of a matrix
FEWEST_ROWS = 3  # of a table, its head among them


@dataclass(frozen=True)
class Heading:
    """A title within a lesson."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Lines of prose; a list's items each begin with `- ` or a number."""

    text: str


@dataclass(frozen=True)
class Formula:
    """Lines of an expression, each perhaps with a line of shapes below its factors."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first row is the head where `has_head`."""

    rows: tuple[tuple[str, ...], ...]
    has_head: bool


@dataclass(frozen=True)
class AsItStands:
    """A drawing, or code."""

    text: str


Block = Heading | Paragraph | Formula | Table | AsItStands


def blocks(text: str) -> list[Block]:
    """The blocks of a lesson, in order, without its title line."""
    _, _, rest = text.strip().partition("\n")
    found: list[Block] = []
    for lines in _chunks(rest.strip("\n").split("\n")):
        if lines[0].startswith("    "):
            found += _indented(dedent("\n".join(lines)).split("\n"))
        elif len(lines) == 2 and UNDERLINE.fullmatch(lines[1]):
            found.append(Heading(lines[0]))
        elif len(lines) > 2 and UNDERLINE.fullmatch(lines[1]):
            found += [Heading(lines[0]), Paragraph("\n".join(lines[2:]))]
        else:
            found.append(Paragraph("\n".join(lines)))
    return found


def _chunks(lines: list[str]) -> list[list[str]]:
    """Paragraphs; what is indented holds together over empty lines."""
    chunks: list[list[str]] = []
    gap = True
    for line in lines:
        if not line.strip():
            gap = True
            continue
        inside = line.startswith("    ") and not ITEM.match(line.strip())
        goes_on = bool(chunks) and inside and chunks[-1][0].startswith("    ")
        if goes_on or (not gap and inside == chunks[-1][0].startswith("    ")):
            chunks[-1] += ([""] if gap else []) + [line]
        else:
            chunks.append([line])
        gap = False
    return chunks


def _indented(lines: list[str]) -> list[Block]:
    """The blocks of what is set in; empty lines divide it, unless it is all one drawing."""
    parts = [part.split("\n") for part in "\n".join(lines).split("\n\n")]
    found = [_block(part) for part in parts]
    if all(isinstance(block, AsItStands) for block in found):
        return [AsItStands("\n".join(lines))]
    return found


def _block(lines: list[str]) -> Block:
    below = pairwise(lines)
    has_shapes = any(
        (RELATION.search(line) or ARROW.search(line)) and SHAPES.match(under)
        for line, under in below
    )
    if has_shapes or all(map(RELATION.search, lines)):
        return Formula(tuple(lines))
    table = (len(lines) >= FEWEST_ROWS and _table(lines)) or _numbers(lines)
    return table or AsItStands("\n".join(lines))


def _table(lines: list[str]) -> Table | None:
    """The columns begin where the cells of the first line do; None if some line does not fit."""
    starts = [m.start() for m in re.finditer(r"(?:^|(?<=  ))\S", lines[0])]
    if len(starts) < 2 or lines[0][: starts[1]].rstrip().endswith(";"):
        return None
    going_on = 0
    rows: list[list[str]] = []
    for line in lines:
        has_shapes = line.startswith(" ") and SHAPES.match(line)
        if has_shapes or any(line[start - 2 : start].strip() for start in starts[1:]):
            return None
        ends = [*starts[1:], None]
        cells = [_close(line[a:b].strip()) for a, b in zip(starts, ends, strict=True)]
        if rows and not cells[0] and any(cell.count("[") > cell.count("]") for cell in rows[-1]):
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
        elif rows and len(starts) == 2 and not cells[0]:
            rows[-1][1] += f" {cells[1]}"
            going_on += 1
        else:
            rows.append(cells)
    if sum(map(all, rows)) < len(rows) / 2 or going_on > len(rows) / 2:
        return None
    return Table(_with_remarks(rows), _has_head(rows))


def _numbers(lines: list[str]) -> Table | None:
    """Columns of numbers, which may end below each other; between two there is a gap in all lines.
    None if it is not that."""
    width = max(map(len, lines))
    filled = [
        "".join(column).strip() for column in zip(*(s.ljust(width) for s in lines), strict=True)
    ]
    marks = "".join("x" if each else " " for each in filled)
    spans = [m.span() for m in re.finditer(r"x(?: ?x)*", marks)]
    rows = [[line[a:b].strip() for a, b in spans] for line in lines]
    inner = [cell for row in rows for cell in row[1:] if cell]
    below = [cell for row in rows[1:] for cell in row[1:] if cell]
    is_table = (
        len(rows) > 1
        and len(spans) > 3
        and all(row[0] for row in rows)
        and all(sum(map(_is_number, row[1:])) > 1 for row in rows[1:])
        and sum(map(_is_number, below)) > len(below) / 2
        and not any(
            TWO_NUMBERS.search(cell) or cell.count("[") != cell.count("]") for cell in inner
        )
    )
    return Table(tuple(map(tuple, rows)), _has_head(rows)) if is_table else None


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,]+(?:e-?\d+|/\d+)?", cell) is not None


def _close(cell: str) -> str:
    """A cell without the spaces within brackets that align its numbers."""
    return re.sub(r"(?<=\[) +| +(?=\])| (?= +[-\d][^\[]*\])", "", cell)


def _has_head(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: in one of them a word stands above numbers, or above
    words that come again and again."""
    columns = zip(*rows, strict=True)
    is_code = any(" = " in cell for cell in rows[0])
    return (
        all(rows[0])
        and not is_code
        and any(
            not NUMBER.match(first)
            and (all(map(NUMBER.match, others)) or len(set(column)) < len(others))
            for first, *column in columns
            if (others := list(filter(None, column)))
        )
    )


def _with_remarks(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """What stands far behind a last cell has a column of its own."""
    last = [re.split(r"(?<![\[,\d]) {3,}(?!\])", row[-1], maxsplit=1) for row in rows]
    if all(len(each) == 1 for each in last):
        return tuple(map(tuple, rows))
    pairs = zip(rows, last, strict=True)
    return tuple((*row[:-1], each[0], "".join(each[1:])) for row, each in pairs)
