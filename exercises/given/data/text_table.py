"""Rows of text as a table in aligned columns, with a line under its head. (Given code.)"""

from __future__ import annotations


def text_table(rows: list[tuple[str, ...]]) -> list[str]:
    """The lines of a table. The first row is its head; the last column is aligned to the right; a
    column that is empty below the head is left out."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    kept = [i for i, column in enumerate(zip(*rows[1:], strict=True)) if any(column)]
    lines = []
    for row in rows:
        cells = [row[i].ljust(widths[i]) for i in kept if i < len(row) - 1]
        lines.append("  ".join([*cells, row[-1].rjust(widths[-1])]).rstrip())
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]
