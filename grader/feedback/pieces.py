"""A place of a file in pieces, and which of two people's say the same.

mine, theirs = pieces(source, node), pieces(reference, other)
aligned(mine, theirs)    # theirs, where a piece that says the same is laid out as mine is

A piece is a statement, the head of one that has others within (`for each in x:`), or a comment. Two
say the same if they differ in annotations, in spacing, and in where lines are broken.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import NamedTuple

from ..stubs.places import first_line, span

BLOCKS = ("body", "handlers", "orelse", "finalbody")


Says = tuple[int, str]  # how deep within the place, and its code


class Piece(NamedTuple):
    """Some lines as they stand in the source, dedented, and what they say."""

    lines: tuple[str, ...]
    says: Says


def pieces(source: str, node: ast.stmt | None) -> list[Piece]:
    """The pieces of a place from top to bottom, without its docstring; none for None."""
    if node is None:
        return []
    lines = StringIO(source, newline=None).read().split("\n")  # as Python's parser counts them
    number, last = span(node)
    heads = {first: (end, says) for first, end, says in _heads(node, 0, lines)}
    docstring = docstring_of(node)
    found = []
    while number <= last:
        end, says = heads.get(number, (number, (0, lines[number - 1].strip())))
        texts = [line[node.col_offset :].expandtabs() for line in lines[number - 1 : end]]
        if says[1] and not (docstring and docstring.lineno == number):
            found.append(Piece(tuple(texts), says))
        number = end + 1
    return found


def aligned(mine: Sequence[Piece], theirs: Sequence[Piece]) -> list[Piece]:
    """`theirs`, with my lines in each piece that says the same as mine."""
    made = list(theirs)
    my_said, said = ([piece.says for piece in each] for each in (mine, theirs))
    for a, b, size in SequenceMatcher(None, my_said, said, autojunk=False).get_matching_blocks():
        made[b : b + size] = mine[a : a + size]
    return made


def without_annotations(node: ast.stmt) -> ast.stmt | None:
    """A copy, in which nothing is said of types; None where nothing else is said."""
    bare: ast.stmt | None = _Unannotated().visit(copy.deepcopy(node))
    return bare


def docstring_of(node: ast.stmt) -> ast.stmt | None:
    """The statement that is a function's docstring."""
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
        return node.body[0]
    return None


class _Unannotated(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def _heads(node: ast.stmt, depth: int, lines: list[str]) -> Iterator[tuple[int, int, Says]]:
    """First and last line of each statement, or of its head, and what it says."""
    first, last = span(node)
    body = getattr(node, "body", [])
    if not body or first_line(body[0]) == node.lineno:
        yield first, last, (depth, _unparsed(without_annotations(node)))
        return
    head = without_annotations(node)
    for field in BLOCKS:
        if hasattr(head, field):
            setattr(head, field, [])
    end = first_line(body[0]) - 1
    while lines[end - 1].lstrip()[:1] in ("", "#"):
        end -= 1
    yield first, end, (depth, _unparsed(head))
    for each in (each for field in BLOCKS for each in getattr(node, field, [])):
        for statement in each.body if isinstance(each, ast.ExceptHandler) else [each]:
            yield from _heads(statement, depth + 1, lines)


def _unparsed(node: ast.stmt | None) -> str:
    """Its code; "" for what was nothing but an annotation."""
    return ast.unparse(node) if node else ""
