"""What an edit changes, as patterns: the smallest pieces of syntax before and after.

    (pattern,) = patterns(mistake, source)    # `g * y` becomes `g * x`

What both have in common becomes a blank for any expression, and a variable one for any name.
"""

from __future__ import annotations

import ast
import builtins
import copy
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from ..known_misconceptions import Misconception
from .edit_patterns import ANY, LOAD, NAME, Pattern, places

SMALL = (ast.operator, ast.cmpop, ast.unaryop, ast.Name, ast.Constant, ast.keyword, ast.alias)
Hunk = tuple[ast.AST, ast.AST | None]  # before, and after: None for a statement that is left out


@lru_cache(maxsize=1024)
def patterns(mistake: Misconception, source: str) -> tuple[Pattern, ...]:
    """The patterns of a mistake's edit: one for each piece of syntax that it changes."""
    before = places(source)[mistake.where]
    after = places(mistake.edited(source)).get(mistake.where)
    shared = _names_of_module(source)
    hunks = _differences(before, after) if after else None
    return tuple(_general(*hunk, shared) for hunk in hunks or ())


def _differences(a: ast.AST, b: ast.AST) -> list[Hunk] | None:
    """The smallest pieces that differ; None if that is no more than a name or a number, for which
    it takes what is around it."""
    if ast.dump(a) == ast.dump(b):
        return []
    if type(a) is not type(b):
        return None if isinstance(a, SMALL) else [(a, b)]
    if isinstance(a, ast.JoinedStr):
        return None
    found: list[Hunk] = []
    for field in a._fields:
        mine, theirs = getattr(a, field, None), getattr(b, field, None)
        inner = _differences_in_field(mine, theirs)
        if inner is None:
            return None if isinstance(a, SMALL) else [(a, b)]
        found += inner
    return found


def _differences_in_field(mine: object, theirs: object) -> list[Hunk] | None:
    if isinstance(mine, ast.AST) and isinstance(theirs, ast.AST):
        return _differences(mine, theirs)
    if not (isinstance(mine, list) and isinstance(theirs, list)):
        return [] if mine == theirs else None
    if len(mine) == len(theirs):
        parts = [_differences_in_field(*pair) for pair in zip(mine, theirs, strict=True)]
        return None if None in parts else [hunk for part in parts for hunk in part or ()]
    if not all(isinstance(each, ast.stmt) for each in [*mine, *theirs]):
        return None
    a, b = (list(map(ast.dump, each)) for each in (mine, theirs))
    found: list[Hunk] = []
    for said, i, j, _, _ in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if said not in ("equal", "delete"):
            return None
        found += [(each, None) for each in mine[i:j]] if said == "delete" else []
    return found


def _general(before: ast.AST, after: ast.AST | None, shared: set[str]) -> Pattern:
    """The pattern of an edit; the names `shared` by the whole module mean the same everywhere."""
    if after is None:
        before = copy.deepcopy(before)
        if isinstance(before, ast.AugAssign | ast.Assign):
            before.value = ast.Name(f"{ANY}value")
        return Pattern(before, None)
    common = {ast.dump(each) for each in ast.walk(before) if isinstance(each, ast.expr)}
    common &= {ast.dump(each) for each in ast.walk(after) if isinstance(each, ast.expr)}
    known = {
        each.id for each in ast.walk(before) if isinstance(each, ast.Name) and each.id not in shared
    }
    general = _Blanked(common, known)
    before = general.parts(copy.deepcopy(before))
    return Pattern(before, general.again(copy.deepcopy(after)))


class _Blanked(ast.NodeTransformer):
    """Makes room for any expression where a common one stands, and for other names of variables."""

    def __init__(self, common: set[str], known: set[str]) -> None:
        self._common, self._known = common, known
        self._blanks: dict[str, str] = {}

    def parts(self, node: ast.AST) -> ast.AST:
        """The same piece of syntax, with blanks for parts of it."""
        if isinstance(node, ast.Call):  # which function is called is what the edit is about
            node.args = [self.visit(each) for each in node.args]
            for keyword in node.keywords:
                keyword.value = self.visit(keyword.value)
            if isinstance(node.func, ast.Attribute):
                node.func.value = self.visit(node.func.value)
            return node
        return self.generic_visit(node)

    def again(self, node: ast.AST) -> ast.AST:
        """What it becomes, with the blanks that are there already."""
        self._common, self._known = set(), set()
        again: ast.AST = self.visit(node)
        return again

    def visit(self, node: ast.AST) -> Any:
        is_read = isinstance(getattr(node, "ctx", LOAD), ast.Load)
        if not isinstance(node, ast.expr) or not is_read or isinstance(node, ast.Constant):
            return node if isinstance(node, ast.JoinedStr) else self.parts(node)
        said = ast.dump(node)
        if said in self._common:
            self._blanks.setdefault(said, f"{ANY}{len(self._blanks)}")
        elif isinstance(node, ast.Name) and node.id in self._known:
            self._blanks.setdefault(said, f"{NAME}{node.id}")
        if said in self._blanks:
            return ast.Name(self._blanks[said])
        return node if isinstance(node, ast.JoinedStr) else self.parts(node)


@lru_cache(maxsize=64)
def _names_of_module(source: str) -> set[str]:
    found = set(dir(builtins))
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {each.asname or each.name for each in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return found
