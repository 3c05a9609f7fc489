"""The named places of a milestone's file: what misconceptions edit, and what hints are about.

A place is a function (`toposort`), a method (`Operators.__rsub__`), the name that a row of a table
is assigned to (`exp`), or the op whose rules a row enters (`defvjp(mul)`).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

TODO = ("NotImplementedError", "todo", "todo_op")  # called with "m08: ..." where an answer was

DEEPEST = 150  # levels of a syntax tree; the solutions have 15

# The message of an unwritten answer; of a rule, with the argument that it is for.
NOT_STARTED = re.compile(r"(?P<milestone>m\d\d): (?P<place>.*?)(, (?P<argument>\w+))?", re.DOTALL)


def parse(source: str | bytes) -> ast.Module:
    """A file's syntax tree. Raises SyntaxError for what is not Python, and where it is nested so
    deeply that who walks it could run out of stack."""
    try:
        tree = ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as problem:
        raise SyntaxError(str(problem)) from None
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = _children(level)
        if not level:
            return tree
    raise SyntaxError("it is nested too deeply")


def is_python(source: str) -> bool:
    """Whether `parse` and `named_places` can read it."""
    try:
        parse(source)
    except SyntaxError:
        return False
    return True


def _children(nodes: list[ast.AST]) -> list[ast.AST]:
    """As `ast.iter_child_nodes` finds them, in a third of the time."""
    values = [value for node in nodes for value in vars(node).values()]
    inner = [each for value in values if type(value) is list for each in value]
    return [each for each in [*values, *inner] if isinstance(each, ast.AST)]


def named_places(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """Every place with its name, from top to bottom; a class comes before its methods.

    Raises SyntaxError, as `parse` does.
    """
    return places_in(parse(source).body)


def places_in(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """The places of a body of statements, their names after `prefix`."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield prefix + node.name, node
            yield from places_in(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield prefix + ast.unparse(target), node
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if call.args and isinstance(call.args[0], ast.Name):
                yield f"{ast.unparse(call.func)}({call.args[0].id})", node


@lru_cache(maxsize=64)
def extents(source: str) -> dict[str, tuple[int, int]]:
    """Where the lines of each place start and end, as offsets into the source."""
    offsets = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    found: dict[str, tuple[int, int]] = {}
    for name, node in named_places(source):
        first, last = span(node)
        found.setdefault(name, (offsets[first - 1], offsets[last]))
    return found


def span(node: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a place, its decorators included."""
    return first_line(node), node.end_lineno or node.lineno


def first_line(node: ast.stmt) -> int:
    """The line that a statement begins in, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def place_at(source: str, line: int) -> str:
    """The innermost place that a line belongs to; "" where it belongs to none."""
    found = [name for name, node in named_places(source) if span(node)[0] <= line <= span(node)[1]]
    return found[-1] if found else ""


def line_of(place: str, source: str) -> int:
    """The line where a place of a file stands; 0 where it is not there."""
    return next((node.lineno for name, node in named_places(source) if name == place), 0)


def last_line_of(place: str, source: str) -> int:
    """The line where it ends; of a property and its setter, where the last of them does."""
    return max((span(node)[1] for name, node in named_places(source) if name == place), default=0)


def places_to_fill(stub: str) -> list[str]:
    """The places of a stub that a learner is asked to write, from top to bottom."""
    found = (name for name, node in named_places(stub) if _is_to_fill(node))
    return list(dict.fromkeys(found))


def todos(stub: str) -> list[range]:
    """The lines of each answer that is missing in a stub; of a table's row there may be several."""
    calls = [each for each in ast.walk(parse(stub)) if isinstance(each, ast.Call)]
    calls = [each for each in calls if _is_todo(each)]
    return [range(each.lineno, (each.end_lineno or each.lineno) + 1) for each in calls]


def missing(stub: str) -> Counter[str]:
    """How many answers are missing in each place; of a table's row there may be several."""
    nodes = [(name, each) for name, each in named_places(stub) if _is_to_fill(each)]
    return Counter(name for name, node in nodes for each in ast.walk(node) if _is_missing(each))


def _is_missing(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _is_todo(node)


def _is_to_fill(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        return False
    return any(map(_is_missing, ast.walk(node)))


def _is_todo(call: ast.Call) -> bool:
    return ast.unparse(call.func) in TODO and _names_milestone(call.args)


def _names_milestone(arguments: list[ast.expr]) -> bool:
    first = arguments[0] if arguments else None
    return isinstance(first, ast.Constant) and NOT_STARTED.fullmatch(str(first.value)) is not None
