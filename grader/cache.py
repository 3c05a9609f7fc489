"""Answers that are remembered between commands, in a file of the checkout's `.kata/` folder.

The file may be deleted at any time: what is not found is asked for again. A key must name
everything that its answer depends on.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path


class Memory:
    """What was known before, and what is learnt; `save` adds the news to the file.

    With more than `most` answers in it, a file is begun anew. Without a file, all is forgotten with
    this object.
    """

    def __init__(self, file: Path | None, most: int) -> None:
        self._file, self._most = file, most
        self._before = _load(file) if file else {}
        self._news: dict[str, bytes] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was known before."""
        return not self._before

    def get(self, key: str) -> bytes | None:
        """What is known, None for nothing."""
        return self._news.get(key) or self._before.get(key)

    def put(self, key: str, answer: bytes) -> None:
        """Know this from now on."""
        self._news[key] = answer

    def save(self) -> None:
        """Write the news down. A checkout that can't be written to just asks again."""
        if not (self._file and self._news):
            return
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(exist_ok=True)
            with closing(_open(self._file)) as file, file:
                if len(self._before) + len(self._news) > self._most:
                    file.execute("DELETE FROM answers")
                file.executemany("REPLACE INTO answers VALUES (?, ?)", self._news.items())


def _open(file: Path) -> sqlite3.Connection:
    memory = sqlite3.connect(file, timeout=1)
    memory.execute("CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer BLOB)")
    return memory


def _load(file: Path) -> dict[str, bytes]:
    """What is in the file; nothing, where it is missing or damaged."""
    if not file.is_file():
        return {}
    try:
        with closing(_open(file)) as memory:
            return dict(memory.execute("SELECT question, answer FROM answers"))
    except sqlite3.Error:
        with suppress(OSError):
            file.unlink()
        return {}
