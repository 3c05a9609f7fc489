"""Two files of a milestone beside each other, place by place: the learner's and the reference's.

for place in differing(mine, theirs):
    print(place.name, *unified(place), sep="\\n")
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest
from typing import NamedTuple

from ..stubs.places import named_places
from .pieces import Piece, aligned, docstring_of, pieces, without_annotations
from .renamed import renamed

MARKS = {"equal": " ", "replace": "|", "delete": "<", "insert": ">"}  # those of `diff -y`


class Place(NamedTuple):
    """A place in both files; its lines without the docstring, none where a file lacks it."""

    name: str
    mine: list[str]
    theirs: list[str]


def differing(mine: str, theirs: str) -> list[Place]:
    """The places whose code differs, in the reference's order, then those that it lacks.

    How code is laid out, its comments, docstrings and annotations do not count, nor do names of
    variables that only a function itself sees. Raises SyntaxError for a file that is not Python.
    """
    left, right = _places(mine), _places(theirs)
    return [
        _place(name, pieces(mine, left.get(name)), pieces(theirs, right.get(name)))
        for name in dict.fromkeys([*right, *left])
        if not _is_same(left.get(name), right.get(name))
    ]


def unified(place: Place) -> Iterator[str]:
    """The place as a diff: `-` for what only the learner has, `+` for what only the reference."""
    diff = unified_diff(place.mine, place.theirs, n=1000, lineterm="")
    return (line for line in diff if not line.startswith(("---", "+++", "@@")))


def side_by_side(place: Place, width: int) -> Iterator[tuple[str, str, str]]:
    """The place in two columns, of `width` together: left, mark and right of each row."""
    half = (width - 3) // 2
    matcher = SequenceMatcher(None, place.mine, place.theirs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        for left, right in zip_longest(place.mine[a:b], place.theirs[c:d]):
            mark = "insert" if left is None else "delete" if right is None else tag
            yield (left or "").ljust(half), MARKS[mark], right or ""


def fits(place: Place, width: int) -> bool:
    """Whether two columns, of `width` together, have room for every line."""
    return all(len(line) <= (width - 3) // 2 for line in [*place.mine, *place.theirs])


def _places(source: str) -> dict[str, ast.stmt]:
    return {name: n for name, n in named_places(source) if not isinstance(n, ast.ClassDef)}


def _is_same(mine: ast.stmt | None, theirs: ast.stmt | None) -> bool:
    if _code(mine) == _code(theirs):
        return True
    if mine is None or theirs is None:
        return False
    return _code(renamed(mine)) == _code(renamed(theirs))


def _code(node: ast.stmt | None) -> str:
    """The statement as Python would lay it out, without its docstring; "" for None."""
    bare = without_annotations(node) if node else None
    if isinstance(bare, ast.FunctionDef) and docstring_of(bare):
        bare.body = bare.body[1:] or [ast.Pass()]
    return ast.unparse(bare) if bare else ""


def _place(name: str, mine: Sequence[Piece], theirs: Sequence[Piece]) -> Place:
    return Place(name, _lines(mine), _lines(aligned(mine, theirs)))


def _lines(found: Sequence[Piece]) -> list[str]:
    return [line for piece in found for line in piece.lines]
