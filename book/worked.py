"""The lessons' own code, run: `worked/SLUG.md` has each line of it, and checks what it is said to
give.

    run_code(milestone)    # 4: so many lines of the lesson were run
    left_out(milestone)    # ["cube(x)"]: lines that stand in no block of its file

A lesson's names are those of its module, and torch's.
"""

from __future__ import annotations

import ast
import builtins
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from grader.manifest import PACKAGE, Milestone

from .blocks import AsItStands, Table, blocks
from .lesson import lesson
from .snippets import reference, run

FOLDER = Path(__file__).parent / "worked"


def code(milestone: Milestone) -> list[str]:
    """The lines of a lesson's tables and drawings that begin with Python that calls something."""
    found = []
    for block in blocks(lesson(milestone)):
        if isinstance(block, AsItStands):
            found += [_first(line) for line in block.text.split("\n")]
        elif isinstance(block, Table):
            found += [_first(row[0]) for row in block.rows]
    return [line for line in found if _calls(line)]


def left_out(milestone: Milestone) -> list[str]:
    """Those that are not among what is run for the lesson."""
    text = _close(_source(milestone))
    return [line for line in code(milestone) if line not in text]


def run_code(milestone: Milestone) -> int:
    """Run what stands in a lesson's file; how many lines of the lesson that were."""
    run(_source(milestone), f"{milestone.slug}.md in worked/", _names(milestone))
    return len(code(milestone)) - len(left_out(milestone))


def _source(milestone: Milestone) -> str:
    path = FOLDER / f"{milestone.slug}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _names(milestone: Milestone) -> dict[str, Any]:
    """What the lines may name: what users of torch import, and the lesson's own."""
    torch = reference()
    own = import_module(f"{PACKAGE}.{milestone.module}")
    named: dict[str, Any] = {}
    for module in (torch.optim, torch.nn, torch.nn.functional, torch, own):
        named |= {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return {name: value for name, value in named.items() if name not in dir(builtins)}


def _first(line: str) -> str:
    """What stands first in a line, up to a gap; after a semicolon it goes on."""
    return re.split(r" {2,}", _close(line.strip()))[0]


def _close(text: str) -> str:
    return re.sub(r"; +", "; ", text)


def _calls(line: str) -> bool:
    try:
        nodes = list(ast.walk(ast.parse(line)))
    except SyntaxError:
        return False
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Name | ast.Attribute) for n in nodes
    )
