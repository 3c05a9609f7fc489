"""A milestone's file that says which of its places are called.

    source = instrumented(solution)

Imported and run, it gives the same answers, and notes in `_called` the places that a program calls,
in `_at_import` those that the import itself called.
"""

from __future__ import annotations

import ast
import textwrap

from ..stubs.places import named_places, span

PRELUDE = """
import os as _os
from functools import wraps as _wraps

_imported_in, _at_import, _called = _os.getpid(), set(), set()


def _note(place):
    (_at_import if _os.getpid() == _imported_in else _called).add(place)
    return True


def _noting(place, function):
    return _wraps(function)(lambda *args, **params: _note(place) and function(*args, **params))
"""


def instrumented(source: str) -> str:
    """The source, in which every function says which place it stands in."""
    lines = source.splitlines()
    for name, node in reversed(list(named_places(source))):
        if can_tell(node) or isinstance(node, ast.Expr):
            first, last = span(node)
            _instrument(node, ast.Constant(name))
            text = ast.unparse(ast.fix_missing_locations(node))
            lines[first - 1 : last] = textwrap.indent(text, " " * node.col_offset).splitlines()
    after_future = lines.index("from __future__ import annotations") + 1
    return "\n".join([*lines[:after_future], PRELUDE, *lines[after_future:], ""])


def can_tell(place: ast.stmt) -> bool:
    """Whether a place is nothing but functions, so that it matters only where one is called."""
    if isinstance(place, ast.Assign):
        return len(place.targets) == 1 and _is_primitive(place.value)
    if isinstance(place, ast.Expr) and isinstance(place.value, ast.Call):
        rules = [*place.value.args[1:], *(keyword.value for keyword in place.value.keywords)]
        return all(isinstance(rule, ast.Lambda) or ast.unparse(rule) == "None" for rule in rules)
    return isinstance(place, ast.FunctionDef)


def _is_primitive(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "primitive"


def _instrument(place: ast.stmt, name: ast.Constant) -> None:
    """Have every function in a place say so; in `exp = primitive(f)` it is `f` that does."""
    note = ast.Call(ast.Name("_note"), [name], [])
    for node in ast.walk(place):
        if isinstance(node, ast.FunctionDef):
            node.body.insert(1 if ast.get_docstring(node) else 0, ast.Expr(note))
        elif isinstance(node, ast.Lambda):
            node.body = ast.BoolOp(ast.And(), [note, node.body])
    if isinstance(place, ast.Assign) and isinstance(place.value, ast.Call):
        function = place.value.args[0]
        place.value.args[0] = ast.Call(ast.Name("_noting"), [name, function], [])
