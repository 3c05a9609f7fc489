"""The saves in a folder, as they come.

Editors save in many ways: they write in place, in two steps, or put another file in its place.
What counts here is only what a file holds afterwards. A folder that vanishes is waited for.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from watchfiles import awatch

from ..stubs.issued import digest, read_regular

SETTLES = 15  # milliseconds without another change: what belongs to one save is there
LONGEST = 150  # milliseconds after which a burst of saves is looked at anyway
LOOKS = 1000  # milliseconds after which the folder is looked at even if nothing was heard
GONE = None

Content = dict[str, str]  # what each file holds, by its path within the folder


async def saves(folder: Path) -> AsyncIterator[set[str] | None]:
    """Yields the paths, within the folder, of the files whose content has changed; GONE when the
    folder has vanished, and an empty set when it is back."""
    before = content(folder)
    while True:
        if not folder.is_dir():
            yield GONE
            while not folder.is_dir():
                await asyncio.sleep(LOOKS / 5000)
            yield set()
        async for _ in _heard(folder):
            after = content(folder)
            paths = before.keys() | after.keys()
            changed = {path for path in paths if before.get(path) != after.get(path)}
            before = after
            if changed:
                yield changed


def content(folder: Path) -> Content:
    """A digest of each Python file below a folder, or the reason why there is none."""
    found = {}
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if name.endswith(".py"):
                file = Path(path) / name
                data = read_regular(file)
                found[str(file.relative_to(folder))] = digest(data) if data is not None else "none"
    return found


async def _heard(folder: Path) -> AsyncIterator[None]:
    """Yields whenever something may have changed, until the folder is another one, or gone."""
    state = _identity(folder)
    with suppress(OSError, RuntimeError):
        yield
        async for _ in awatch(
            folder,
            watch_filter=None,
            step=SETTLES,
            debounce=LONGEST,
            rust_timeout=LOOKS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
            raise_interrupt=False,
        ):
            if _identity(folder) != state:
                return
            yield


def _identity(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        status = folder.stat()
        return status.st_dev, status.st_ino
    return None
