"""Where a submission's record lies, and whether it is still the one.

A record is kept with the digest of all that it depends on: the submission's files, the suites, the
solutions, the grader, torch, the seeds and the tier. Files are replaced in one step, the record
before its digest: whatever is killed, what is there is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from grader.cache import grader_digest
from grader.files import replace
from grader.manifest import EXERCISES, ROOT, SOLUTIONS
from grader.record import Record
from grader.saved import RecordError, load, to_json

RECORDS = "records"


class Place(NamedTuple):
    """The files of a submission's record."""

    record: Path
    digest: Path
    failed: Path  # why there is no record, where the grader is at fault

    @classmethod
    def of(cls, classroom: Path, key: str) -> Place:
        folder = classroom / RECORDS
        return cls(folder / f"{key}.json", folder / f"{key}.digest", folder / f"{key}.failed")

    def load(self) -> Record | None:
        """The record, if there is a whole one."""
        with suppress(OSError, RecordError):
            return load(self.record)
        return None

    @property
    def why(self) -> str:
        """What the grader said instead of a record; "" if it has said nothing."""
        with suppress(OSError):
            return self.failed.read_text(encoding="utf-8", errors="replace")
        return ""

    def is_of(self, digest: str) -> bool:
        """Whether the record is of what has this digest."""
        with suppress(OSError):
            return self.digest.read_text(encoding="ascii") == digest and self.record.is_file()
        return False

    def put(self, record: Record, digest: str) -> None:
        """Keep a record."""
        replace(self.record, to_json(record).encode())
        replace(self.digest, digest.encode())
        self.failed.unlink(missing_ok=True)

    def fail(self, why: str) -> None:
        """Keep what the grader said instead of a record. An earlier record stays as it is."""
        replace(self.failed, why.encode())


def digest_of(folder: Path, seeds: Sequence[int], isolation: str) -> str:
    """What changes if a submission could be graded otherwise."""
    files = {path.name: _hash([path]) for path in sorted(folder.iterdir()) if path.is_file()}
    what = [files, *_ours(), list(seeds), isolation]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


@cache
def checkout() -> str:
    """What changes if any submission could be graded otherwise, on this host or another one."""
    own = _hash(sorted((ROOT / "classroom" / "running").glob("*.py")))
    what = [*_ours(), own]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _ours() -> list[str]:
    """What every record depends on: the suites and solutions, the grader, and torch."""
    return [_house(), grader_digest(), version("torch")]


@cache
def _house() -> str:
    """The suites, what diagnoses are made of, and the reference."""
    return _hash(_sources())


def _sources() -> Iterator[Path]:
    for folder in (SOLUTIONS, ROOT / "tests" / "misconceptions", ROOT / "tests" / "hints"):
        yield from sorted(folder.rglob("*.py"))
    yield from sorted((ROOT / "tests").glob("*.py"))
    yield EXERCISES / ".issued.json"


def _hash(paths: Iterator[Path] | list[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode() + data)
    return found.hexdigest()
