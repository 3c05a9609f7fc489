"""The lines of a program that a failure is about: they are shown, however little room there is.

An exception is about what was called last of the functions on the way to it; a wrong answer is
about the last lines that make the part of it that differs, and about a call for its effect alone,
such as `loss.backward()`, without which a gradient says nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..failure import Failure


def essential_lines(failure: Failure) -> set[int]:
    """Their numbers, from 0, but for those of the program's first and last line."""
    try:
        function = ast.parse(failure.program).body[-1]
        part = failure.difference.part if failure.difference else ""
        differs: ast.AST | None = ast.parse(part.partition(" in turn ")[0]) if part else None
    except SyntaxError:
        return set()
    statements = list(_statements(function))
    if failure.exception or failure.no_answer:
        names = {frame.function.rpartition(".")[2] for frame in failure.frames}
        called = [each for each in statements if names & _names(each)]
        return _lines(called[-1:] or [s for s in statements if _is_effect(s)][-1:])
    returned = [each for each in statements if isinstance(each, ast.Return)]
    names = _names(differs or (returned or statements)[-1], ast.Name)
    made = {name: each for each in statements for name in names & _written(each)}
    return _lines([*made.values(), *[each for each in statements if _is_effect(each)][-1:]])


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Those that have no others in them, in the order of the text."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.stmt) and not hasattr(each, "body"):
            yield each
        else:
            yield from _statements(each)


def _is_effect(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _names(node: ast.AST, kinds: type | tuple[type, ...] = (ast.Name, ast.Attribute)) -> set[str]:
    found = (each for each in ast.walk(node) if isinstance(each, kinds))
    return {each.id if isinstance(each, ast.Name) else each.attr for each in found}


def _written(statement: ast.stmt) -> set[str]:
    """The names that it gives a value."""
    return {
        each.id
        for each in ast.walk(statement)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _lines(statements: list[ast.stmt]) -> set[int]:
    ends = ((each.lineno - 1, each.end_lineno or each.lineno) for each in statements)
    return {line for start, end in ends for line in range(start, end)}
