"""Which inputs a submission is graded on: two seeds of a secret pool.

Who knows a seed could answer its questions from a table. So the pool is made of a key that lies in
the class's folder and nowhere else, and no report tells a seed. The same submission gets the same
two each time, so that grades can be repeated; all share the pool, so that torch answers each
question once.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

KEY = "key"
POOL = 16
LARGEST = 2**31  # a seed is below


def key_of(classroom: Path) -> bytes:
    """The class's key, made when it is first needed. Only its owner may read it.

    Raises ValueError for a file that holds none.
    """
    path = classroom / KEY
    if not path.exists():
        _make(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) < 16:
        raise ValueError(f"{path} is not a key: bring it back, or delete it for another")
    return key


def _make(path: Path) -> None:
    """A key, in one step: nobody finds half of one, and of two who make one, the first has."""
    descriptor, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def seeds_of(key: bytes, submission: str) -> tuple[int, int]:
    """The seed that a submission is graded on, and the one that what passes is confirmed on."""
    first = _number(key, f"which {submission}") % POOL
    second = _number(key, f"which next {submission}") % (POOL - 1)
    return _seed(key, first), _seed(key, second + (second >= first))


def _seed(key: bytes, place: int) -> int:
    return 1 + _number(key, f"seed {place}") % (LARGEST - 1)


def _number(key: bytes, of_what: str) -> int:
    return int.from_bytes(hmac.digest(key, of_what.encode(), hashlib.sha256)[:16], "big")
