"""How much a milestone asks for: places to fill in, and lines of code that its stub leaves out.

    size = measure("m05_toposort")    # Size(places=1, lines=10, longest=10)

A place is a function's body, a rule in a row of a table, or a value. Lines are those with code on
them: neither docstrings nor comments, nor the imports, which are given.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import NamedTuple

from .. import manifest
from ..checkout import source_of
from . import order
from .erase import stub
from .places import named_places, parse, places_to_fill, todos

MOST_PLACES, MOST_LINES, LONGEST = 12, 60, 15  # of a milestone, of a milestone, of a place
NO_CODE = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


class Size(NamedTuple):
    """What a learner has to write."""

    places: int
    lines: int
    longest: int  # lines of the longest place

    @property
    def is_small(self) -> bool:
        """Whether it can be done in one sitting."""
        limits = (MOST_PLACES, MOST_LINES, LONGEST)
        return all(size <= limit for size, limit in zip(self, limits, strict=True))


def measure(module: str) -> Size:
    """The size of a milestone's module in `solutions/`."""
    source = source_of(manifest.SOLUTIONS / order.file_name(module))
    given, code = stub(module, source), _lines(source)
    taken_out = len(code) - len(_given(given))
    nodes = dict(named_places(source))
    lengths = [len(code & _body(nodes[name])) for name in places_to_fill(given)]
    return Size(len(todos(given)), taken_out, max(lengths, default=0))


def lines_written(module: str, source: str) -> int:
    """How many lines of code somebody's file for a milestone has, besides those that its stub
    gives; however they are laid out. Raises SyntaxError for a file that is not Python."""
    given = ast.unparse(
        parse(stub(module, source_of(manifest.SOLUTIONS / order.file_name(module))))
    )
    return max(len(_lines(ast.unparse(parse(source)))) - len(_given(given)), 0)


def code_lines(source: str) -> int:
    """How many lines have code on them."""
    return len(_lines(source))


def _given(stub: str) -> set[int]:
    """The lines with code of a stub, but for those where an answer is missing."""
    return _lines(stub) - {line for each in todos(stub) for line in each}


def _body(node: ast.stmt) -> set[int]:
    """The lines of a place that are its answer: a function's without its signature."""
    first = node.body[0].lineno if isinstance(node, ast.FunctionDef) else node.lineno
    return set(range(first, (node.end_lineno or node.lineno) + 1))


def _lines(source: str) -> set[int]:
    """The lines with code on them, but for docstrings and imports."""
    found = set[int]()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NO_CODE and token.string:
            found |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                found -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found
