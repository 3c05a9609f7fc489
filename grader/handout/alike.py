"""Syntax trees without names: what is alike but for the names of locals has one shape.

for nodes, shapes in runs(tree): ...    # the statements of each block, and each expression
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

SKIPPED = ("ctx", "annotation", "returns", "type_comment", "type_params", "kind")
NAMED = {  # the fields of nodes that name something which may have another name
    ast.Name: "id",
    ast.arg: "arg",
    ast.FunctionDef: "name",
    ast.ClassDef: "name",
    ast.ExceptHandler: "name",
}
FIELDS = {
    kind: [f for f in kind._fields if f not in (*SKIPPED, NAMED.get(kind, ""))]
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}

Run = tuple[Sequence[ast.AST], tuple[int, ...]]  # nodes, and the shape of each


def runs(tree: ast.AST) -> list[Run]:
    """Each block of a tree, and each expression by itself, with their shapes. Docstrings and
    annotations don't count."""
    found: list[Run] = []

    def shape(value: Any) -> Any:
        if isinstance(value, list):
            nodes = [each for each in value if not is_prose(each)]
            told = tuple(map(shape, nodes))
            if nodes and isinstance(nodes[0], ast.stmt):
                found.append((nodes, told))
            return told
        if not isinstance(value, ast.AST):
            return type(value).__name__, value
        kind = type(value)
        made = hash((kind.__name__, *[shape(getattr(value, f, None)) for f in FIELDS[kind]]))
        if isinstance(value, ast.expr):
            found.append(([value], (made,)))
        return made

    shape(tree)
    return found


def shapes_of(nodes: Sequence[ast.stmt] | Sequence[ast.expr]) -> tuple[int, ...]:
    """The shapes of some statements, or of one expression."""
    if isinstance(nodes[0], ast.expr):
        return runs(nodes[0])[-1][1]
    return runs(ast.Module([each for each in nodes if isinstance(each, ast.stmt)], []))[-1][1]


def is_prose(node: object) -> bool:
    """Whether this is a docstring, or another constant that stands by itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """The names in some nodes, in order, as often as they are there."""
    for node in nodes:
        for each in ast.walk(node):
            if field := NAMED.get(type(each), ""):
                yield getattr(each, field) or ""


def are_alike(secret: Sequence[str], others: Sequence[str], local: frozenset[str]) -> bool:
    """Whether the same names stand in both, if the first's locals may have others."""
    to, back = dict[str, str](), dict[str, str]()
    for one, other in zip(secret, others, strict=True):
        if one not in local:
            if one != other:
                return False
        elif to.setdefault(one, other) != other or back.setdefault(other, one) != one:
            return False
    return True
