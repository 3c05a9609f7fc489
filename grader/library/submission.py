"""What somebody hands in: a folder's milestone files, each read once.

    submission = Submission.read(EXERCISES)
    submission.is_untouched(milestone)

What is graded, and told from, is these bytes: a file that changes meanwhile changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import manifest
from ..checkout import kept
from ..files import MISSING, File, digest, read, shown
from ..manifest import MILESTONES, SOLUTIONS, Milestone
from ..stubs import issued
from ..stubs.order import MODULES, file_name
from ..stubs.reading import imports
from .misplaced import below, changed, elsewhere


@dataclass(frozen=True)
class Submission:
    """A folder, and its file for each milestone, by module."""

    folder: Path
    files: Mapping[str, File]
    untouched: frozenset[str]  # modules: each file is a stub as it was handed out, or is missing
    ignored: tuple[str, ...]  # other names in the folder
    changed: tuple[str, ...] = ()  # given files that are not as they were handed out
    elsewhere: str = ""  # the folder within that holds the milestones' files, if this one has none

    @classmethod
    def of(cls, target: Path | Submission) -> Submission:
        """What is in a folder, unless it has been read already."""
        return cls.read(target) if isinstance(target, Path) else target

    @classmethod
    def read(cls, folder: Path) -> Submission:
        """A folder as it is now. The reference's is never untouched.

        A file that is missing is one that was not handed in; but not from the checkout's own
        exercises, where there was one.
        """
        get = kept if folder == SOLUTIONS else read
        files = {m.module: get(folder / f"{m.module}.py") for m in MILESTONES}
        if folder == SOLUTIONS:
            return cls(folder, files, frozenset(), ())
        stubs = issued.load(manifest.EXERCISES)
        may_lack = folder != manifest.EXERCISES
        untouched = {
            module
            for module, file in files.items()
            if (may_lack and file.trouble == MISSING)
            or (not file.trouble and issued.is_among(file.data, stubs.get(module, ())))
        }
        within = elsewhere(folder)
        return cls(
            folder,
            files,
            frozenset(untouched),
            tuple(_strangers(folder, untouched)),
            tuple(changed(folder, stubs)),
            shown(within) if within else "",
        )

    def is_untouched(self, milestone: Milestone) -> bool:
        """Whether there is nothing of the learner's in this milestone's file."""
        return milestone.module in self.untouched

    def is_missing(self, milestone: Milestone) -> bool:
        """Whether this milestone's file is not there at all."""
        return self.files[milestone.module].trouble == MISSING

    def text(self, milestone: Milestone) -> str:
        """A milestone's file as text, as far as it is text; "" where it can't be read."""
        return self.files[milestone.module].text

    def changed_below(self, milestone: Milestone) -> tuple[str, ...]:
        """The given files that a milestone imports, and that are not as they were handed out."""
        used = {file_name(module) for module in imports(milestone.module)}
        return tuple(name for name in self.changed if name.removesuffix("i") in used)

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file that could be read, by name."""
        return {
            file.path.name: digest(file.data) for file in self.files.values() if not file.trouble
        }


def _strangers(folder: Path, untouched: Collection[str]) -> list[str]:
    """What is in a learner's folder and is ignored, since it is not a module of the library: its
    names, and in place of a folder's those files in it that are still to be written here."""
    if not folder.is_dir():
        return []
    known = {file_name(name).split("/")[0].removesuffix(".py") for name in MODULES}
    names = {entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")}
    found = []
    for name in sorted(names - {"__pycache__"}):
        if _stem(name) not in known:
            found += [f"{name}/{file}" for file in below(folder / name, untouched)] or [name]
    return found


def _stem(name: str) -> str:
    return name.removesuffix(".pyi").removesuffix(".py")
