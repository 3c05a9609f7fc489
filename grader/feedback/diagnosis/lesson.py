"""Where a misconception stands in a lesson: the line of the learner's file to read again."""

from __future__ import annotations

import ast
import re

from ...stubs.places import named_places
from ..known_misconceptions import Misconception


def line_of_lesson(mistake: Misconception, solution: str, file: str) -> int:
    """The line of a learner's `file` where the place is explained; 0 if it is no longer there.

    That is where the place's docstring stands; for a place without one, or which is the solution's
    alone, the words in the file that warn of it. It is only searched, and never parsed: it may hold
    anything.
    """
    lines = file.splitlines()
    documented = (ast.FunctionDef, ast.ClassDef)
    nodes = [node for name, node in named_places(solution) if name == mistake.where]
    has_docstring = any(isinstance(n, documented) and ast.get_docstring(n) for n in nodes)
    trap = mistake.trap.lower()
    warnings = (i for i, line in enumerate(lines, start=1) if trap in line.lower())
    at = _definition(lines, mistake.where.split(".")) if has_docstring else 0
    return at or next(warnings, 0)


def _definition(lines: list[str], names: list[str]) -> int:
    """The line that defines `Class.method` or a function."""
    at = 0
    for name in names:
        begins = re.compile(rf"\s*(?:class|def) {re.escape(name)}\b")
        at = next((i for i in range(at, len(lines)) if begins.match(lines[i])), -1) + 1
        if at == 0:
            return 0
    return at
