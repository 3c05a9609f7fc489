"""Where names are defined in `solutions/`, read from the files alone.

definition("nn.functional", "relu")     # ("m13_activations", 83)
lesson("given.nn.pooling")              # the milestone that reads it first
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from .. import manifest
from ..checkout import kept, solution
from ..files import read, shown
from ..manifest import MILESTONES, Milestone
from ..stubs import reading
from ..stubs.order import file_name


def definition(module: str, name: str) -> tuple[str, int]:
    """The module and the line where a name of a module is defined, wherever it is imported from.

    `name` may be that of a class's attribute, or "" for the module as a whole.
    """
    owner, _, attribute = name.rpartition(".")
    node = bound(module).get(owner or name)
    if isinstance(node, ast.ImportFrom) and node.level and not owner:
        ((source, there),) = ((s, n) for s, n, here in reading.imported(module) if here == name)
        return definition(source or "__init__", there)
    names = _bindings(node.body) if owner and isinstance(node, ast.ClassDef) else bound(module)
    node = names.get(attribute, node)
    value = reading.other_name(node, attribute) if node else None
    other = value.id if isinstance(value, ast.Name) else ""  # `relu = relu`: the method, too
    if owner and other in names and other != attribute:
        return definition(module, f"{owner}.{other}")
    if other in bound(module):
        return definition(module, other)
    return module, node.lineno if node else 1


def exercise(folder: Path, module: str, line: int) -> str:
    """The same place in a learner's folder, as people type it; "" where the module is not there.

    It is looked for as text, since the file may hold anything: the line that begins as the
    reference's, of several such the one that comes in the same turn.
    """
    name = file_name(module)
    path = next((p for p in (folder / name, folder / f"{name}i") if p.is_file()), None)
    if path is None:
        return ""
    lines = kept(manifest.SOLUTIONS / name).text.splitlines()
    begins = re.compile(re.escape(re.split(r"[(:=]", lines[line - 1])[0].rstrip()) + r"\b")
    turn = sum(1 for each in lines[: line - 1] if begins.match(each))
    found = [n for n, each in enumerate(read(path).text.splitlines(), 1) if begins.match(each)]
    return f"{shown(path)}:{found[turn]}" if turn < len(found) else shown(path)


def lesson(module: str) -> Milestone | None:
    """The milestone whose lesson a module is, or which reads it first; None if none does."""
    for milestone in MILESTONES:
        is_named = file_name(module) in solution(milestone)
        is_read = module in reading.imports(milestone.module) or is_named
        if module == milestone.module or is_read:
            return milestone
    return None


@cache
def bound(module: str) -> dict[str, ast.stmt]:
    """The names that a module binds at its top level, each with the last statement that does."""
    return _bindings(reading.tree(module).body)


def _bindings(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    """The names that statements bind, each with the last statement that does."""
    found: dict[str, ast.stmt] = {}
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name): node for alias in node.names}
        else:
            named = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
            made_of = {n.id for n in named if not _stores(n)} & found.keys()  # `f = wrapped(f)`
            stored = [n.id for n in named if _stores(n) and n.id not in made_of]
            found |= dict.fromkeys([*stored, *_slots(node)], node)
    return found


def _slots(node: ast.stmt) -> tuple[str, ...]:
    """The attributes that `__slots__ = "value", "grad"` names."""
    match node:
        case ast.Assign(targets=[ast.Name(id="__slots__")]):
            return tuple(ast.literal_eval(node.value))
    return ()


def _stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)
