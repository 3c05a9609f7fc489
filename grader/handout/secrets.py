"""What must not be handed out: what stands in each place that a learner is to fill in.

secrets(milestone)    # of a function its statements, of a rule its expression
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

from ..checkout import solution
from ..manifest import Milestone
from ..stubs.erase import stub
from ..stubs.places import named_places, places_to_fill
from .alike import is_prose, names, shapes_of

LEAST = 12  # nodes of a syntax tree that could not be anybody's
UNCOUNTED = ast.expr_context | ast.operator | ast.boolop | ast.unaryop | ast.cmpop

Essence = tuple[bytes, tuple[str, ...]]


@dataclass(frozen=True)
class Secret:
    """An answer: where it stands, its lines without comments, the shapes of its statements (or of
    its expression), the names in them, those that are its own, and what it is compiled to."""

    place: str
    lines: tuple[str, ...]
    shapes: tuple[int, ...]
    names: tuple[str, ...]
    local: frozenset[str]
    words: frozenset[str]  # that whatever holds it has in it
    code: Essence | None = None


def secrets(milestone: Milestone) -> list[Secret]:
    """The answers of a milestone that are long enough to be known again."""
    source = solution(milestone)
    handed_out = stub(milestone.module, source)
    given = {name for name, _ in named_places(handed_out)} - set(places_to_fill(handed_out))
    compiled = {code.co_qualname: code for code in codes(compile(source, "", "exec"))}
    found, lines = [], source.split("\n")
    for place, node in named_places(source):
        if place in given or isinstance(node, ast.ClassDef):
            continue
        code = compiled.get(place) if isinstance(node, ast.FunctionDef) else None
        for nodes in _answers(node):
            if size(nodes) >= LEAST:
                first, last = nodes[0].lineno, nodes[-1].end_lineno
                own = frozenset(_locals(node))
                secret = Secret(
                    f"{milestone.id} {place}",
                    tuple(code_lines("\n".join(lines[first - 1 : last]))),
                    shapes_of(nodes),
                    tuple(names(nodes)),
                    own,
                    frozenset(_words(nodes)) - own,
                    essence(code) if code else None,
                )
                found.append(secret)
    return found


def size(nodes: Sequence[ast.AST]) -> int:
    """How many nodes tell something."""
    inner = (each for node in nodes for each in ast.walk(node))
    return sum(not isinstance(each, UNCOUNTED) for each in inner)


def code_lines(text: str) -> list[str]:
    """The lines of a text without indentation, blank ones, and those that are comments."""
    stripped = (line.strip() for line in text.split("\n"))
    return [line for line in stripped if line and not line.startswith("#")]


def codes(code: CodeType) -> Iterator[CodeType]:
    """Compiled code, and all within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def essence(code: CodeType) -> Essence:
    """What compiled code does, whatever its locals are called and wherever it stands."""
    return code.co_code, code.co_names


def _answers(node: ast.stmt) -> Iterator[list[ast.stmt] | list[ast.expr]]:
    """What stands in a place: of what only returns something, that by itself, too."""
    match node:
        case ast.FunctionDef():
            body = [each for each in node.body if not is_prose(each)]
            yield body
            match body:
                case [ast.Return(value=ast.expr() as value)]:
                    yield [value]
        case ast.Assign(value=ast.expr() as value) | ast.AnnAssign(value=ast.expr() as value):
            yield [value]
        case ast.Expr(value=ast.Call() as call):
            values = [*call.args, *(each.value for each in call.keywords)]
            yield from ([each.body] for each in values if isinstance(each, ast.Lambda))


def _words(nodes: Sequence[ast.AST]) -> Iterator[str]:
    yield from filter(None, names(nodes))
    for node in nodes:
        yield from (each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute))


def _locals(node: ast.AST) -> Iterator[str]:
    """The names that stand for something within a place alone."""
    for each in ast.walk(node):
        if isinstance(each, ast.arg):
            yield each.arg
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        elif isinstance(each, ast.FunctionDef) and each is not node:
            yield each.name
