"""Programs and inputs in lines that a terminal need not break.

A line of code that is too wide goes on further in: within brackets, where suites break theirs, so
that it stays Python and can be copied. Where there are none, a backslash says that it goes on.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Mapping, Sequence
from itertools import pairwise

FURTHER_IN = 4
BACKSLASH = " \\"
NO_BREAK = {tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}
BRACKETS = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}
FSTRING = {"FSTRING_START": 1, "FSTRING_END": -1}  # within one, Python 3.11 takes no line break
IN_WORDS, OUTSIDE = 100, 200  # ranks of places to break at; after a comma it is how deep it is


def program_lines(program: str, width: int) -> list[str]:
    """The lines of a program, none wider than `width` as long as it has a place to break at."""
    places = _places(program)
    lines = []
    for number, line in enumerate(program.split("\n"), start=1):
        indent = len(line) - len(line.lstrip()) + FURTHER_IN
        if places is None:
            lines += _folded(line, width, indent)
        else:
            lines += _broken(line, width, indent, places.get(number, {}))
    return lines


def input_lines(inputs: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The inputs of a program by name; further lines of a value are aligned under its first."""
    lines: list[str] = []
    for name, value in inputs:
        label = f"{'     ' if lines else 'with '}{name} = "
        for line in value.split("\n"):
            opening = len(line) - len(line.lstrip("([{ "))
            lines += _folded(label + line, width, len(label) + opening)
            label = " " * len(label)
    return lines


def _places(program: str) -> dict[int, dict[int, int]] | None:
    """Where each line may be broken, by column, and how gladly: the lowest rank first. None where
    it is not Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(program).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    found: dict[int, dict[int, int]] = {}
    depth, targets, texts = 0, 0, 0  # brackets; `for ... in` at such a depth; f-strings
    for token, after in pairwise(tokens):
        kind, said = tokenize.tok_name[token.type], token.string
        texts += FSTRING.get(kind, 0)
        depth += BRACKETS.get(said, 0) if kind == "OP" else 0
        targets = depth if said == "for" else 0 if said == "in" else targets
        has_gap = token.end[0] == after.start[0] and token.end[1] < after.start[1]
        if has_gap and after.type not in NO_BREAK and not texts:
            glad = after.string == "for" or (said == "," and not targets)
            rank = OUTSIDE if not depth else depth if glad else IN_WORDS
            found.setdefault(token.end[0], {})[token.end[1]] = rank
    return found


def _broken(line: str, width: int, indent: int, places: Mapping[int, int]) -> list[str]:
    """A line of a program in pieces."""
    pieces, began, before = [], 0, ""
    while len(before) + len(line) - began > width:
        room = began + width - len(before)
        fits = {
            at: rank
            for at, rank in places.items()
            if began < at <= room - (len(BACKSLASH) if rank == OUTSIDE else 0)
        }
        if not fits:
            break
        at = min(fits, key=lambda at: (fits[at], -at))
        pieces.append(before + line[began:at] + (BACKSLASH if fits[at] == OUTSIDE else ""))
        began, before = at + 1, " " * indent
    return [*pieces, (before + line[began:]).rstrip()]


def _folded(line: str, width: int, indent: int) -> list[str]:
    """A line in pieces: after a comma if that serves, which seldom stands in a text."""
    pieces = []
    while len(line) > width:
        least = len(line) - len(line.lstrip()) + 1
        end = line.rfind(", ", least, width) + 1 or line.rfind(" ", least, width)
        if end < least:
            break
        pieces.append(line[:end])
        line = " " * indent + line[end:].lstrip()
    return [*pieces, line.rstrip()]
