"""Whether a function may end without a value: a `return` that was forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def forgetful_in(mine: ast.FunctionDef, theirs: ast.FunctionDef) -> list[ast.FunctionDef]:
    """The learner's function, and those inside it, that may end without a value, where the
    reference's, or all of those inside it, always return one."""
    inside = [each for each in ast.walk(theirs) if isinstance(each, ast.FunctionDef)][1:]
    always = bool(inside) and not any(map(may_return_nothing, inside))
    own = [mine] if not may_return_nothing(theirs) else []
    candidates = [each for each in ast.walk(mine) if isinstance(each, ast.FunctionDef)]
    candidates = [*own, *(candidates[1:] if always else ())]
    return [each for each in candidates if may_return_nothing(each)]


def may_return_nothing(function: ast.FunctionDef) -> bool:
    """Whether there is a way through the function that ends without `return` and a value.

    A generator returns nothing of its own, and is never meant.
    """
    own = list(_own_nodes(function))
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own):
        return False
    bare = (node for node in own if isinstance(node, ast.Return) and _is_nothing(node.value))
    return any(bare) or not _always_ends(function.body)


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All within the function, but not within a function or class in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
        if not isinstance(node, inner):
            waiting += ast.iter_child_nodes(node)


def _always_ends(body: list[ast.stmt]) -> bool:
    """Whether what comes after these statements is never reached."""
    return any(map(_ends, body))


def _ends(node: ast.stmt) -> bool:
    match node:
        case ast.Return() | ast.Raise():
            return True
        case ast.If():
            return _always_ends(node.body) and _always_ends(node.orelse)
        case ast.With():
            return _always_ends(node.body)
        case ast.Try():
            ways = [[*node.body, *node.orelse], *(each.body for each in node.handlers)]
            return _always_ends(node.finalbody) or all(map(_always_ends, ways))
        case ast.While(test=ast.Constant(value=True)):
            return not any(isinstance(each, ast.Break) for each in ast.walk(node))
        case ast.Match():
            last = node.cases[-1].pattern
            has_rest = isinstance(last, ast.MatchAs) and last.pattern is None
            return has_rest and all(_always_ends(case.body) for case in node.cases)
    return False
