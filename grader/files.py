"""Reads a stranger's files safely, replaces files in one step, and shows their paths."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

LIMIT = 2**20  # bytes of a file; no stub and no solution comes near it


def shown(path: Path) -> str:
    """A path as people type it: from the current folder, where it lies below that."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def digest(data: bytes) -> str:
    """How the record names a stub: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def state(path: Path) -> tuple[int, ...]:
    """What changes whenever a file does; the time of its last change nobody can set."""
    with suppress(OSError):
        status = path.lstat()
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return ()


def read_regular(path: Path) -> bytes | None:
    """The bytes of a regular file of up to a MiB; None for anything else, such as a link.

    Nothing blocks, even if the path becomes a FIFO just now.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LIMIT:
            return None
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    os.replace(draft, path)
