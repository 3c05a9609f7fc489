"""What travels with a handout: torch's answers to the programs of its public tests, and the places
that each of these tests calls.

    write(path, answers, calls, "2.13.0+cpu")    # where the handout is made
    answer(question)                             # there
    calls("toposort")                            # {"test_...": {"toposort"}, ...}

They are tables of SQLite's, the answers by the question's key. An answer's array lies in it as it
is.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
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


def write(
    path: Path,
    answers: Mapping[str, Answer],
    calls: Mapping[str, Mapping[str, Collection[str]]],
    torch: str,
) -> None:
    """Save torch's answers, by their questions' keys, the places that tests call, by milestones'
    slugs and tests' names, and torch's version."""
    rows = [(key, answers[key].to_bytes()) for key in sorted(answers)]
    tests = [(slug, test) for slug in sorted(calls) for test in sorted(calls[slug])]
    called = [(*key, place) for key in tests for place in sorted(calls[key[0]][key[1]])]
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE answers (question TEXT PRIMARY KEY, answer BLOB) WITHOUT ROWID")
        file.execute("CREATE TABLE torch (version TEXT)")
        file.executemany("INSERT INTO answers VALUES (?, ?)", rows)
        file.execute("INSERT INTO torch VALUES (?)", (torch,))
        file.execute("CREATE TABLE calls (milestone TEXT, test TEXT, place TEXT)")
        file.executemany("INSERT INTO calls VALUES (?, ?, ?)", called)


def read(path: Path) -> dict[str, Answer]:
    """All answers of a file, by their questions' keys."""
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT question, answer FROM answers").fetchall()
    return {key: Answer.from_bytes(frame) for key, frame in rows}


def calls(slug: str, path: Path = FILE) -> dict[str, set[str]]:
    """The places of a milestone's file that each of its public tests calls."""
    found = defaultdict[str, set[str]](set)
    with closing(_opened(path)) as file:
        query = "SELECT test, place FROM calls WHERE milestone = ?"
        for test, place in file.execute(query, (slug,)):
            found[test].add(place)
    return dict(found)


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
    with closing(_opened(FILE)) as file:
        found = file.execute(query, values).fetchone()
    return found[0] if found else None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
