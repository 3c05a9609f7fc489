"""What `exercises/` holds, and in which form: no more than a learner reads.

stub       a milestone, with the answers taken out
copy       a given file that a milestone imports or its lesson names, and its drawer's table
interface  a `.pyi` of the Tensor, of each public face, and of what the files above import
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Literal, get_args

from .. import manifest
from ..checkout import kept
from . import order

Form = Literal["stub", "copy", "interface"]
FORMS: tuple[Form, ...] = get_args(Form)
NAMED = re.compile(r"\bgiven/\w+/\w+\.py\b")


def contents() -> dict[str, Form]:
    """The modules that `exercises/` holds, lowest first."""
    stubs = {milestone.module for milestone in manifest.MILESTONES}
    given = {module for module in order.MODULES if module.split(".")[0] in ("given", "todo")}
    read = {name for module in stubs for name in {*imports(module), *_named(module)}}
    copies = {"todo", *read} & given
    faces = set(order.MODULES) - stubs - given
    used = {name for module in stubs | copies for name in imports(module)} | faces
    copies |= {above for module in copies | used for above in _packages(module)} & given
    forms: dict[str, Form] = dict.fromkeys(used, "interface")
    forms |= dict.fromkeys(stubs, "stub") | dict.fromkeys(copies, "copy")
    return {module: forms[module] for module in order.MODULES if module in forms}


def file_name(module: str, form: Form) -> str:
    """Where a module lies in `exercises/`."""
    return order.file_name(module) + ("i" if form == "interface" else "")


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


def _named(module: str) -> set[str]:
    """The given files that a milestone's text names, as modules."""
    found = NAMED.findall(ast.get_docstring(tree(module)) or "")
    return {path.removesuffix(".py").replace("/", ".") for path in found}


def _packages(module: str) -> Iterator[str]:
    while "." in module:
        module = module.rpartition(".")[0]
        yield module
