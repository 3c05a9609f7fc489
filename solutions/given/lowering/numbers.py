"""The numbers of a script, made arrays once. (Given code.)

NumPy turns a number of Python's into an array at each call, which takes longer than a call on a
hundred numbers. So in what is run, though not in what is printed, each such number is an array.
"""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..compiling.script import Script


def with_arrays(source: str, script: Script, space: dict[str, Any]) -> ast.Module:
    """The script's text as a tree. The arrays come into `space`."""
    kinds = {name: x.dtype for x, name in script.name.items()}
    return _Numbers(kinds, space).visit(ast.parse(source))


class _Numbers(ast.NodeTransformer):
    def __init__(self, kinds: dict[str, np.dtype], space: dict[str, Any]) -> None:
        self.kinds, self.space = kinds, space

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """np.add(A, 1, out=A): an elementwise function, and where it writes."""
        function = node.func
        usual = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
        if not (usual and function.value.id == "np" and [x.arg for x in node.keywords] == ["out"]):
            return self.generic_visit(node)
        if not isinstance(getattr(np, function.attr, None), np.ufunc):
            return node
        names = [x.id for x in node.args if isinstance(x, ast.Name)]
        kinds = {self.kinds.get(name) for name in names} - {np.dtype(bool)}
        if len(kinds) == 1 and None not in kinds:
            node.args = [self._array(x, *kinds) for x in node.args]
        return node

    def _array(self, x: ast.expr, dtype: np.dtype) -> ast.expr:
        if isinstance(x, ast.Name):
            return x
        number = ast.literal_eval(x) if isinstance(x, ast.Constant | ast.UnaryOp) else None
        if type(number) not in (int, float):
            return x
        name = f"number {number!r} {dtype}"
        self.space[name] = np.array(number, dtype)
        return ast.copy_location(ast.Name(name, ast.Load()), x)
