"""Which of a submission's files are the course's, and why the others are not taken.

Numbered files may lie in any folder, and be called what browsers and platforms make of a name:
`m07_chain_rule (1).py`, `Copy of m07.py`, `m07_chain_rule-2.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from grader.library.misplaced import is_archive, meant
from grader.manifest import HANDOUT
from grader.stubs.order import MODULES, file_name

from .tree import Entry

ATTEMPT = re.compile(r"[-_ (]+(\d+)\)?$")  # a later attempt has the larger number
HAS_NUMBER = re.compile(r"(copy of )?m?\d\d?\D")
NOTEBOOK = ".ipynb"
# Folders of the library, in which a file may be called as a milestone is: its drawers and faces,
# and in a handout all of it.
HANDED_OUT = HANDOUT.name, "library"
LIBRARY = {file_name(module).partition("/")[0] for module in MODULES if "." in module}


@dataclass(frozen=True)
class Taken:
    """A submission's numbered files, by the names that they have in the course, and a line for each
    decision."""

    files: Mapping[str, bytes]
    decisions: tuple[str, ...]


def numbered(entries: Iterable[Entry]) -> Taken:
    """Take what is to be graded, from the folder that has most of it."""
    by_folder: dict[PurePosixPath, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    others, decisions = [], []
    for entry in entries:
        name = "" if _is_given(entry.path) else meant(entry.path.name)
        if entry.trouble:
            decisions.append(f"{entry.path} {entry.trouble}: not taken")
        elif name and entry.path.suffix.lower() != NOTEBOOK:
            by_folder[entry.path.parent][name].append(entry)
        else:
            others.append(entry)
    if not by_folder:
        return Taken({}, (*decisions, _nothing(others)))
    # Of two folders with as many, the outer one; of two as deep, the first by name.
    folder = min(by_folder, key=lambda each: (-len(by_folder[each]), len(each.parts), str(each)))
    found = by_folder.pop(folder)
    if folder.parts:
        decisions.append(f"taken from {folder}: {_files(len(found))}")
    files: dict[str, bytes] = {}
    for name, candidates in sorted(found.items()):
        decisions += _take(name, candidates, files)
    for other, beside in sorted(by_folder.items()):
        more = sorted(set(beside) - files.keys())
        only = f", among them {more[0]}, which is not in {folder}" if more else ""
        decisions.append(f"{other} has {_files(len(beside))}, too: not taken{only}")
    return Taken(files, tuple(decisions))


def _is_given(path: PurePosixPath) -> bool:
    """Whether it lies in the library: in a folder of its own, or beside stubs in a handout."""
    folders = path.parts[:-1]
    return bool(LIBRARY & set(folders)) or HANDED_OUT in pairwise(folders)


def _take(name: str, candidates: list[Entry], files: dict[str, bytes]) -> list[str]:
    """Takes the latest of the files that stand for one of the course's; what is to be said."""
    latest, *rest = sorted(reversed(candidates), key=_age, reverse=True)
    said = [f"{each.path.name} stands for {name}, too: not taken" for each in rest]
    try:
        files[name] = latest.read()
    except ValueError as problem:
        return [*said, f"{latest.path} {problem}: not taken"]
    if latest.path.name != name:
        said.append(f"{latest.path.name} is taken as {name}")
    return said


def _age(entry: Entry) -> tuple[bool, bool, int]:
    """What has a number is meant, rather than what has a title alone, such as the library's own
    training.py; a copy is older than what is not one; then the number of the attempt decides."""
    name = entry.path.name.lower()
    attempt = ATTEMPT.search(entry.path.stem)
    return bool(HAS_NUMBER.match(name)), "copy" not in name, int(attempt[1]) if attempt else 0


def _nothing(others: list[Entry]) -> str:
    """Why nothing is there to be graded."""
    if not others:
        return "nothing was handed in"
    count = _files(len(others))
    for kind, is_one, advice in (
        ("a notebook", lambda name: name.endswith(NOTEBOOK), "hand in the numbered .py files"),
        ("an archive that is not a zip", is_archive, "unpack it, or hand in a zip"),
    ):
        if found := [each for each in others if is_one(each.path.name.lower())]:
            return f"no numbered file in {count}; {found[0].path} is {kind}: {advice}"
    return f"no numbered file in {count}, the first is {others[0].path}"


def _files(count: int) -> str:
    return f"{count} file" + "s" * (count != 1)
