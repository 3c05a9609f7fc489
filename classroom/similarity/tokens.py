"""A file as tokens, without what is changed easily: names, comments, docstrings, layout.

A `Passage` is some tokens that follow each other. Two files that have one in common have it by
chance, from a common source, or one from the other; what everybody was given, or finds in the
reference, says nothing.
"""

from __future__ import annotations

import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from grader.manifest import EXERCISES, SOLUTIONS

LENGTH = 10  # tokens of a passage
WINDOW = 5  # of so many passages in a row, one is kept
LAYOUT = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING, tokenize.ENDMARKER),
    *(tokenize.INDENT, tokenize.DEDENT),
}
BEGINS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.NL}
PROBLEMS = (tokenize.TokenError, SyntaxError, ValueError, RecursionError)


class Token(NamedTuple):
    """What stands for a token of the file, and its line."""

    text: str
    line: int


def tokens(text: str) -> list[Token]:
    """The file's tokens, as far as Python can read them. Keywords, operators, numbers and names
    after a dot stay; other names are all alike, and so are texts."""
    found, before, last = list[Token](), tokenize.ENCODING, ""
    try:
        for each in tokenize.generate_tokens(io.StringIO(text).readline):
            is_docstring = each.type == tokenize.STRING and before in BEGINS
            before = before if each.type == tokenize.COMMENT else each.type
            if each.type in LAYOUT or is_docstring:
                continue
            found.append(Token(_alike(each, last), each.start[0]))
            last = each.string
    except PROBLEMS:
        pass
    return found


def _alike(token: tokenize.TokenInfo, last: str) -> str:
    if token.type == tokenize.NAME and not keyword.iskeyword(token.string) and last != ".":
        return "name"
    return "text" if token.type == tokenize.STRING else token.string


def passages(text: str) -> dict[int, set[int]]:
    """Each passage that is kept, by a number that stands for it, and the lines that it is on
    (winnowing: of two long texts that are alike, the same ones are kept)."""
    found, kept = tokens(text), defaultdict[int, set[int]](set)
    numbers = list(_numbers(found))
    for start in range(max(len(numbers) - WINDOW + 1, min(len(numbers), 1))):
        window = range(start, min(start + WINDOW, len(numbers)))
        place = min(window, key=lambda n: (numbers[n], -n))
        kept[numbers[place]] |= {each.line for each in found[place : place + LENGTH]}
    return dict(kept)


def _numbers(found: Sequence[Token]) -> Iterator[int]:
    for start in range(len(found) - LENGTH + 1):
        yield crc32(" ".join(each.text for each in found[start : start + LENGTH]).encode())


@cache
def given() -> frozenset[int]:
    """The passages of what everybody has: the files to be filled in, what is given with them, and
    the reference."""
    paths = [*SOLUTIONS.rglob("*.py"), *EXERCISES.rglob("*.py")]
    return frozenset(number for path in paths for number in _all(path))


def _all(path: Path) -> Iterator[int]:
    return _numbers(tokens(path.read_text(encoding="utf-8")))
