"""The lines of a program that a failure is about: they are shown, however little room there is.

An exception is about the last call of a function on the way to it; a wrong answer is about the last
lines that give a name in the part that differs its value. Both may be about the last call for its
effect alone, such as `loss.backward()`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..failure import Failure


def essential_lines(failure: Failure) -> set[int]:
    """Their numbers, from 0."""
    try:
        statements = list(_statements(ast.parse(failure.program)))
        part = failure.difference.part.partition(" in turn ")[0] if failure.difference else ""
        names = _names(ast.parse(part) if part else statements[-1])
    except SyntaxError:
        return set()
    effects = [each for each in statements if isinstance(each, ast.Expr)]
    if failure.frames:
        called = {frame.function.rpartition(".")[2] for frame in failure.frames}
        about = [each for each in statements if called & _names(each)][-1:]
    else:
        about = [*{name: s for s in statements for name in names & _names(s, ast.Store)}.values()]
    ends = ((each.lineno - 1, each.end_lineno or each.lineno) for each in [*about, *effects[-1:]])
    return {line for start, end in ends for line in range(start, end)}


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Those that have no others in them, in the order of the text."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.stmt) and not hasattr(each, "body"):
            yield each
        else:
            yield from _statements(each)


def _names(node: ast.AST, context: type = object) -> set[str]:
    found = [each for each in ast.walk(node) if isinstance(getattr(each, "ctx", None), context)]
    return {getattr(each, "id", "") or getattr(each, "attr", "") for each in found} - {""}
