"""The grades as CSV: a table of our own, and the platform's own file with one column filled in.

Canvas takes back the gradebook that it exported; Moodle takes back its grading worksheet. Rows are
found by the platform's number, nothing is added or left out, and what is filled in already is kept
where there is no grade.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from grader.manifest import MILESTONES, Milestone

from .rows import Row

NOTHING = "nothing was handed in"
FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
OWN = ("submission", "student", "number", "state", "late", "score", "of")


def table(found: Sequence[Row], milestones: Sequence[Milestone] = MILESTONES) -> str:
    """Our own table: a column for each milestone, after those of the whole."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\n").writerow
    write([*OWN, *(m.id for m in milestones)])
    most = sum(m.points for m in milestones)
    for row in found:
        earned = {m.id: m.earned for m in row.record.milestones} if row.record else {}
        score = "" if row.score is None else plain(row.score)
        cells = [row.key, row.name, row.number, row.state, "late" if row.is_late else "", score]
        each = [plain(earned[m.id]) if m.id in earned else "" for m in milestones]
        write([*map(guarded, cells), most, *each])
    return out.getvalue()


def plain(score: float) -> str:
    """Points as every table tells them."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def canvas(exported: str, column: str, found: Sequence[Row]) -> tuple[str, list[str]]:
    """Canvas' gradebook with one column filled in, and a line for each row that has no grade.

    Raises ValueError where the file has no column of this title; Canvas would make a new one.
    """
    return _filled(exported, column, "ID", _numbers(found))


def moodle(worksheet: str, found: Sequence[Row]) -> tuple[str, list[str]]:
    """Moodle's grading worksheet with its grades filled in, and a line for each row without one."""
    numbers = {f"Participant {number}": row for number, row in _numbers(found).items()}
    return _filled(worksheet, "Grade", "Identifier", numbers)


def _numbers(found: Sequence[Row]) -> dict[str, Row]:
    return {row.number: row for row in found if row.number}


def _filled(
    text: str, column: str, identified_by: str, grades: Mapping[str, Row]
) -> tuple[str, list[str]]:
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    header = lines[0] if lines else []
    titled = [n for n, title in enumerate(header) if re.sub(r" \(\d+\)$", "", title) == column]
    titled = [header.index(column)] if column in header else titled
    if len(titled) != 1 or identified_by not in header:
        has = ", ".join(header) or "nothing"
        raise ValueError(f"it needs the columns {identified_by} and {column}, and has {has}")
    place, number = titled[0], header.index(identified_by)
    without = []
    for line in lines[1:]:
        row = grades.get(line[number]) if len(line) > max(place, number) else None
        if row and row.score is not None:
            line[place] = f"{row.score:.2f}"
        elif line and len(line) > number and line[number]:
            without.append(f"{line[0]}: no grade, {row.state if row else NOTHING}")
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(lines)
    return out.getvalue(), without
