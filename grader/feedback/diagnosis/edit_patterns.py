"""What a small edit does, as a pattern: the same mistake can then be made in other places.

    pattern.apply(source, "defvjp(mul)")    # g * y becomes g * x, wherever it matches in that place

A pattern is two pieces of syntax, before and after. What both have in common may be any expression
elsewhere, and a variable may have another name.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...stubs.places import named_places

ANY, NAME = "_any_", "_name_"  # what a Name's id begins with that stands for an expression, a name
LOAD = ast.Load()


@dataclass(frozen=True, eq=False)
class Pattern:
    """One edit of syntax, with room for other expressions and names."""

    before: ast.AST
    after: ast.AST | None

    def apply(self, source: str, where: str) -> str:
        """The source with this edit at every spot of a place that looks alike.

        Raises ValueError where there is none, or where nothing would change.
        """
        edits = self.edits(source, where)
        if not edits:
            raise ValueError(f"there is nothing alike in {where}")
        edited = source.encode()
        for start, end, text in reversed(edits):
            edited = edited[:start] + text.encode() + edited[end:]
        return edited.decode()

    def edits(self, source: str, where: str) -> tuple[tuple[int, int, str], ...]:
        """Where what is replaced starts and ends, in bytes, and what stands there instead."""
        place, starts = places(source).get(where), _line_starts(source)
        return tuple(
            (*_extent(node, starts), self._text(node, bound))
            for node, bound in (self._spots(place) if place else ())
            if self._changes(node, bound)
        )

    @property
    def form(self) -> str:
        """What it does, whatever the names."""
        return " -> ".join(
            re.sub(rf"\b(?!{ANY}|{NAME})[a-z_]\w*|{ANY}\w*|{NAME}\w*", "_", _shown(each))
            for each in (self.before, self.after)
        )

    def _spots(self, node: ast.AST) -> Iterator[tuple[ast.AST, dict[str, ast.AST]]]:
        """The outermost pieces of syntax within a node that match, from top to bottom."""
        bound: dict[str, ast.AST] = {}
        if hasattr(node, "lineno") and _matches(self.before, node, bound):
            yield node, bound
            return
        if isinstance(node, ast.JoinedStr):
            return
        for child in sorted(ast.iter_child_nodes(node), key=_position):
            yield from self._spots(child)

    def _changes(self, node: ast.AST, bound: dict[str, ast.AST]) -> bool:
        return ast.unparse(node) != self._filled(bound)

    def _filled(self, bound: dict[str, ast.AST]) -> str:
        if self.after is None:
            return "pass"
        return _shown(_Filled(bound).visit(copy.deepcopy(self.after)))

    def _text(self, node: ast.AST, bound: dict[str, ast.AST]) -> str:
        text = self._filled(bound)
        if isinstance(node, ast.expr):
            return f"({text})"
        return text.replace("\n", "\n" + " " * _position(node)[1])


class _Filled(ast.NodeTransformer):
    """Puts what was found in its place."""

    def __init__(self, bound: dict[str, ast.AST]) -> None:
        self._bound = bound

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return copy.deepcopy(self._bound.get(node.id, node))


def _matches(pattern: object, node: object, bound: dict[str, ast.AST]) -> bool:
    """Whether they are alike; what stands for the blanks is noted in `bound`."""
    if isinstance(pattern, list):
        if not isinstance(node, list) or len(pattern) != len(node):
            return False
        return all(_matches(a, b, bound) for a, b in zip(pattern, node, strict=True))
    if not isinstance(pattern, ast.AST):
        return pattern == node
    if isinstance(pattern, ast.Name) and pattern.id.startswith((ANY, NAME)):
        wanted = ast.Name if pattern.id.startswith(NAME) else ast.expr
        if not isinstance(node, wanted) or not isinstance(getattr(node, "ctx", LOAD), ast.Load):
            return False
        return ast.unparse(bound.setdefault(pattern.id, node)) == ast.unparse(node)
    return type(pattern) is type(node) and all(
        _matches(getattr(pattern, field, None), getattr(node, field, None), bound)
        for field in pattern._fields
        if field not in ("type_comment", "kind")
    )


@lru_cache(maxsize=64)
def places(source: str) -> dict[str, ast.stmt]:
    return dict(named_places(source))


def _shown(node: ast.AST | None) -> str:
    return ast.unparse(ast.fix_missing_locations(node)) if node else ""


def _extent(node: Any, starts: list[int]) -> tuple[int, int]:
    """Where a piece of syntax that stands in a line starts and ends, in bytes."""
    start = starts[node.lineno - 1] + node.col_offset
    return start, starts[node.end_lineno - 1] + node.end_col_offset


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


@lru_cache(maxsize=64)
def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
