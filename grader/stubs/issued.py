"""The record of every stub that was ever handed out, by which a learner's work is told from it.

It is committed beside the stubs and only grows: `{"m05_toposort": ["<sha256>", ...], ...}`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from .. import manifest
from ..files import digest, read_regular, replace

NAME = ".issued.json"


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
    """Does `path` hold a stub that was issued for `module`, or for its own name?

    Byte for byte, save that an editor may have made its line ends Windows's. False for whatever is
    not a regular file, such as a symbolic link. The file is only read.
    """
    data = read_regular(path)
    stubs = load(manifest.EXERCISES).get(module or path.stem, [])
    return data is not None and is_among(data, stubs)


def is_among(data: bytes, stubs: Collection[str]) -> bool:
    """Whether these bytes have one of the digests; their lines may end as they do on Windows."""
    return digest(data) in stubs or digest(data.replace(b"\r\n", b"\n")) in stubs
