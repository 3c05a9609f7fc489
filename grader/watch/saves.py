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

from ..files import digest, read_regular

SETTLES = 5  # milliseconds without another change: what belongs to one save is there
LONGEST = 150  # milliseconds after which a burst of saves is looked at anyway
LOOKS = 1000  # milliseconds after which the folder is looked at even if nothing was heard
GONE = None

State = tuple[int, int, int, int]
Content = dict[str, tuple[State, str]]  # each file's state and digest, by path within the folder


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
            after = content(folder, before)
            changed = {p for p in before | after if _digest(before, p) != _digest(after, p)}
            before = after
            if changed:
                yield changed


def content(folder: Path, known: Content | None = None) -> Content:
    """What the Python files below a folder hold; those whose state is `known` are not read."""
    found: Content = {}
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for file in (os.path.join(path, name) for name in names if name.endswith(".py")):
            name = os.path.relpath(file, folder)
            with suppress(OSError):
                status = os.lstat(file)
                state = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode)
                before = (known or {}).get(name)
                found[name] = before if before and before[0] == state else (state, _read(file))
    return found


def _read(file: str) -> str:
    data = read_regular(Path(file))
    return "unreadable" if data is None else digest(data)


def _digest(content: Content, path: str) -> str:
    return content[path][1] if path in content else "missing"


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
        ):
            if _identity(folder) != state:
                return
            yield


def _identity(folder: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        status = folder.stat()
        return status.st_dev, status.st_ino
    return None
