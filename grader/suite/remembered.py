"""torch's answers, remembered between commands: grading your own files need not import torch twice.

They are kept in the checkout's `.kata/` folder, which may be deleted at any time. An answer is
found by everything that it depends on: the program, its inputs, and the versions of torch and
NumPy. Only the files of the checkout itself are graded with this memory; a submission, whose code
might have written into it, never is.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

from ..manifest import STATE
from ..sandbox.wire import Pair, WireError, decode, encode
from .oracle import Expected, Oracle
from .program import Program

FILE = STATE / "torch.sqlite"
MOST = 20_000  # answers; beyond this all are forgotten


class RememberingOracle(Oracle):
    """An oracle that knows what torch answered before. `save` adds what it has learnt since."""

    def __init__(self, file: Path | None = None) -> None:
        self._known = {}  # its own, or what others have asked would not be saved
        self._file = file or FILE
        self._versions = f"torch {version('torch')}, numpy {version('numpy')}".encode()
        self._before = _load(self._file)
        self._news: dict[str, bytes] = {}

    def prepare(self, *modules: str) -> None:
        """Begin to import torch, unless it may not be needed."""
        if not self._before:
            super().prepare(*modules)

    def _run(self, program: Program, inputs: tuple[Pair, ...], question: bytes) -> Expected:
        key = hashlib.sha256(self._versions + question).hexdigest()
        with suppress(KeyError, WireError, ValueError):
            header, pairs = decode(self._before[key])
            return Expected(pairs[0] if pairs else None, header["exception"])
        expected = super()._run(program, inputs, question)
        with suppress(WireError):  # an answer too large for a frame is asked for again
            pairs = [expected.value] if expected.value else []
            self._news[key] = encode({"exception": expected.exception}, pairs)
        return expected

    def save(self) -> None:
        """Write the new answers down. A checkout that can't be written to just asks again."""
        if not self._news:
            return
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(exist_ok=True)
            with closing(_open(self._file)) as memory, memory:
                if len(self._before) + len(self._news) > MOST:
                    memory.execute("DELETE FROM answers")
                memory.executemany("REPLACE INTO answers VALUES (?, ?)", self._news.items())


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
