"""Lines whose cells stand below each other -> the rows of a table.

table(["turn  total", "1     2"])    # ((("turn", "total"), ("1", "2")), True): with a head
"""

from __future__ import annotations

import re

from .notation import SHAPES

NUMBER = re.compile(r"[-+.\d\[(]")
TWO_NUMBERS = re.compile(r"\d -?\d")  # side by side: a drawing of a matrix
FEWEST_ROWS = 3  # of a table, its head among them

Rows = tuple[tuple[str, ...], ...]


def table(lines: list[str]) -> tuple[Rows, bool] | None:
    """The rows, and whether the first names the columns; None if the lines are not a table."""
    return (_words(lines) if len(lines) >= FEWEST_ROWS else None) or _numbers(lines)


def _words(lines: list[str]) -> tuple[Rows, bool] | None:
    """The columns begin where the cells of the first line do; None if some line does not fit."""
    starts = _starts(lines[0])
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
        if rows and _goes_on(cells, rows[-1]):
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
            going_on += len(starts) == 2
        else:
            rows.append(cells)
    if _is_sparse(rows) or going_on > len(rows) / 2:
        return None
    return _with_remarks(rows), _has_head(rows)


def _starts(line: str) -> list[int]:
    """Where its cells begin; the first cell of a head may be empty."""
    starts = [m.start() for m in re.finditer(r"(?:^|(?<=  ))\S", line)]
    return starts if starts[0] == 0 else [0, *starts]


def _goes_on(cells: list[str], above: list[str]) -> bool:
    """Whether the cells are the second line of those above: a row has a first cell."""
    if cells[0]:
        return False
    is_open = any(cell.count("[") > cell.count("]") for cell in above)
    return is_open or len(cells) == 2 or (above[-1].endswith(",") and not any(cells[:-1]))


def _is_sparse(rows: list[list[str]]) -> bool:
    """Whether the cells are too few for a table."""
    named = [row for row in rows if row[0]]  # the others say more of the one above
    cells = [cell for row in named for cell in row]
    return len(named) < 2 or sum(map(bool, cells)) < 0.6 * len(cells)


def _numbers(lines: list[str]) -> tuple[Rows, bool] | None:
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
    return (tuple(map(tuple, rows)), _has_head(rows)) if is_table else None


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
        all(rows[0][1:])
        and not is_code
        and any(
            not NUMBER.match(first)
            and (all(map(NUMBER.match, others)) or len(set(column)) < len(others))
            for first, *column in columns
            if (others := list(filter(None, column)))
        )
    )


def _with_remarks(rows: list[list[str]]) -> Rows:
    """What stands far behind a last cell has a column of its own."""
    last = [re.split(r"(?<![\[,\d]) {3,}(?!\])", row[-1], maxsplit=1) for row in rows]
    if all(len(each) == 1 for each in last):
        return tuple(map(tuple, rows))
    pairs = zip(rows, last, strict=True)
    return tuple((*row[:-1], each[0], "".join(each[1:])) for row, each in pairs)
