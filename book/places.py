"""What a learner writes in a milestone: its places, each with what it is to do.

places(milestone)    # "- `toposort`: All nodes that can be reached from `root`, ..."
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache

from grader.checkout import solution
from grader.manifest import Milestone
from grader.stubs.erase import stub
from grader.stubs.places import named_places, places_to_fill

from .words import markdown

NAMES_OF_CODE: Mapping[str, str] = {}  # where `data` is an attribute, and not the lesson
RULE = re.compile(r"todo\('m\d\d: \w+, (\w+)'\)")  # a rule to be written, and its argument


def places(milestone: Milestone) -> str:
    """A list of all places, in Markdown."""
    return "\n".join(
        f"- `{place}`: {markdown(said, NAMES_OF_CODE)}" for place, said in described(milestone)
    )


@cache
def described(milestone: Milestone) -> tuple[tuple[str, str], ...]:
    """The places of a milestone, from top to bottom, and what is said of each."""
    text = stub(milestone.module, solution(milestone))
    nodes, lines = dict(named_places(text)), text.split("\n")
    return tuple([(place, _said(place, nodes[place], lines)) for place in places_to_fill(text)])


def _said(place: str, node: ast.stmt, lines: list[str]) -> str:
    """The first paragraph of a docstring; of a rule what it is for; of a value its comment."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        said = (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
        return re.sub(r":$", ".", said)  # what it led to is not shown
    if place.startswith("defvjp("):
        return _rules(place[len("defvjp(") : -1], RULE.findall(ast.unparse(node)))
    return _comment(lines[: node.lineno - 1])


def _rules(op: str, arguments: list[str]) -> str:
    names = " and ".join(f"`{name}`" for name in arguments)
    return f"The rule{'s' if len(arguments) > 1 else ''} of `{op}` for {names}."


def _comment(above: list[str]) -> str:
    """The comment that ends the lines."""
    found: list[str] = []
    while above and above[-1].startswith("# "):
        found.insert(0, above.pop()[2:])
    return " ".join(found).rstrip(".") + "."
