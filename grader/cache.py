"""What a checkout remembers between commands: every file of `.kata/`, its limit, and its keys.

    memory = Memory(TORCH)              # or Memory(None), which forgets all with the object
    memory.get("the program's digest")  # bytes, or None
    memory.put("the program's digest", answer)
    memory.save()

A key must name everything that its answer depends on (that of torch's answers is made in
asking/oracle_cache.py); the grader itself, Python and NumPy are added to it here, so that an update
never finds what another grader thought. Only answers are kept: what timed out, crashed or was not
asked is asked again. The files may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
import weakref
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from .manifest import ROOT, STATE


class Store(NamedTuple):
    """A file of `.kata/`."""

    name: str
    most: int  # answers; before there are more, all are forgotten
    depends_on_grader: bool = True


TORCH = Store("torch", 20_000)  # what torch answers
OF_A_CLASS = Store("class", 1_000_000)  # the same, on all the seeds of a class
CONFIRMED = Store("confirmed", 1000)  # the milestones that pass on a fresh seed, too
EDITED = Store("edited", 50_000)  # what the reference answers with one of its files edited
HINTS = Store("hints", 5000, depends_on_grader=False)  # how many were given for each place


class Memory:
    """What was known before, and what is learnt; `save` adds the news to the file.

    Args:
        store: the file; None for a memory that ends with this object.
        folder: where the file lies, if it isn't `.kata/`.
    """

    def __init__(self, store: Store | None, folder: Path | None = None) -> None:
        self._file = (folder or STATE) / f"{store.name}.sqlite" if store else None
        self._most = store.most if store else 0
        self._prefix = f"{grader_digest()}:" if store and store.depends_on_grader else ""
        self._news: dict[str, bytes] = {}
        self._connection: sqlite3.Connection | None = None

    def get(self, key: str) -> bytes | None:
        """What is known, None for nothing."""
        if key in self._news:
            return self._news[key]
        return self._first("SELECT answer FROM answers WHERE question = ?", self._prefix + key)

    def put(self, key: str, answer: bytes) -> None:
        """Know this from now on."""
        self._news[key] = answer

    @property
    def is_empty(self) -> bool:
        """Whether this grader knew nothing before."""
        query = "SELECT answer FROM answers WHERE question BETWEEN ? AND ?"
        return self._first(query, self._prefix, self._prefix + "\uffff") is None

    def save(self) -> None:
        """Write the news down. A checkout that can't be written to just asks again."""
        if not (self._file and self._news):
            return
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(exist_ok=True)
            with self._open() as answers:
                answers.execute("CREATE TABLE IF NOT EXISTS answers (question PRIMARY KEY, answer)")
                (count,) = answers.execute("SELECT count(*) FROM answers").fetchone()
                if count + len(self._news) > self._most:
                    answers.execute("DELETE FROM answers")
                rows = ((self._prefix + key, answer) for key, answer in self._news.items())
                answers.executemany("REPLACE INTO answers VALUES (?, ?)", rows)

    def _first(self, query: str, *values: str) -> bytes | None:
        """The first thing found; None where the file is missing or damaged."""
        if not (self._file and self._file.is_file()):
            return None
        try:
            found = self._open().execute(query, values).fetchone()
        except sqlite3.OperationalError:  # it is busy, or has no answers yet
            return None
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self._file.unlink()
            self._connection = None
            return None
        return found[0] if found else None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            assert self._file
            self._connection = sqlite3.connect(self._file, timeout=1, check_same_thread=False)
            weakref.finalize(self, self._connection.close)
        return self._connection


@cache
def grader_digest() -> str:
    """What changes whenever a source file of the grader does, or Python, or NumPy."""
    found = hashlib.sha256(f"{platform.python_version()} {version('numpy')}".encode())
    for folder, folders, names in os.walk(ROOT / "grader"):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(name for name in names if name.endswith(".py")):
            with open(f"{folder}/{name}", "rb", buffering=0) as file:  # no Path: it takes longer
                data = file.read()
            found.update(f"{name} {len(data)}\n".encode() + data)
    return found.hexdigest()
