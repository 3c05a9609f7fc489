"""Quotations in plain text: each line begins with a mark, and fits into a terminal's line.

A terminal breaks a longer line wherever it likes, and what it then begins a line with would carry
no mark. So lines are broken here, by the columns that their characters take up.
"""

from __future__ import annotations

import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

MARK = "│ "
LABEL = len("yours ")
QUOTED, INDENTED = f"{'':{LABEL}}{MARK}", " " * 4  # what a further line begins with


def wrapped(sentence: str, width: int) -> list[str]:
    """A sentence of the grader's own in lines of a terminal."""
    if not sentence.isascii():
        return list(folded(sentence, width))  # it counts columns
    return textwrap.wrap(sentence, width, break_on_hyphens=False) or [""]


def in_lines(sentence: str, width: int, theirs: Sequence[str] | None = None) -> list[str]:
    """A sentence that may hold a learner's words, in lines of a terminal. A further line is
    indented; one that begins with words that are `theirs`, or may be, where that is None, is
    quoted, as they could be anything."""
    lines = [next(folded(sentence, width))]
    rest = sentence[len(lines[0]) :].removeprefix(" ")
    while rest:
        at = len(sentence) - len(rest)
        before = QUOTED if theirs is None or _is_within(at, sentence, theirs) else INDENTED
        piece = next(folded(rest, max(width - len(before), 1)))  # however narrow
        lines.append(f"{before}{piece}".rstrip())
        rest = rest[len(piece) :].removeprefix(" ")
    return lines


def _is_within(at: int, sentence: str, pieces: Sequence[str]) -> bool:
    """Whether this place of a sentence is in one of its pieces."""
    return any(
        piece in sentence[max(at - len(piece) + 1, 0) : at + len(piece)]
        for piece in pieces
        if piece
    )


def clipped(line: str, width: int) -> str:
    """As much of a line as there is room for."""
    if columns(line) <= width:
        return line
    return f"{next(folded(line, width - 4))} ..."


def room_of_quotes(width: int, before: int = LABEL) -> int:
    """How many columns of a line are left beside the mark, and labels of so many columns."""
    return width - before - len(MARK)


def quoted(text: str, width: int, label: str = "", before: int = LABEL) -> Iterator[str]:
    """The lines of `text`, each after a mark, none wider than `width`; the first after a label, for
    which there are so many columns."""
    room = room_of_quotes(width, before)
    pieces = [piece for line in text.split("\n") for piece in folded(line.expandtabs(4), room)]
    for i, piece in enumerate(pieces):
        yield f"{label if i == 0 else '':{before}}{MARK}{piece}".rstrip()


def folded(line: str, width: int) -> Iterator[str]:
    """A line in pieces that a terminal need not break; words are left whole, as far as they fit."""
    while (fits := _fitting(line, width)) < len(line):
        space = line.rfind(" ", max(fits // 2, 1), fits + 1)
        end = space if space > 0 else fits
        yield line[:end]
        line = line[end:].removeprefix(" ")
    yield line


def _fitting(line: str, width: int) -> int:
    """How many of a line's characters fit into so many columns, and at least one."""
    start = line[: width + 1]
    if start.isascii():
        return min(len(start), max(width, 1))
    used = list(accumulate(map(_columns, start)))
    return max(bisect_right(used, width), 1)


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes up at most."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
