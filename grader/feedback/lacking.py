"""What a learner's file no longer defines, though its stub did: perhaps it has another name now.

lacking(milestone, source)    # (Lack("toposort", "topo_sort"),)
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from ..advice import Lack
from ..checkout import solution
from ..manifest import Milestone
from ..stubs.places import named_places, parse
from .hints import hints

NEAR = 0.6  # how alike two names are, from 0 to 1, of which one may be the other's new one


def lacking(milestone: Milestone, source: str) -> tuple[Lack, ...]:
    """The places of the milestone that the source binds no name for, each with the nearest name
    that is new in it; none where it can't be read as Python."""
    try:
        bound = set(_bound(parse(source)))
    except SyntaxError:
        return ()
    absent = [place for place in map(_place, hints(milestone)) if not _has(bound, place)]
    owners = [place.rpartition(".")[0] for place in absent]
    gone = dict.fromkeys(
        owner if owner and not _has(bound, owner) else place
        for owner, place in zip(owners, absent, strict=True)
    )
    return tuple(Lack(place, _nearest(milestone, place, source)) for place in gone if place)


def _place(place: str) -> str:
    """A place that is bound to a name; "" for the rules of an op, which may be entered anyhow."""
    return "" if "(" in place else place


def _has(bound: Collection[str], place: str) -> bool:
    return not place or all(name in bound for name in place.split("."))


def _bound(tree: ast.AST) -> Iterator[str]:
    """Every name that is bound anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]


def _nearest(milestone: Milestone, place: str, source: str) -> str:
    """The nearest of the source's new names, in the same class; "" if none is near."""
    known = {name for name, _ in named_places(solution(milestone))}
    owner, _, name = place.rpartition(".")
    new = [each for each, _ in named_places(source) if each not in known]
    beside = {_letters(n): n for o, _, n in (e.rpartition(".") for e in new) if o == owner}
    found = get_close_matches(_letters(name), [n for n in beside if n], 1, NEAR)
    alike = [beside[found[0]]] if found else _taking_the_same(milestone, place, source, new)
    return alike[0] if len(alike) == 1 and alike[0].isascii() else ""


def _taking_the_same(
    milestone: Milestone, place: str, source: str, new: Collection[str]
) -> list[str]:
    """The new functions, beside the place, whose arguments have the names that its own have."""
    wanted = _arguments(dict(named_places(solution(milestone))).get(place))
    mine = dict(named_places(source))
    owner = place.rpartition(".")[0]
    beside = [each for each in new if each.rpartition(".")[0] == owner]
    found = [each for each in beside if wanted and _arguments(mine[each]) == wanted]
    return [each.rpartition(".")[2] for each in found]


def _arguments(node: ast.stmt | None) -> list[str]:
    if not isinstance(node, ast.FunctionDef):
        return []
    return [each.arg for each in (*node.args.posonlyargs, *node.args.args)]


def _letters(name: str) -> str:
    """What people keep of a name that they remember wrong."""
    return name.replace("_", "").lower()
