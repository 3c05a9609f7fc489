"""Makes a program that goes wrong smaller: no op, dim, shape or number in it can be left out.

    *_, last = trimmed("x = tensor([[1., 2.]]); (2 - x.mean(0)).sum()", is_wrong)
    last    # "x = tensor(1.); 2 - x"

One piece of syntax at a time is left out, or replaced by something simpler, as long as the program
goes wrong (delta debugging, A. Zeller and R. Hildebrandt 2002, on the syntax tree).
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator, Sequence

from .sketch import NAMES, SEPARATOR, tidy

LOAD = ast.Load()
NUMBERS = (2.0, 3.0, 1.5)  # that new tensors hold: neither 0 nor 1, which hide mistakes
TENSOR = "tensor"

Size = tuple[int, int, int]


def trimmed(text: str, is_wrong: Callable[[str], bool]) -> Iterator[str]:
    """Programs that go wrong, each smaller than the last, until nothing can be left out.

    Args:
        text: one that does.
        is_wrong: asks about a smaller one; what it raises ends the search.
    """
    tried = {text}
    while True:
        smaller = sorted({each for each in _smaller(text) if size(each) < size(text)}, key=size)
        news = [each for each in smaller if each not in tried]
        tried.update(news)
        found = next(filter(is_wrong, news), None)
        if found is None:
            return
        yield (text := found)


def size(text: str) -> Size:
    """How many ops a program has, how many numbers and dims its tensors, and how long it is."""
    tree, ops, numbers = _parsed(text), 0, 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.List):
            numbers += 1
        elif isinstance(node, ast.Call):
            ops += not _is_tensor(node)
            numbers += len(node.keywords)
        elif isinstance(
            node, ast.BinOp | ast.UnaryOp | ast.Subscript | ast.AugAssign | ast.Compare
        ):
            ops += 1
        elif isinstance(node, ast.Attribute):
            ops += node.attr == "T"
    return ops, numbers, len(text)


def _smaller(text: str) -> Iterator[str]:
    """Programs with one piece less, or a simpler one."""
    tree = _parsed(text)
    for i, statement in enumerate(tree.body[:-1]):
        rest = [*tree.body[:i], *tree.body[i + 1 :]]
        yield _text(rest)
        if isinstance(statement, ast.Assign) and not _input(statement):
            yield from _inlined(statement, rest)
    inputs = [name for each in tree.body if (name := _input(each))]
    fresh = next((name for name in NAMES if name not in _names(tree)), None)
    wants_grad = "requires_grad=True" in text
    for number, node in enumerate(ast.walk(tree)):
        if not isinstance(node, ast.expr) or not isinstance(getattr(node, "ctx", LOAD), ast.Load):
            continue
        for new in _simpler(node, inputs):
            yield _replaced(tree, number, new)
        is_result = isinstance(node, ast.BinOp | ast.Call | ast.Subscript) and not _is_tensor(node)
        if fresh and is_result:
            for value in _new_tensors(len(inputs), wants_grad):
                made = ast.parse(f"{fresh} = {value}").body
                yield _replaced(tree, number, ast.Name(fresh, LOAD), made)


def _new_tensors(count: int, wants_grad: bool) -> Iterator[str]:
    """A single number, and a vector, in place of a result."""
    how = ", requires_grad=True" if wants_grad else ""
    number = NUMBERS[count % len(NUMBERS)]
    yield f"{TENSOR}({number}{how})"
    yield f"{TENSOR}([{number}, {-number}]{how})"


def _simpler(node: ast.expr, inputs: list[str]) -> Iterator[ast.expr]:
    """What may stand in the place of an expression: its parts, an input, a shorter list."""
    if isinstance(node, ast.Call) and _is_tensor(node):
        yield from _smaller_tensors(node)
        return
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr == "T"):
        yield node.value
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and not _is_namespace(node.func.value):
            yield node.func.value
        yield from node.args
        for i in range(len(node.keywords)):
            rest = [*node.keywords[:i], *node.keywords[i + 1 :]]
            yield ast.Call(node.func, node.args, rest)
        for i in range(len(node.args)):
            yield ast.Call(node.func, [*node.args[:i], *node.args[i + 1 :]], node.keywords)
    elif isinstance(node, ast.Tuple):
        yield from node.elts
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) > 1:
        for i in range(len(node.elts)):
            yield type(node)([*node.elts[:i], *node.elts[i + 1 :]], LOAD)
    if isinstance(node, ast.BinOp | ast.Call | ast.Subscript):
        yield from (ast.Name(name, LOAD) for name in inputs)


def _smaller_tensors(call: ast.Call) -> Iterator[ast.expr]:
    """A tensor's numbers with a dim or a row less, or one that needs no gradient."""
    (numbers,), keywords = call.args, call.keywords
    if isinstance(numbers, ast.List) and numbers.elts:
        yield ast.Call(call.func, [numbers.elts[0]], keywords)
        if len(numbers.elts) > 1:
            yield ast.Call(call.func, [ast.List(numbers.elts[:1], LOAD)], keywords)
            yield ast.Call(call.func, [ast.List(numbers.elts[:2], LOAD)], keywords)
        rows = [row.elts for row in numbers.elts if isinstance(row, ast.List) and len(row.elts) > 1]
        if len(rows) == len(numbers.elts):
            for most in (1, 2):
                shorter: list[ast.expr] = [ast.List(row[:most], LOAD) for row in rows]
                yield ast.Call(call.func, [ast.List(shorter, LOAD)], keywords)
    if keywords:
        yield ast.Call(call.func, [numbers], [])


def _is_tensor(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[_]):
            return name == TENSOR
    return False


def _is_namespace(node: ast.expr) -> bool:
    """Whether it is `F` or `autograd`, and not a tensor."""
    return isinstance(node, ast.Name) and node.id not in NAMES


def _input(statement: ast.stmt) -> str:
    """The name of the tensor of numbers that it makes; "" where it makes none."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name), *_], value=value) if _is_tensor(value):
            return name
    return ""


def _parsed(text: str) -> ast.Module:
    return ast.parse(text.replace(SEPARATOR, "\n"))


def _inlined(statement: ast.Assign, rest: list[ast.stmt]) -> Iterator[str]:
    """The program with an expression in place of its name, unless that is written to."""
    name, value = ast.unparse(statement.targets[0]), statement.value
    uses = [n for each in rest for n in ast.walk(each) if isinstance(n, ast.Name) and n.id == name]

    class Inlined(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(value) if node.id == name else node

    if len(uses) == 1 and isinstance(uses[0].ctx, ast.Load):
        yield _text([Inlined().visit(copy.deepcopy(each)) for each in rest])


def _replaced(tree: ast.Module, number: int, new: ast.expr, first: Sequence[ast.stmt] = ()) -> str:
    """The program with another expression in place of the one of this number, after statements
    that come first."""
    twin = copy.deepcopy(tree)
    old = list(ast.walk(twin))[number]
    for parent in ast.walk(twin):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                setattr(parent, field, [new if each is old else each for each in value])
    inputs = sum(map(bool, map(_input, twin.body)))
    return _text([*twin.body[:inputs], *first, *twin.body[inputs:]])


def _text(body: list[ast.stmt]) -> str:
    """A program of these statements, without those that nobody needs."""
    kept: list[ast.stmt] = []
    for i, statement in reversed(list(enumerate(body))):
        is_unused = (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and i < len(body) - 1
            and not any(statement.targets[0].id in _names(later) for later in kept)
        )
        if not is_unused:
            kept.append(statement)
    kept.reverse()
    inputs = [each for each in kept if _input(each)]
    rest = SEPARATOR.join(_shown(each) for each in kept if each not in inputs)
    lines = sorted(map(_shown, inputs), key=lambda line: _first_use(line.split()[0], rest))
    return tidy(SEPARATOR.join([*lines, rest]))


def _first_use(name: str, text: str) -> int:
    found = re.search(rf"\b{name}\b", text)
    return found.start() if found else len(text)


def _shown(statement: ast.stmt) -> str:
    return ast.unparse(ast.fix_missing_locations(statement))


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
