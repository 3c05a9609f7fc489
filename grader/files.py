"""Reads and deletes a stranger's files safely, replaces files in one step, and shows their paths.

file = read(path)    # its bytes, or why there are none
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import subprocess
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

DELETING = 20.0  # seconds
LIMIT = 2**20  # bytes of a file; no stub and no solution comes near it

MISSING = "is missing"
LINK = "is a symbolic link"
STRANGE = "is not an ordinary file"
EMPTY = "is empty"  # of a file that somebody was to write
LARGE = "is larger than 1 MiB"
FORBIDDEN = "may not be read"
TROUBLES = {
    errno.ENOENT: MISSING,
    errno.ENOTDIR: MISSING,
    errno.ELOOP: LINK,
    errno.ENXIO: STRANGE,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
}


class File(NamedTuple):
    """A file as it was when it was read. `trouble` says why it can't be used: MISSING, say."""

    path: Path
    data: bytes = b""
    trouble: str = ""

    @property
    def text(self) -> str:
        """The text, as far as it is text."""
        return self.data.decode("utf-8-sig", "replace")


def shown(path: Path) -> str:
    """A path as people type it: from the current folder, where it lies below that."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


@lru_cache(maxsize=1024)  # a library's files are the same for most milestones
def digest(data: bytes) -> str:
    """How the record names a file: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def state(path: Path) -> tuple[int, ...]:
    """What changes whenever a file does; the time of its last change nobody can set."""
    with suppress(OSError):
        status = path.lstat()
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return ()


def read(path: Path) -> File:
    """A regular file of up to a MiB. Links are not followed, and nothing blocks, even if the path
    becomes a FIFO just now."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return File(path, b"", TROUBLES.get(error.errno or 0, f"can't be read ({error.strerror})"))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return File(path, b"", STRANGE)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        return File(path, b"", f"can't be read ({error.strerror})")
    finally:
        os.close(descriptor)
    return File(path, data) if len(data) <= LIMIT else File(path, b"", LARGE)


def read_regular(path: Path) -> bytes | None:
    """The bytes of what can be `read`, None for anything else."""
    file = read(path)
    return None if file.trouble else file.data


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new, never half of it.

    Whatever stands there is replaced, even a link or a pipe. Nobody can guess the draft's name, and
    put one there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def remove(folder: Path) -> None:
    """Delete what somebody has left, however deep, and whoever may enter it. No link is followed.

    Most leave nothing. What is there is left to `rm`, which goes deeper than Python can.
    """
    with suppress(OSError):
        if folder.is_symlink():
            folder.unlink()
        else:
            folder.rmdir()
        return
    for command in (["rm", "-rf"], ["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([*command, folder], capture_output=True, timeout=DELETING)
        if not folder.exists():
            return
