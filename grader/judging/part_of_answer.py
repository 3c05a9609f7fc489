"""Which expression of a program a part of its answer is.

    part_of_answer("def f(lib, x):\\n    return x.data, x.grad", "[1]")    # "x.grad"

Where a list is put together in a loop, it is the expression and the turn: `x.grad in turn 2`.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from contextlib import suppress

LONGEST = 40  # characters of an expression that says more than the number of its place

Step = int | str


def part_of_answer(program: str, path: str) -> str:
    """The expression at such a `path` of what the program returns; "" where it is not told by the
    program's text, or is long."""
    said = ""
    with suppress(SyntaxError, ValueError, IndexError):
        function = ast.parse(textwrap.dedent(program)).body[-1]
        match function:
            case ast.FunctionDef(body=[*_, ast.Return(value=ast.expr() as returned)]):
                said = _at(returned, _steps(path), function)
    return said if len(said) <= LONGEST else ""


def _steps(path: str) -> list[Step]:
    """`[1]['W']` as [1, "W"]."""
    node, found = ast.parse(f"_{path}", mode="eval").body, []
    while isinstance(node, ast.Subscript):
        found.append(ast.literal_eval(node.slice))
        node = node.value
    return found[::-1]


def _at(node: ast.expr, steps: Sequence[Step], function: ast.FunctionDef) -> str:
    """What stands at the end of the steps, or where the text leads no further, and the rest."""
    for i, step in enumerate(steps):
        inner = _inside(node, step)
        if inner is None and isinstance(node, ast.Name):
            said = _added(node.id, step, function)
            return said if i + 1 == len(steps) else ""
        if inner is None:
            rest = "".join(f"[{each!r}]" for each in steps[i:])
            whole = ast.Subscript(node, ast.Name("_"), ast.Load())
            return f"{ast.unparse(whole).removesuffix('[_]')}{rest}" if i else ""
        node = inner
    return ast.unparse(node) if steps else ""


def _inside(node: ast.expr, step: Step) -> ast.expr | None:
    """What stands in a tuple, a list or a dict, or in a list of the same for each of several."""
    if isinstance(node, ast.Tuple | ast.List) and isinstance(step, int):
        return None if any(isinstance(e, ast.Starred) for e in node.elts) else node.elts[step]
    if isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        return node.values[keys.index(step)]
    if not isinstance(node, ast.ListComp):
        return None
    (loop, *others), target = node.generators, node.generators[0].target
    if others or loop.ifs or not isinstance(target, ast.Name):
        return None
    item = _inside(loop.iter, step)
    if item is None and isinstance(loop.iter, ast.Name):
        item = ast.Subscript(loop.iter, ast.Constant(step), ast.Load())
    return item and _Replaced(target.id, item).visit(node.elt)


class _Replaced(ast.NodeTransformer):
    """An expression with another one in the place of a name."""

    def __init__(self, name: str, new: ast.expr) -> None:
        self._name, self._new = name, new

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._new if node.id == self._name else node


def _added(name: str, step: Step, function: ast.FunctionDef) -> str:
    """What is added to an empty list, where one loop alone adds to it, the same in each turn."""
    loops = [each for each in function.body if isinstance(each, ast.For)]
    everywhere = [each for node in ast.walk(function) if (each := _growth(node, name))]
    inside = [each for loop in loops for node in loop.body if (each := _growth(node, name))]
    starts = any(_is_empty_list(each, name) for each in function.body)
    if not (len(everywhere) == len(inside) == 1 and starts and isinstance(step, int)):
        return ""
    turn, place = divmod(step, len(inside[0]))
    return f"{ast.unparse(inside[0][place])} in turn {turn + 1}"


def _growth(node: ast.AST, name: str) -> list[ast.expr]:
    """What a statement adds to the list of this name."""
    match node:
        case ast.AugAssign(target=ast.Name(id=found), value=ast.List(elts=items)) if found == name:
            return items
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr="append"), args=items)
        ) if found == name:
            return items
    return []


def _is_empty_list(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=found)], value=ast.List(elts=[])):
            return found == name
    return False
