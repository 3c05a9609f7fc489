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
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ..files import LIMIT, digest, read_regular
from ..manifest import MILESTONES, PACKAGE, ROOT, SOLUTIONS
from ..stubs.order import FAST, MODULES, file_name


@dataclass(frozen=True)
class Library:
    """Module names and their files. Two libraries of the same content are equal."""

    key: str
    files: tuple[tuple[str, Path], ...] = field(compare=False)
    problem: str | None = field(compare=False)  # why it cannot be imported at all, in one line


def mount(files: Mapping[str, Path]) -> Library:
    """The library in which each module ("autodiff", "autodiff._tensor", ...) is the file named."""
    key, first = hashlib.sha256(), None
    for name, path in files.items():
        trouble = problem(path)
        first = first or trouble
        content = trouble or _digest(path, _state(path))
        key.update(f"{name} {content}\n".encode())
    return Library(key.hexdigest(), tuple(files.items()), first)


def _state(path: Path) -> tuple[int, ...]:
    """What changes whenever a file does; the time of its last change nobody can set."""
    with suppress(OSError):
        status = path.lstat()
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return ()


@lru_cache(maxsize=4096)
def _digest(path: Path, state: tuple[int, ...]) -> str:
    """A file's content in short. All libraries share the reference's files, which are read once."""
    return digest(read_regular(path) or b"")


def assemble(
    reference: Path, learner: Path | None, modules: Collection[str] = (), fast: bool = True
) -> Library:
    """The learner's file for each of the milestone `modules`, and the reference's for all else.

    Without `fast`, the fast paths are left out, and the plain ones run. Raises ValueError for a
    module that no milestone asks the learner for.
    """
    numbered = {m.module for m in MILESTONES}
    if unknown := set(modules) - numbered:
        raise ValueError(f"no milestone has a module {', '.join(sorted(unknown))}")
    names = [name for name in MODULES if fast or not name.startswith(FAST)]
    folders = {name: learner if learner and name in modules else reference for name in names}
    return mount({_module(name): folder / file_name(name) for name, folder in folders.items()})


def problem(path: Path) -> str | None:
    """Why `path` cannot be graded and what to do, in one line; None for an ordinary file."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _told(path, "is missing: {restore}")
    except OSError as error:
        return _told(path, f"cannot be read ({error.strerror}): {{restore}}")
    if stat.S_ISLNK(status.st_mode):
        return _told(path, "is a symbolic link: put the file itself there; {restore}")
    if not stat.S_ISREG(status.st_mode):
        return _told(path, "is not an ordinary file: move it away; then {restore}")
    if status.st_size > LIMIT:
        return _told(path, "is larger than 1 MiB: make it shorter; {restore}")
    if not os.access(path, os.R_OK):
        return _told(path, "cannot be read: give yourself permission (chmod u+r)")
    return None


def strangers(learner: Path) -> list[str]:
    """The names in a learner's folder that are not modules of the library, and so are ignored."""
    if learner == SOLUTIONS or not learner.is_dir():
        return []
    known = {file_name(name).split("/")[0].removesuffix(".py") for name in MODULES}
    names = {entry.name for entry in os.scandir(learner) if not entry.name.startswith(".")}
    return sorted(name for name in names - {"__pycache__"} if _stem(name) not in known)


def _stem(name: str) -> str:
    return name.removesuffix(".pyi").removesuffix(".py")


def _module(name: str) -> str:
    return PACKAGE if name == "__init__" else f"{PACKAGE}.{name}"


def _told(path: Path, trouble: str) -> str:
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    milestones = {milestone.module: milestone.id for milestone in MILESTONES}
    command = (
        f"nox -s reset -- {milestones[path.stem]}"
        if path.stem in milestones
        else f"git checkout -- {shown}"
    )
    return f"{shown} {trouble.format(restore=f'`{command}` restores it')}"
