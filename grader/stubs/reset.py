"""Start milestones over: `nox -s reset -- m05 [m06 ...]`. What was there is kept in a backup."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from .. import manifest
from ..manifest import Milestone
from . import issued
from .generate import generate

USAGE = "usage: nox -s reset -- MILESTONE [MILESTONE ...]    (for example m05, 5 or visualizer)"


def reset(milestone: Milestone) -> list[str]:
    """Put a fresh stub in the milestone's place, and say in one line each what was done."""
    path = manifest.EXERCISES / f"{milestone.module}.py"
    shown = f"{manifest.EXERCISES.name}/{path.name}"
    fresh = generate(milestone.module)
    missing = not os.path.lexists(path)
    told = []
    issued.add(manifest.EXERCISES, {milestone.module: fresh})
    if issued.read_regular(path) == fresh:
        return [f"{milestone.id}: {shown} is untouched, so there is nothing to reset"]
    if not missing and not issued.is_untouched(path):
        backup = _back_up(path).relative_to(manifest.STATE.parent)
        told.append(f"{milestone.id}: what was there is now {backup}")
    issued.replace(path, fresh)
    return [*told, f"{milestone.id}: {shown} {'is back' if missing else 'starts over'}"]


def main(argv: Sequence[str] | None = None) -> int:
    names = list(sys.argv[1:] if argv is None else argv)
    if not names:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        milestones = dict.fromkeys(map(manifest.find_milestone, names))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        for milestone in milestones:
            print(*reset(milestone), sep="\n")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _back_up(path: Path) -> Path:
    """Copy a regular file, move anything else (a link, a folder), to a name that is still free."""
    regular = stat.S_ISREG(path.lstat().st_mode)
    for backup in _names(path):
        backup.parent.mkdir(parents=True, exist_ok=True)
        try:
            if regular:
                with path.open("rb") as source, backup.open("xb") as copy:
                    shutil.copyfileobj(source, copy)
            elif os.path.lexists(backup):
                continue
            else:
                shutil.move(path, backup)
            return backup
        except FileExistsError:
            continue
    raise AssertionError("unreachable: there is always another name")


def _names(path: Path) -> Iterator[Path]:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = manifest.STATE / "backups"
    yield folder / f"{path.stem}.{moment}.py"
    yield from (folder / f"{path.stem}.{moment}-{n}.py" for n in count(2))


if __name__ == "__main__":
    sys.exit(main())
