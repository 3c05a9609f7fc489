"""What somebody handed in under another name, in another folder, or in place of what is given.

meant("m05_toposort (1).py")    # "m05_toposort.py"
elsewhere(folder)               # a folder within, where numbered files are; None if there is none
below(folder, modules)          # ["mine/m05_toposort.py"], where that of the folder is not written
changed(folder, stubs)          # ["given/core/dtypes.py"]
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from ..files import read
from ..manifest import MILESTONES, Milestone
from ..stubs import issued

DEEPEST, MOST = 4, 2000  # folders within folders, and how many that are looked into
KINDS = re.compile(r"(?i)(\.py|\.ipynb|\.txt)+$")
AROUND = re.compile(r"(?i)^copy of |[ _-]*(\(\d+\)|copy|-\d+)$")
NUMBER = re.compile(r"^(?:m?(\d+)[ _-]+|m(\d+)$)")
NUMBERED = re.compile(r"m\d\d_\w+")  # a milestone's module, of today or before
APART = re.compile(r"[ _-]+")
ARCHIVE = re.compile(r"(?i)\.(zip|tar|t?gz|tgz|bz2|xz|7z|rar)$")


def meant(name: str, there: Collection[str] = ()) -> str:
    """The name of the milestone's file that a file in its place stands for; "" if of none.

    It has the milestone's name or title in it; or else begins with its number, unless the file
    itself is `there`, beside it.
    """
    stem, kinds = KINDS.subn("", PurePath(name).name)
    if not kinds:
        return ""
    before = ""
    while stem != before:
        before, stem = stem, AROUND.sub("", stem).strip()
    number, said = NUMBER.match(stem.lower()), NUMBER.sub("", stem.lower())
    called = [m for m in MILESTONES if APART.sub("_", said) in _called(m)]
    if not called and number:
        words = APART.split(said)
        called = [m for m in MILESTONES for each in _called(m) if _begins(words, each)]
        own = [m for m in MILESTONES if m.number == int(number[1] or number[2])]
        called = called or [m for m in own if f"{m.module}.py" not in there]
    return f"{called[0].module}.py" if called else ""


def _called(milestone: Milestone) -> tuple[str, str]:
    """Its name and its title, as a file's name has them."""
    return milestone.slug, APART.sub("_", milestone.title.lower())


def _begins(words: Sequence[str], name: str) -> bool:
    return words[: name.count("_") + 1] == name.split("_")


def elsewhere(folder: Path) -> Path | None:
    """The first folder within that holds numbered files, where the folder itself holds none."""
    names = {f"{milestone.module}.py" for milestone in MILESTONES}
    for top, files in _walk(folder):
        if names & set(files):
            return None if top == folder else top
    return None


def below(folder: Path, modules: Collection[str]) -> list[str]:
    """The files of these milestones that are in a folder within, by their paths from `folder`."""
    names = {f"{module}.py" for module in modules}
    found = [top / name for top, files in _walk(folder) for name in sorted(names & set(files))]
    return [path.relative_to(folder).as_posix() for path in found]


def is_archive(name: str) -> bool:
    """Whether a file has the name of one that holds others."""
    return bool(ARCHIVE.search(name))


def _walk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """A folder and those within, each with the names of its files."""
    for number, (top, folders, files) in enumerate(os.walk(folder)):
        yield Path(top), files
        depth = len(Path(top).relative_to(folder).parts)
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__")))
        if depth >= DEEPEST or number > MOST:
            folders.clear()


def changed(folder: Path, stubs: Mapping[str, Collection[str]]) -> list[str]:
    """The given files in a folder that are not as they were handed out: they are not read.

    `stubs` are the digests of what was, by module.
    """
    given = [module for module in stubs if not NUMBERED.fullmatch(module)]
    digests = {name: stubs[module] for module in given for name in _names(module)}
    found = []
    for name in sorted(
        digests.keys() & _there(folder, {name.rpartition("/")[0] for name in digests})
    ):
        file = read(folder / name)
        if not file.trouble and not issued.is_among(file.data, digests[name]):
            found.append(name)
    return found


def _there(folder: Path, within: Collection[str]) -> set[str]:
    """What is in some of the folders within: looked up one by one, a thousand names take 10 ms."""
    found = set()
    for inner in within:
        with suppress(OSError):
            found |= {f"{inner}/{name}".lstrip("/") for name in os.listdir(folder / inner)}
    return found


def _names(module: str) -> tuple[str, ...]:
    """The files that a module may be in `exercises/`."""
    path = module.replace(".", "/")
    if module.endswith("__init__"):
        return f"{path}.py", f"{path}.pyi"
    return f"{path}.py", f"{path}.pyi", f"{path}/__init__.py", f"{path}/__init__.pyi"
