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
from textwrap import dedent

from .columns import table
from .notation import is_formula

UNDERLINE = re.compile(r"-{3,}")
ITEM = re.compile(r"(?:-|\d+\.) ")


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
    if is_formula(lines):
        return Formula(tuple(lines))
    if found := table(lines):
        return Table(*found)
    return AsItStands("\n".join(lines))
