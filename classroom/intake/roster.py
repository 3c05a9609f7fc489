"""Who is in the class: a CSV with a row for each student, as any platform exports it.

Columns are known by what platforms call them. A submission is a student's if its number is the
student's ID, or if its name is that of exactly one: in any order and spelling of its parts, or the
first half of the e-mail address.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from .layouts import Submission

NAMES = ("name", "student", "full name", "student name")
FIRST, LAST = ("first name", "firstname", "given name"), ("last name", "lastname", "surname")
NUMBERS = (
    *("id", "identifier", "user id", "student id", "participant id", "sid"),
    *("sis user id", "id number", "idnumber"),
)
LOGINS = (
    *("login", "username", "user name", "sis login id", "github id", "github"),
    *("email", "email address", "e-mail", "e-mail address"),
)
MOST_PARTS = 5  # of a name that are tried in every order
WORDS = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\D*(\d+)")  # of "Participant 123"


@dataclass(frozen=True)
class Student:
    """A row of the roster."""

    name: str
    numbers: frozenset[str]
    logins: frozenset[str]
    row: Mapping[str, str]

    @property
    def spellings(self) -> set[str]:
        """All that a platform may make of the name, and the logins, as plain letters."""
        words = plain(self.name).split()
        orders = permutations(words) if len(words) <= MOST_PARTS else [words, words[::-1]]
        logins = {part for each in self.logins for part in (each, each.partition("@")[0])}
        return {"".join(each) for each in orders if each} | {joined(each) for each in logins}


def read_roster(path: Path) -> list[Student]:
    """The students, in the order of the file. Raises ValueError, which says what it lacks."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Excel writes
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    students = [each for each in map(_student, rows) if each.name]
    if not students:
        wanted = "one that is called Name, or two that are called First name and Last name"
        raise ValueError(f"{path.name} has no column of names: it needs {wanted}")
    return students


def _student(row: Mapping[str | None, object]) -> Student:
    cells = {
        key.strip().lower().replace("_", " "): value.strip()
        for key, value in row.items()
        if isinstance(key, str) and isinstance(value, str)
    }

    def filled(columns: Iterable[str]) -> list[str]:
        return [cells[each] for each in columns if cells.get(each)]

    halves = [*filled(FIRST)[:1], *filled(LAST)[:1]]
    name = " ".join(halves) if len(halves) == 2 else next(iter(filled(NAMES)), "")
    if ", " in name:  # Canvas' way: "Lovelace, Ada"
        last, first = name.split(", ", 1)
        name = f"{first} {last}"
    numbers = {match[1] for each in filled(NUMBERS) if (match := DIGITS.match(each))}
    logins = {each.lower() for each in (*filled(LOGINS), *filled(NUMBERS))}
    return Student(name, frozenset(numbers), frozenset(logins), cells)


def matched(
    submissions: Sequence[Submission], students: Sequence[Student]
) -> tuple[dict[str, Student], dict[str, str]]:
    """The student of each submission, by its key, and in a line each, why others have none."""
    by_number: dict[str, list[Student]] = {}
    by_spelling: dict[str, list[Student]] = {}
    for student in students:
        for number in student.numbers:
            by_number.setdefault(number, []).append(student)
        for spelling in student.spellings:
            by_spelling.setdefault(spelling, []).append(student)
    whose, unknown = dict[str, Student](), dict[str, str]()
    for each in submissions:
        found = by_number.get(each.number) or _by_name(each.name, by_spelling)
        if len(found) == 1:
            whose[each.key] = found[0]
        elif found:
            unknown[each.key] = f"{each.name} may be any of {len(found)} in the roster"
        else:
            unknown[each.key] = f"{each.name} is not in the roster"
    return whose, unknown


def _by_name(name: str, by_spelling: Mapping[str, list[Student]]) -> list[Student]:
    """Who is called so; or else, who has the last part of it as a login: `kata-ada`."""
    if found := by_spelling.get(joined(name)):
        return found
    parts = re.split(r"[-_]", name.lower())
    ends = (joined("-".join(parts[n:])) for n in range(1, len(parts)))
    return next((by_spelling[end] for end in ends if end in by_spelling), [])


def plain(name: str) -> str:
    """A name's words, without accents and case."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(WORDS.findall(kept))


def joined(name: str) -> str:
    """The same, without what stands between the words."""
    return plain(name).replace(" ", "")
