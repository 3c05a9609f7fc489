"""Which file stands for each module of the library that is graded.

    assemble(SOLUTIONS, EXERCISES, ["m04_toposort"])

is the reference with the learner's m04 in it. The trusted side only looks at files and reads their
bytes; it never imports, compiles or runs a learner's.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .manifest import MILESTONES, MODULES, PACKAGE, ROOT, SOLUTIONS, file_name
from .stubs.issued import LIMIT, read_regular


@dataclass(frozen=True)
class Library:
    """Module names and their files. Two libraries of the same content are equal."""

    key: str
    files: tuple[tuple[str, Path], ...] = field(compare=False)
    problem: str | None = field(compare=False)  # why it cannot be imported at all, in one line


def mount(files: Mapping[str, Path]) -> Library:
    """The library in which each module ("autodiff", "autodiff.tensor", ...) is the file named."""
    digest, first = hashlib.sha256(), None
    for name, path in files.items():
        trouble = problem(path)
        first = first or trouble
        content = trouble.encode() if trouble else read_regular(path) or b""
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return Library(digest.hexdigest(), tuple(files.items()), first)


def assemble(reference: Path, learner: Path | None, modules: Collection[str] = ()) -> Library:
    """The learner's file for each of the milestone `modules`, and the reference's for all else.

    Raises ValueError for a module that no milestone asks the learner for.
    """
    numbered = {m.module for m in MILESTONES}
    if unknown := set(modules) - numbered:
        raise ValueError(f"no milestone has a module {', '.join(sorted(unknown))}")
    folders = {name: learner if learner and name in modules else reference for name in MODULES}
    return mount({_module(name): folder / file_name(name) for name, folder in folders.items()})


def problem(path: Path) -> str | None:
    """Why `path` cannot be graded and what to do, in one line; None for an ordinary file."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    restore = _restore(path, str(shown))
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return f"{shown} is missing: {restore}"
    except OSError as error:
        return f"{shown} cannot be read ({error.strerror}): {restore}"
    if stat.S_ISLNK(status.st_mode):
        return f"{shown} is a symbolic link: put the file itself there; {restore}"
    if not stat.S_ISREG(status.st_mode):
        return f"{shown} is not an ordinary file: move it away; then {restore}"
    if status.st_size > LIMIT:
        return f"{shown} is larger than 1 MiB: make it shorter; {restore}"
    if not os.access(path, os.R_OK):
        return f"{shown} cannot be read: give yourself permission (chmod u+r)"
    return None


def strangers(learner: Path) -> list[str]:
    """The names in a learner's folder that are no module of the library, and so are ignored."""
    if learner == SOLUTIONS or not learner.is_dir():
        return []
    known = {file_name(name).split("/")[0] for name in MODULES} | {"__pycache__"}
    names = {entry.name for entry in os.scandir(learner)}
    return sorted(name for name in names - known if not name.startswith("."))


def _module(name: str) -> str:
    return PACKAGE if name == "__init__" else f"{PACKAGE}.{name}"


def _restore(path: Path, shown: str) -> str:
    for milestone in MILESTONES:
        if path.stem == milestone.module:
            return f"`nox -s reset -- {milestone.id}` restores it"
    return f"`git checkout -- {shown}` restores it"
