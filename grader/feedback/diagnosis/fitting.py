"""Has a function of a learner's file hand over the type that its annotation promises.

    hint = promised(node, reference)               # of `-> tuple[Parameters, list[float]]`
    fitted(source, "train", hint, "number")        # NumPy scalars in it become Python's numbers
    fitted(source, "train", hint, "sequence")      # a tuple becomes the list that is promised
    fitted(source, "train", hint, "type")          # anything else, as far as it can be done

If the answers are right then, the type was all that was wrong.
"""

from __future__ import annotations

import ast
from pathlib import Path

from ...stubs.places import named_places

Promise = tuple["str | Promise", ...]
ANYTHING, OTHER = ("any",), ("other",)  # where nothing is promised, or what has a name of its own

PRELUDE = Path(__file__).with_name("prelude.py").read_text(encoding="utf-8")
REFUSED = "_NothingReturned"


def promised(node: ast.FunctionDef, reference: str) -> Promise:
    """What an annotation promises, as nested tuples: `("list", ("float",))`."""
    named = {
        each.name: [f.annotation for f in each.body if isinstance(f, ast.AnnAssign)]
        for each in ast.parse(reference).body
        if isinstance(each, ast.ClassDef) and "NamedTuple" in map(ast.unparse, each.bases)
    }
    return _hint(node.returns, named)


def _hint(annotation: ast.expr | None, named: dict[str, list[ast.expr]]) -> Promise:
    if annotation is None:
        return ANYTHING
    text = ast.unparse(annotation)
    if text in ("float", "int", "bool", "str"):
        return (text,)
    if text in ("np.ndarray", "np.floating"):
        return (text.removeprefix("np."),)
    if text in named:
        return ("named", text, *(_hint(each, named) for each in named[text]))
    if not isinstance(annotation, ast.Subscript):
        return ANYTHING if text == "Any" else OTHER
    kind = ast.unparse(annotation.value).lower()
    index = annotation.slice
    inner = index.elts if isinstance(index, ast.Tuple) else [index]
    parts = [_hint(each, named) for each in inner if ast.unparse(each) != "..."]
    if kind in ("list", "tuple", "iterator"):
        return (kind, *parts)
    return ("dict", parts[-1]) if kind == "dict" else OTHER


def fitted(source: str, where: str, hint: Promise, only: str) -> str:
    """A learner's file in which what a function returns is turned into what is promised."""
    return _decorated(source, dict(named_places(source))[where], f"_fitting({hint!r}, {only!r})")


def refusing_none(source: str, function: ast.FunctionDef) -> str:
    """A learner's file in which one of its functions raises where it would return None: REFUSED."""
    return _decorated(source, function, "_refusing_none")


def _decorated(source: str, node: ast.stmt, decorator: str) -> str:
    lines = source.splitlines()
    lines.insert(node.lineno - 1, f"{' ' * node.col_offset}@{decorator}")
    lines.insert(_after_future(source), PRELUDE)
    return "\n".join([*lines, ""])


def _after_future(source: str) -> int:
    """How many lines come before what may be anything."""
    last = 0
    for i, node in enumerate(ast.parse(source).body):
        is_text = i == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        last = (node.end_lineno or 0) if is_text or is_future else last
    return last
