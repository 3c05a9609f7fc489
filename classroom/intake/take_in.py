"""Takes a download into the class's folder: `submissions/KEY/m05_toposort.py`, and a report.

Nothing of what was there is lost: a submission that has changed since goes to `earlier/`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.files import replace

from .layouts import submissions
from .numbered import numbered
from .roster import Student, matched
from .tree import entries

SUBMISSIONS, EARLIER, REPORT = "submissions", "earlier", "intake.json"


@dataclass(frozen=True)
class TakenIn:
    """What became of one submission."""

    key: str
    name: str  # the student's, by the roster, or else as the download says it
    number: str
    is_late: bool
    files: tuple[str, ...]
    decisions: tuple[str, ...]
    is_new: bool  # it was not there before, or was another one

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be graded."""
        return not self.files


@dataclass(frozen=True)
class Intake:
    """A download, taken in."""

    platform: str
    submissions: tuple[TakenIn, ...]
    missing: tuple[str, ...]  # students of the roster who have handed in nothing


def take_in(source: Path, classroom: Path, students: Sequence[Student] = ()) -> Intake:
    """Take a folder or a zip into the class's folder. Raises ValueError where it is neither.

    What was taken in before and is not in this download stays as it is.
    """
    platform, found = submissions(list(entries(source)), source.stem)
    for draft in (classroom / SUBMISSIONS).glob(".*"):  # of an intake that was killed
        shutil.rmtree(draft)
    whose, unknown = matched(found, students) if students else ({}, {})
    done = []
    for each in found:
        taken = numbered(each.entries)
        is_new = bool(taken.files) and _put(classroom, each.key, taken.files)
        student = whose.get(each.key)
        said = (*taken.decisions, *([unknown[each.key]] if each.key in unknown else []))
        name = student.name if student else each.name
        files = tuple(taken.files)
        done.append(TakenIn(each.key, name, each.number, each.is_late, files, said, is_new))
    handed_in = {id(student) for student in whose.values()}
    missing = tuple(each.name for each in students if id(each) not in handed_in)
    intake = Intake(platform, tuple(done), missing)
    report = json.dumps(asdict(intake), indent=1, ensure_ascii=False) + "\n"
    replace(classroom / REPORT, report.encode())
    return intake


def _put(classroom: Path, key: str, files: Mapping[str, bytes]) -> bool:
    """Lays a submission's files, all or none; whether they are others than were there."""
    place = classroom / SUBMISSIONS / key
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and _contents(place) == files:
        return False
    draft = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    try:
        for name, data in files.items():
            (draft / name).write_bytes(data)
        draft.chmod(0o755)
        if place.exists():
            earlier = classroom / EARLIER / f"{key}-{time.strftime('%Y%m%d-%H%M%S')}"
            earlier.parent.mkdir(exist_ok=True)
            os.rename(place, _free(earlier))
        os.rename(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _contents(place: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in place.iterdir() if each.is_file()}


def _free(path: Path) -> Path:
    """The path, or one like it where nothing is."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.partition('~')[0]}~{number}")
    return path
