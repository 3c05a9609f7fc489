"""torch's answers as they travel with a handout, to the programs of its public tests alone.

    write(path, answers, "2.13.0+cpu")    # where the handout is made
    answer(question)                      # there

They are a table of SQLite's, by the question's key. An answer's array lies in it as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..manifest import HANDOUT, IS_HANDOUT
from ..sandbox.answer import Answer
from .inputs import DEFAULT_SEED
from .program import SuiteError
from .question import Question

FILE = HANDOUT / "answers.sqlite"
OTHER_SEED = DEFAULT_SEED + 1  # on which a handout confirms what works
SEEDS = (DEFAULT_SEED, OTHER_SEED)  # on which torch's answers travel


def write(path: Path, answers: Mapping[str, Answer], torch: str) -> None:
    """Save torch's answers, by their questions' keys, and torch's version."""
    rows = [(key, answers[key].to_bytes()) for key in sorted(answers)]
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE answers (question TEXT PRIMARY KEY, answer BLOB) WITHOUT ROWID")
        file.execute("CREATE TABLE torch (version TEXT)")
        file.executemany("INSERT INTO answers VALUES (?, ?)", rows)
        file.execute("INSERT INTO torch VALUES (?)", (torch,))


def read(path: Path) -> dict[str, Answer]:
    """All answers of a file, by their questions' keys."""
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT question, answer FROM answers").fetchall()
    return {key: Answer.from_bytes(frame) for key, frame in rows}


def answer(question: Question) -> Answer:
    """What torch answers. Raises SuiteError where that does not travel with the handout."""
    found = _first("SELECT answer FROM answers WHERE question = ?", question.key)
    if found is None:
        raise SuiteError(
            f"torch's answer to {question.program.name} is not in this handout, which has those to "
            f"its own tests, on the seeds {' and '.join(map(str, SEEDS))}"
        )
    return Answer.from_bytes(found)


def torch_version() -> str:
    """The version of the torch whose answers count."""
    return str(_first("SELECT version FROM torch")) if IS_HANDOUT else version("torch")


def _first(query: str, *values: str) -> Any:
    with closing(sqlite3.connect(f"{FILE.as_uri()}?immutable=1", uri=True)) as file:
        found = file.execute(query, values).fetchone()
    return found[0] if found else None
