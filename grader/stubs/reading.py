"""What the source of a module of the library says: what it imports, and what it defines."""

from __future__ import annotations

import ast
from contextlib import suppress
from copy import deepcopy
from functools import cache

from .. import manifest
from ..checkout import kept
from . import order


def imports(module: str) -> set[str]:
    """The modules of the library that a module imports."""
    return {source for source, _, _ in imported(module)}


def imported(module: str) -> tuple[tuple[str, str, str], ...]:
    """What a module imports from the library: (module, name in it, name here) each.

    The name in it is "" where the module itself is imported.
    """
    return _imported(module, tree(module))


@cache
def _imported(module: str, tree: ast.Module) -> tuple[tuple[str, str, str], ...]:
    found = []
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.level:
            base = source(module, each)
            for alias in each.names:
                whole = f"{base}.{alias.name}".removeprefix(".")
                here = alias.asname or alias.name
                is_module = whole in order.MODULES
                found.append((whole, "", here) if is_module else (base, alias.name, here))
    return tuple(found)


def source(module: str, node: ast.ImportFrom) -> str:
    """The module of the library that `from ..x import y` in `module` takes y from."""
    parts = package(module)
    base = parts[: len(parts) + 1 - node.level]
    return ".".join([*base, *([node.module] if node.module else [])])


def package(module: str) -> list[str]:
    """The names of the folders that a module lies in."""
    parts = [] if module == "__init__" else module.split(".")
    return parts if order.file_name(module).endswith("__init__.py") else parts[:-1]


def tree(module: str) -> ast.Module:
    """A module of the solutions, parsed; an empty one where it is missing."""
    path = manifest.SOLUTIONS / order.file_name(module)
    return _parsed(kept(path).text)


@cache
def _parsed(text: str) -> ast.Module:
    with suppress(SyntaxError):  # `generate` says what is wrong with it
        return ast.parse(text)
    return ast.Module([], [])


def defined(module: str) -> dict[str, ast.stmt]:
    """What a module defines at its top, by name."""
    return _definitions(tree(module))


@cache
def _definitions(tree: ast.Module) -> dict[str, ast.stmt]:
    return {name: node for node in tree.body for name in names(node)}


def names(node: ast.stmt) -> list[str]:
    """The names that a statement defines, but for `__slots__`."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        targets = node.targets
    else:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else []
    found = [each.id for t in targets for each in ast.walk(t) if isinstance(each, ast.Name)]
    return [name for name in found if name != "__slots__"]


def other_name(node: ast.stmt, name: str) -> ast.expr | None:
    """The value of `name = value`, where this is only another name, also in a row of several."""
    if not isinstance(node, ast.Assign):
        return None
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for each, value in pairs:
            is_it = isinstance(each, ast.Name) and each.id == name
            if is_it and isinstance(value, ast.Name | ast.Attribute):
                return value
    return None


def origin(module: str, name: str) -> tuple[str, str] | None:
    """Where a name that is used in a module comes from; None for one of Python's own.

    (module of the library, its name there), or ("", the line that imports it from elsewhere).
    """
    if name in defined(module):
        return module, name
    for where, its, here in imported(module):
        if here == name:
            return (origin(where, its) or (where, its)) if its else (where, "")
    line = from_outside(module).get(name)
    return None if line is None else ("", line)


def from_outside(module: str) -> dict[str, str]:
    """What a module imports from outside the library: each name, and the line that imports it."""
    return _from_outside(tree(module))


@cache
def _from_outside(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level):
            for alias in node.names:
                made = deepcopy(node)
                made.names = [alias]
                found[alias.asname or alias.name] = ast.unparse(made)
    return found


def handed_on(module: str) -> dict[str, str]:
    """What a module imports from outside only so that others find it there, such as `pi`."""
    used = {node.id for node in ast.walk(tree(module)) if isinstance(node, ast.Name)}
    outside = from_outside(module)
    return {name: line for name, line in outside.items() if name not in used | {"annotations"}}
