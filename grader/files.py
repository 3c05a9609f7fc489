"""Reads a stranger's files safely, replaces files in one step, and shows their paths."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

LIMIT = 2**20  # bytes of a file; no stub and no solution comes near it


def shown(path: Path) -> str:
    """A path as people type it: from the current folder, where it lies below that."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def digest(data: bytes) -> str:
    """How the record names a stub: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_regular(path: Path) -> bytes | None:
    """The bytes of a regular file of up to a MiB; None for anything else, such as a link.

    Nothing blocks, even if the path becomes a FIFO just now.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > LIMIT:
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
