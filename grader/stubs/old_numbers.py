"""A learner's files under old numbers: `nox -s reset -- --renumber` moves them.

A file is known by its slug. It gets the number that its milestone has now, and so does whatever
else it names; places that have become another milestone's are told.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from .. import files, manifest
from ..manifest import Milestone
from . import issued
from .generate import generate
from .places import named_places, places_to_fill
from .start_over import back_up

NAMED = re.compile(r"\bm\d\d_(\w+)")


def renumber_own() -> list[str]:
    """Move the files of `exercises/`, and say in a line each what was done."""
    told, milestones = [], {m.slug: m for m in manifest.MILESTONES}
    for path in sorted(manifest.EXERCISES.glob("m[0-9][0-9]_*.py")):
        milestone = milestones.get(path.stem[4:])
        if milestone and path.stem != milestone.module:
            told += _move(path, milestone)
    return told or ["Every file has the number that its milestone has now."]


def _move(path: Path, milestone: Milestone) -> list[str]:
    later = path.with_name(f"{milestone.module}.py")
    old, new = files.shown(path), files.shown(later)
    data = files.read_regular(path)
    if data is None or not (issued.is_untouched(later) or not later.exists()):
        return [f"{old} stays: {new} has your work, too"]
    backup = files.shown(back_up(path))
    text = renamed(data.decode("utf-8-sig", "replace"), path.stem[:3], milestone)
    files.replace(later, text.encode())
    path.unlink()
    return [f"{old} is {new} now; as it was, it is {backup}", *moved_places(text, milestone)]


def renamed(text: str, old: str, milestone: Milestone) -> str:
    """A file's text, with today's numbers: of the modules that it names, and its own in messages of
    what is not written yet."""
    modules = {m.slug: m.module for m in manifest.MILESTONES}
    text = NAMED.sub(lambda found: modules.get(found[1], found[0]), text)
    return text.replace(f'"{old}: ', f'"{milestone.id}: ')


def moved_places(text: str, milestone: Milestone) -> list[str]:
    """A line for each place of the file that another milestone asks for now."""
    try:
        found = dict.fromkeys(name for name, _ in named_places(text))
    except SyntaxError:
        return []
    asked = {place: m.module for m in manifest.MILESTONES for place in _asked(m.module)}
    own = {name for name, _ in named_places(_stub(milestone.module))}
    moved = [name for name in found if name in asked and name not in own]
    return [f"  {name} belongs to {asked[name]}.py now" for name in moved]


@cache
def _asked(module: str) -> list[str]:
    """The places that a milestone asks for."""
    return places_to_fill(_stub(module))


def _stub(module: str) -> str:
    return generate(module).decode()
