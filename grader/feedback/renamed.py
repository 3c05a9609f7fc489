"""Code whose variables have numbers for names: two pieces that differ in names alone become equal.

ast.unparse(renamed(function))
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator


def renamed(statement: ast.stmt) -> ast.stmt:
    """A copy, in which the names that are bound within it are v0, v1, ..., as they come.

    What others may call by its name keeps it: a function and its arguments, or what is assigned.
    """
    if isinstance(statement, ast.FunctionDef):
        kept = {statement.name, *(each.arg for each in _arguments(statement.args))}
    else:
        kept = {name for node in ast.iter_child_nodes(statement) for name in _bound(node)}
    names = (name for node in ast.walk(statement) for name in _bound(node) if name not in kept)
    numbers = {name: f"v{number}" for number, name in enumerate(dict.fromkeys(names))}
    made = copy.deepcopy(statement)
    for node in ast.walk(made):
        for field in ("id", "arg", "name"):
            old = getattr(node, field, None)
            if isinstance(old, str) and not isinstance(node, ast.keyword | ast.alias):
                setattr(node, field, numbers.get(old, old))
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [numbers.get(name, name) for name in node.names]
    return made


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    return (node for node in ast.iter_child_nodes(arguments) if isinstance(node, ast.arg))


def _bound(node: ast.AST) -> Iterator[str]:
    """The name that a node binds, if it does."""
    match node:
        case ast.Name(id=str(name), ctx=ast.Store()) | ast.arg(arg=str(name)):
            yield name
        case ast.FunctionDef(name=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
