"""Lay out what is left of a module, and what is new in it, as ruff does.

The grader runs where ruff is not installed, and a stub must not need formatting.
"""

from __future__ import annotations

import ast
from functools import reduce
from itertools import takewhile

WIDTH = 100


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def is_blank(line: str) -> bool:
    return not line.strip()


def without_leading_blanks(lines: list[str]) -> list[str]:
    return lines[len(list(takewhile(is_blank, lines))) :]


def without_trailing_blanks(lines: list[str]) -> list[str]:
    return without_leading_blanks(lines[::-1])[::-1]


def merged(gaps: list[list[str]], apart: bool) -> list[str]:
    """What stands between two statements when those between the `gaps` have gone.

    A comment that touched one of them goes too. Unless the two must stand apart, as definitions
    do, one blank line is enough.
    """
    if len(gaps) == 1:
        return gaps[0]
    gap = reduce(_join, [*map(_without_attached_comment, gaps[:-1]), gaps[-1]])
    return gap if apart else [x for i, x in enumerate(gap) if x or not i or gap[i - 1]]


def _join(above: list[str], below: list[str]) -> list[str]:
    head, tail = without_trailing_blanks(above), without_leading_blanks(below)
    return [*head, *[""] * max(len(above) - len(head), len(below) - len(tail)), *tail]


def _without_attached_comment(gap: list[str]) -> list[str]:
    about = list(takewhile(lambda line: line.strip() and "# fmt:" not in line, gap[::-1]))
    return gap[: len(gap) - len(about)]


def laid_out(before: str, items: list[str], after: str, one_each: bool) -> list[str]:
    """A call as ruff formats it: on one line, else its arguments on one, else a line for each."""
    joined = ", ".join(items)
    if not one_each and len(before + joined + after) <= WIDTH:
        return [before + joined + after]
    if not one_each and len(joined) + 4 <= WIDTH:
        return [before, f"    {joined}", after]
    return [before, *(f"    {item}," for item in items), after]


def laid_out_import(before: str, names: list[str], one_each: bool) -> list[str]:
    if not one_each and len(before + ", ".join(names)) <= WIDTH:
        return [before + ", ".join(names)]
    return laid_out(f"{before}(", names, ")", one_each=True)


def import_todo(text: str, names: list[str]) -> str:
    """Import the placeholders where isort would put them, unless they are there: in a stub's
    stub."""
    lines, body = text.rstrip().split("\n"), ast.parse(text).body
    if not names or f"from .todo import {', '.join(names)}" in lines:
        return text
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    relative = [node for node in imports if isinstance(node, ast.ImportFrom) and node.level]
    above = [node for node in relative if (node.module or "") < "todo"]
    new = [f"from .todo import {', '.join(names)}"]
    if relative:
        at = above[-1].end_lineno if above else relative[0].lineno - 1
    elif imports or isinstance(body[0], ast.Expr):
        at = (imports or body)[-1 if imports else 0].end_lineno
        new = ["", *new]
    else:
        at, new = 0, [*new, "", ""]
    return "\n".join([*lines[:at], *new, *lines[at:]]) + "\n"


def arguments_of(node: ast.Lambda) -> str:
    """The lambda's arguments, with strings in the quotes that ruff prefers."""
    text = ast.unparse(node.args)
    return text if '"' in text else text.replace("'", '"')
