"""A library of the learner's files and the reference's, as texts.

    assemble(SOLUTIONS, EXERCISES, ["m05_toposort"])

is the reference with the learner's m05 in it. The trusted side only looks at files and reads their
bytes; it never imports, compiles or runs a learner's. What it has read is what is graded.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .. import manifest
from ..checkout import kept
from ..files import EMPTY, FORBIDDEN, LARGE, LINK, STRANGE, File, digest, read, shown
from ..manifest import MILESTONES, PACKAGE
from ..stubs.digests import fast_paths
from ..stubs.order import FAST, MODULES, file_name
from .encoding import not_utf8
from .misplaced import below

NUMBERED = {m.module: m.id for m in MILESTONES}
ADVICE = {  # what to do about a file's trouble
    LINK: "put the file itself there",
    STRANGE: "move it away",
    LARGE: "make it shorter",
    FORBIDDEN: "give yourself permission (chmod u+r)",
}
HAND_IN = "hand in the file itself"


@dataclass(frozen=True)
class Library:
    """Module names and their files. Two libraries of the same content are equal."""

    key: str
    files: tuple[tuple[str, File], ...] = field(compare=False)
    problem: str | None = field(compare=False)  # why it cannot be imported at all, in one line

    @property
    def paths(self) -> dict[str, str]:
        """The path of each module's file, by which its errors are told."""
        return {name: str(file.path) for name, file in self.files}


def library_of(files: Mapping[str, File]) -> Library:
    """The library in which each module ("autodiff", "autodiff.m05_toposort") is the file given."""
    key, first = hashlib.sha256(), None
    for name, file in files.items():
        trouble = problem(file)
        first = first or trouble
        key.update(f"{name} {trouble or digest(file.data)}\n".encode())
    return Library(key.hexdigest(), tuple(files.items()), first)


def assemble(
    reference: Path,
    learner: Path | Mapping[str, File] | None,
    modules: Collection[str] = (),
    fast: bool = True,
) -> Library:
    """The learner's file for each of the milestone `modules`, and the reference's for all else.

    A learner's folder is read now; or they are files that were read, by module. Without `fast`, the
    fast paths are left out, and the plain ones run. So is each that relies on a module which the
    learner has written: it takes nothing's place then, and would be an answer to be imported.
    Raises ValueError for a module that no milestone asks the learner for.
    """
    if unknown := set(modules) - NUMBERED.keys():
        raise ValueError(f"no milestone has a module {', '.join(sorted(unknown))}")
    paths = _paths(reference)
    files = {name: kept(paths[name]) for name in paths if fast or not name.startswith(FAST)}
    if isinstance(learner, Path):
        learner = {name: read(learner / file_name(name)) for name in modules}
    theirs = {name: learner[name] for name in modules} if learner else {}
    own = {name for name, file in theirs.items() if file.data != files[name].data}
    answers = [path for path, used in fast_paths().items() if own & set(used)]
    files = {name: file for name, file in (files | theirs).items() if name not in answers}
    return library_of({_module(name): file for name, file in files.items()})


@cache
def _paths(reference: Path) -> dict[str, Path]:
    return {name: reference / file_name(name) for name in MODULES}


def problem(file: File) -> str | None:
    """Why a file cannot be graded and what to do, in one line; None for an ordinary file."""
    trouble = file.trouble or (EMPTY if _is_empty(file) else "")
    if not trouble:
        said = not_utf8(file.data)
        return f"{shown(file.path)} {said}" if said else None
    what = ADVICE.get(trouble, "")
    restore = "" if trouble == FORBIDDEN else _restore(file.path)
    advice = "; ".join(filter(None, [what, restore])) or HAND_IN
    return f"{shown(file.path)} {trouble}: {advice}"


def _is_empty(file: File) -> bool:
    """Whether nothing is in a milestone's file; faces may be empty."""
    data = file.data.removeprefix(codecs.BOM_UTF8)
    return file.path.stem in NUMBERED and (not data or data.isspace())


def _restore(path: Path) -> str:
    """What puts a file of the checkout's own back; "" for one that somebody has handed in."""
    is_reference = path.is_relative_to(manifest.SOLUTIONS)
    if not is_reference and path.parent != manifest.EXERCISES:
        return ""
    is_gone = path.stem in NUMBERED and not path.exists()
    if moved := below(path.parent, [path.stem]) if is_gone else []:
        return f"move {shown(path.parent / moved[0])} back"
    command = f"git checkout -- {shown(path)}"
    if not is_reference and path.stem in NUMBERED:
        command = f"nox -s reset -- {NUMBERED[path.stem]}"
    return f"`{command}` restores it"


def _module(name: str) -> str:
    return PACKAGE if name == "__init__" else f"{PACKAGE}.{name}"
