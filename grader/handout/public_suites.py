"""A suite without its hidden tests, and without whatever only these use.

    public(source)    # the same lines, but for what was cut

What stays keeps its text, so that a program is the same question as in the whole suite.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..stubs.places import first_line

Definition = ast.FunctionDef | ast.ClassDef


def public(source: str) -> str:
    """The source of a suite with its public tests alone, the helpers that they use, and imports."""
    tree = ast.parse(source)
    kept = _kept(tree)
    return without(source, [node for node in tree.body if node not in kept])


def without(source: str, cut: Sequence[ast.stmt]) -> str:
    """The source without some of its top statements, in order, and what is said above them."""
    lines = source.split("\n")
    for node in reversed(cut):
        first = first_line(node) - 1
        while first and lines[first - 1].lstrip().startswith("#"):  # what is said of it
            first -= 1
        while isinstance(node, Definition) and not lines[first - 1].strip():
            first -= 1
        del lines[first : node.end_lineno]
    return "\n".join(lines).rstrip() + "\n"


def hidden(source: str) -> list[ast.FunctionDef]:
    """The hidden tests of a suite."""
    return [node for node in _tests(ast.parse(source)) if not _is_public(node)]


def _kept(tree: ast.Module) -> set[ast.stmt]:
    """What stands at the top and stays: public tests, what they need, and what that needs."""
    defined: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        for name in _names(node):
            defined.setdefault(name, []).append(node)
    todo: list[ast.stmt] = [node for node in _tests(tree) if _is_public(node)]
    kept: set[ast.stmt] = {node for node in tree.body if isinstance(node, ast.Expr)}
    while todo:
        node = todo.pop()
        if node not in kept:
            kept.add(node)
            todo += [each for name in _used(node) for each in defined.get(name, [])]
    return kept | {n for n in tree.body if _is_future(n)}


def _tests(tree: ast.Module) -> list[ast.FunctionDef]:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [node for node in functions if node.name.startswith("test_")]


def _is_public(test: ast.FunctionDef) -> bool:
    return any(ast.unparse(each) == "pytest.mark.public" for each in test.decorator_list)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _names(node: ast.stmt) -> Iterator[str]:
    """The names that a statement binds at the top of a suite."""
    if isinstance(node, Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    else:
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                yield each.id


def _used(node: ast.stmt) -> Iterator[str]:
    """The names that a statement may use: those of fixtures, too."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.arg):
            yield each.arg
