"""A row for each who handed in, and for each of the roster who did not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from grader.manifest import Milestone
from grader.record import Record

from ..intake.take_in import REPORT, SUBMISSIONS
from ..running.records import Place

State = Literal["graded", "nothing to grade", "not graded", "missing"]


@dataclass(frozen=True)
class Row:
    """One student's, or one submission's."""

    key: str
    name: str
    number: str  # by which the platform knows whose it is
    state: State
    is_late: bool
    record: Record | None
    why: str = ""  # it could not be graded, where the grader was at fault

    @property
    def score(self) -> float | None:
        """The points; None where there are none to be told, which is not the same as none."""
        if self.record:
            return self.record.score
        return 0.0 if self.state == "nothing to grade" else None


def rows(classroom: Path) -> list[Row]:
    """The whole class, by name. Raises OSError where nothing was taken in."""
    told = json.loads((classroom / REPORT).read_text(encoding="utf-8"))
    found = [*_handed_in(classroom, told["submissions"]), *_missing(told["missing"])]
    return sorted(found, key=lambda row: (row.name.casefold(), row.key))


def only(row: Row, milestones: Sequence[Milestone]) -> Row:
    """The same row, where nothing but these milestones was to be handed in."""
    wanted = {milestone.id for milestone in milestones}
    if not row.record or wanted >= {each.id for each in row.record.milestones}:
        return row
    results = tuple(each for each in row.record.milestones if each.id in wanted)
    return replace(row, record=replace(row.record, milestones=results, partial=True))


def _handed_in(classroom: Path, told: list[dict[str, Any]]) -> Iterator[Row]:
    for each in told:
        record = _record(classroom, each["key"]) if each["files"] else None
        state: State = "graded" if record else "not graded" if each["files"] else "nothing to grade"
        why = Place.of(classroom, each["key"]).why if state == "not graded" else ""
        yield Row(each["key"], each["name"], each["number"], state, each["is_late"], record, why)


def _record(classroom: Path, key: str) -> Record | None:
    """The record of what was handed in, and not of an earlier version."""
    record, folder = Place.of(classroom, key).load(), classroom / SUBMISSIONS / key
    files = {each.name: sha256(each.read_bytes()).hexdigest() for each in folder.glob("*.py")}
    return record if record and record.files == files else None


def _missing(names: list[str]) -> Iterator[Row]:
    for name in names:
        yield Row("", name, "", "missing", False, None)
