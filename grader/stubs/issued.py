"""The record of every stub that was ever handed out, by which a learner's work is told from it.

It is committed beside the stubs and only grows: `{"m04_toposort": ["<sha256>", ...], ...}`.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from .. import manifest

NAME = ".issued.json"
LIMIT = 2**20  # bytes of a file; no stub and no solution comes near it


def digest(data: bytes) -> str:
    """How the record names a stub: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def load(folder: Path) -> dict[str, list[str]]:
    """The record kept in `folder`; empty if there is none. Raises ValueError if it is damaged."""
    path = folder / NAME
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ValueError(f"{path} is damaged ({error}): `git checkout` restores it") from None
    if isinstance(record, dict) and all(isinstance(hashes, list) for hashes in record.values()):
        return record
    raise ValueError(f"{path} is damaged (it maps no modules to lists): `git checkout` restores it")


def add(folder: Path, stubs: Mapping[str, bytes]) -> None:
    """Enter the stubs (module name -> bytes) that are about to be handed out into the record."""
    record = load(folder)
    before = str(record)
    for module, data in stubs.items():
        hashes = record.setdefault(module, [])
        hashes += {digest(data)} - set(hashes)
    if str(record) != before:
        replace(folder / NAME, (json.dumps(record, indent=2, sort_keys=True) + "\n").encode())


def is_untouched(path: Path, module: str | None = None) -> bool:
    """Does `path` hold, byte for byte, a stub that was issued for `module`, or for its own name?

    False for whatever is no regular file, symbolic links among them. The file is only read.
    """
    data = read_regular(path)
    return data is not None and digest(data) in load(manifest.EXERCISES).get(
        module or path.stem, []
    )


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
