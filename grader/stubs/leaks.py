"""The gate against stubs that give answers away.

It does not ask the generator what it left out: it finds the answers in the solution in its own
way, and looks for their pieces in the stub.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator

from .answers import DECLARATIONS, Function, defined_name, is_private

BIG_ENOUGH = 3  # nodes: `g * y` tells something, `x.value` does not
UNCOUNTED = ast.expr_context | ast.operator | ast.boolop | ast.unaryop | ast.cmpop


def leaks(solution: str, stub: str, given: Collection[str] = ()) -> list[str]:
    """What the stub still shows of the solution's answers, one line each; empty if all is well.

    Code that stands in the given parts of the solution too is not secret.

    Args:
        solution, stub: the two sources of a milestone's module.
        given: qualified names (`Array.__repr__`) and rows (`defvjp(sub)`) that a stub keeps whole.
    """
    tree, stub_tree = ast.parse(solution), ast.parse(stub)
    answers = _all_answers(tree, stub_tree, given)
    secrets = _pieces(answers) - _pieces([tree], without=answers)
    shown = [f"code: {piece}" for piece in sorted(secrets & _pieces([stub_tree]))]
    prose = [squeezed(text) for text in _prose(stub)]
    told = [
        line for line in sorted(_lines(answers, solution)) if any(stands_in(line, t) for t in prose)
    ]
    return shown + [f"text: {line}" for line in told]


def secret_lines(solution: str, stub: str, given: Collection[str] = ()) -> set[str]:
    """The lines of the answers that the stub does not show, as `stands_in` looks for them."""
    stub_tree = ast.parse(stub)
    lines = _lines(_all_answers(ast.parse(solution), stub_tree, given), solution)
    shown = squeezed(ast.unparse(stub_tree))
    return {line for line in lines if not stands_in(line, shown)}


def _all_answers(tree: ast.Module, stub: ast.Module, given: Collection[str]) -> list[ast.AST]:
    known = {*given, *_private_names_in_use(stub)}
    return [part for statement in tree.body for part in _answers(statement, "", known)]


def _private_names_in_use(stub: ast.Module) -> set[str]:
    """Private definitions that something outside of them needs: given code."""
    found = ((node, defined_name(node)) for node in ast.walk(stub))
    private = [(node, name) for node, name in found if is_private(name)]
    return {name for node, name in private if name in _mentions(stub, without=[node])}


def _mentions(root: ast.AST, without: Collection[ast.AST]) -> set[str]:
    nodes = [n for n in _nodes(root, without) if isinstance(n, ast.Name | ast.Attribute)]
    return {getattr(n, "id", getattr(n, "attr", "")) for n in nodes}


def _answers(statement: ast.stmt, scope: str, given: Collection[str]) -> Iterator[ast.AST]:
    """The parts of a statement that a learner must find alone."""
    name = defined_name(statement)
    if scope + name in given or name in given:
        return
    match statement:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            yield from (s for s in body if not _is_constant(s))
        case ast.ClassDef(body=body):
            for member in body:
                yield from _answers(member, f"{scope}{name}.", given)
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            made = isinstance(value, ast.Call) and ast.unparse(value.func) not in DECLARATIONS
            if made or isinstance(value, ast.Lambda) or is_private(name):
                yield value
        case ast.Expr(value=ast.Call() as call) if _row(call) not in given:
            values = [*call.args, *(k.value for k in call.keywords)]
            yield from (value.body for value in values if isinstance(value, ast.Lambda))


def _row(call: ast.Call) -> str:
    """`defvjp(mul)`, for a row of a table."""
    return f"{ast.unparse(call.func)}({', '.join(map(ast.unparse, call.args[:1]))})"


def _is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _nodes(root: ast.AST, without: Collection[ast.AST] = ()) -> Iterator[ast.AST]:
    if any(root is node for node in without):
        return
    yield root
    for child in ast.iter_child_nodes(root):
        yield from _nodes(child, without)


def _is_telling(node: ast.AST) -> bool:
    counted = (n for n in ast.walk(node) if not isinstance(n, UNCOUNTED))
    return sum(1 for _ in counted) >= BIG_ENOUGH and not _is_constant(node)


def _pieces(roots: Iterable[ast.AST], without: Collection[ast.AST] = ()) -> set[str]:
    """The statements and expressions in some code that are big enough to tell something."""
    nodes = (node for root in roots for node in _nodes(root, without))
    return {
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.stmt | ast.expr) and _is_telling(node)
    }


def _lines(answers: Iterable[ast.AST], source: str) -> set[str]:
    """The first line of every statement in the answers, as it stands and as Python writes it."""
    nodes = (node for answer in answers for node in ast.walk(answer))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.stmt) and _is_telling(node):
            found.add(squeezed(ast.unparse(node).partition("\n")[0]))
            first, *more = (ast.get_source_segment(source, node) or "").split("\n")
            if first.endswith(":") or not more:
                found.add(squeezed(first))
    return found


def _prose(source: str) -> Iterator[str]:
    """Every docstring and comment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | Function):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def squeezed(text: str) -> str:
    """A text as the lines of answers are: without line breaks, and with one kind of quotes."""
    return re.sub(r"\s+", " ", text).replace("'", '"').strip()


def stands_in(line: str, text: str) -> bool:
    """Whether a line of an answer is found in a text that was `squeezed`."""
    return re.search(rf"(?<!\w){re.escape(line)}(?!\w)", text) is not None
