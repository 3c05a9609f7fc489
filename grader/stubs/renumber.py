"""Files and sources follow the order of the course: `nox -s stubs -- --renumber`.

A milestone's number is its place in `manifest.COURSE`. Where that has changed, what has the number
in its name is renamed, and each `m05` in a source becomes what it was.

    renumber(ROOT)      # ["solutions/m05_toposort.py -> solutions/m06_toposort.py", ...]
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import manifest

# Where numbers stand. exercises/ is generated anew.
FOLDERS = (
    *("solutions", "tests", "grader", "classroom", "benchmarks"),
    *("parity", "docs", "demos", "book"),
)
KINDS = (".py", ".md")
NUMBERED = re.compile(r"m(\d\d)_(\w+)\.py")
ID = re.compile(r"(?<![A-Za-z0-9])m\d\d(?![A-Za-z0-9])")


def renumber(root: Path) -> list[str]:
    """Rewrite the sources below `root`, rename the files, and say which."""
    new = changes(root / "solutions")
    if not new:
        return []
    for path in _sources(root):
        text = path.read_bytes().decode()
        if (after := renumbered(text, new)) != text:
            path.write_bytes(after.encode())
    moves = [(path, path.with_name(renumbered(path.name, new))) for path in _named(root)]
    moves = [(old, later) for old, later in moves if old != later]
    for old, later in moves:  # one's new name may be another's old one
        old.rename(later.with_suffix(".moving"))
    for _, later in moves:
        later.with_suffix(".moving").rename(later)
    return [f"{old.relative_to(root)} -> {later.relative_to(root)}" for old, later in moves]


def changes(solutions: Path) -> dict[str, str]:
    """The new id of each milestone whose file has another one: `{"m05": "m06"}`."""
    found = (NUMBERED.fullmatch(name) for name in os.listdir(solutions))
    old = {each[2]: f"m{each[1]}" for each in found if each}
    return {old[m.slug]: m.id for m in manifest.MILESTONES if old.get(m.slug, m.id) != m.id}


def renumbered(text: str, new: Mapping[str, str]) -> str:
    """The text with the ids that have changed in it."""
    return ID.sub(lambda found: new.get(found[0], found[0]), text)


def _sources(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in _within(root / folder) if path.suffix in KINDS)
    others = ("README.md", "CONTRIBUTING.md", "noxfile.py", "pyproject.toml")
    yield from (path for path in (root / name for name in others) if path.exists())


def _named(root: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in _within(root / folder) if ID.search(path.name)]


def _within(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*"))
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]
