"""Start milestones over: `nox -s reset -- m06 [m07 ...]`. What was there is kept in a backup."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from .. import files, manifest
from ..manifest import Milestone
from . import issued
from .generate import generate


def reset(milestone: Milestone) -> list[str]:
    """Put a fresh stub in the milestone's place, and say in one line each what was done."""
    path = manifest.EXERCISES / f"{milestone.module}.py"
    shown = files.shown(path)
    fresh = generate(milestone.module)
    missing = not os.path.lexists(path)
    told = []
    issued.add(manifest.EXERCISES, {milestone.module: fresh})
    if files.read_regular(path) == fresh:
        return [f"{milestone.id}: {shown} is untouched, so there is nothing to reset"]
    if not missing and not issued.is_untouched(path):
        backup = files.shown(back_up(path))
        told.append(f"{milestone.id}: what was there is now {backup}")
    files.replace(path, fresh)
    return [*told, f"{milestone.id}: {shown} {'is back' if missing else 'starts over'}"]


def back_up(path: Path) -> Path:
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
