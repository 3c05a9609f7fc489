"""Who handed in which files: what a download's names say, platform by platform.

Canvas      lovelaceada_LATE_1234_56789_m07_chain_rule-1.py     all files in one folder
Moodle      Ada Lovelace_1234_assignsubmission_file/...         a folder for each
Gradescope  submission_1234/...                                 a folder for each
others      Ada Lovelace/..., ada.zip, kata-ada/...             a folder or a zip for each
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from grader.library.misplaced import meant

from .tree import Entry

CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)")
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_\w+?_?")
GRADESCOPE = re.compile(r"submission_(?P<number>\d+)")
LONGEST = 100  # bytes of a key: names of files are made of it
STRANGE = re.compile(r"[^\w.-]+")  # letters of any script stay


@dataclass(frozen=True)
class Submission:
    """What one person, or one group, has handed in."""

    key: str  # the name of its folder, and of its record
    name: str  # as the download says it
    number: str  # by which the platform knows whose it is; "" if it does not say
    is_late: bool
    entries: tuple[Entry, ...]  # with paths from this submission on


def submissions(found: Sequence[Entry], source: str) -> tuple[str, list[Submission]]:
    """Which platform a download is of, and each submission in it, sorted by name.

    `source` is what the download is called: a name for the files, where they are all one person's.
    """
    found = _without_wrapping(found)
    if flat := [each for each in found if CANVAS.fullmatch(_top(each))]:
        return "Canvas", _named(_of_canvas(flat) | _of_others(set(found) - set(flat), source))
    tops = {_top(each) for each in found if len(each.path.parts) > 1}
    for platform, pattern in (("Moodle", MOODLE), ("Gradescope", GRADESCOPE)):
        if any(map(pattern.fullmatch, tops)):
            return platform, _named(_by_folder(found, pattern) | _of_others(found, source, pattern))
    return "folders", _named(_of_others(found, source))


# Whose: the name, the platform's number, and whether it is late.
Whose = tuple[str, str, bool]


def _of_canvas(found: Iterable[Entry]) -> dict[Whose, list[Entry]]:
    files, late = defaultdict(list), set()
    for entry in found:
        match = CANVAS.fullmatch(_top(entry))
        assert match is not None
        who = match["name"], match["number"]
        late |= {who} if match["late"] else set()
        inner = match["file"].removesuffix(".zip") if len(entry.path.parts) > 1 else match["file"]
        files[who].append(entry.moved(inner))
    return {(*who, who in late): entries for who, entries in files.items()}


def _by_folder(found: Iterable[Entry], pattern: re.Pattern[str]) -> dict[Whose, list[Entry]]:
    files = defaultdict(list)
    for entry in found:
        if match := pattern.fullmatch(_top(entry)):
            name = _top(entry) if pattern is GRADESCOPE else match["name"]
            files[name, match["number"], False].append(entry.below(1))
    return dict(files)


def _of_others(
    found: Iterable[Entry], source: str, claimed: re.Pattern[str] | None = None
) -> dict[Whose, list[Entry]]:
    """A submission for each folder or zip; loose files are one of their own, if they are the
    course's."""
    files, loose = defaultdict(list), []
    for entry in found:
        if len(entry.path.parts) == 1:
            loose.append(entry)
        elif not (claimed and claimed.fullmatch(_top(entry))):
            files[_top(entry), "", False].append(entry.below(1))
    if any(meant(entry.path.name) for entry in loose):
        # A person's own folder, with `given/` and what else there is beside the numbered files.
        inner = [each for each in found if len(each.path.parts) > 1]
        return {(source, "", False): [*loose, *inner]}
    return dict(files)


def _without_wrapping(found: Sequence[Entry]) -> Sequence[Entry]:
    """The same, from where there is more than one with work of the course's in it; as it is, where
    there is not."""
    inner = found
    while len({_top(each) for each in inner}) == 1 and all(len(e.path.parts) > 1 for e in inner):
        inner = [each.below(1) for each in inner]
        work = [each for each in inner if _has_work(each)]
        if len({_top(each) for each in work}) > 1:
            is_ones = any(len(each.path.parts) == 1 and meant(each.path.name) for each in work)
            return found if is_ones else inner
    return found


def _has_work(entry: Entry) -> bool:
    return bool(meant(entry.path.name)) or bool(CANVAS.fullmatch(_top(entry)))


def _top(entry: Entry) -> str:
    return entry.path.parts[0]


def _safe(strange: re.Match[str]) -> str:
    """A stroke; but what belongs to a letter stays, such as the vowels of many scripts."""
    marks = [each for each in strange[0] if unicodedata.category(each).startswith("M")]
    return "".join(marks) + "-" * (len(marks) < len(strange[0]))


def _named(files: dict[Whose, list[Entry]]) -> list[Submission]:
    """With a key for each: its name as a folder may be called, and a number where two are alike."""
    taken, made = set[str](), []
    for (name, number, is_late), entries in sorted(files.items(), key=lambda item: item[0]):
        plain = STRANGE.sub(_safe, name).strip("-. ").lower() or "unnamed"
        key = plain if plain.endswith(number) else f"{plain}-{number}"
        if key in taken or len(key.encode()) > LONGEST:
            digest = sha256(f"{name} {number} {is_late}".encode(errors="replace")).hexdigest()
            key = f"{key.encode()[:LONGEST].decode(errors='ignore')}-{digest[:12]}"
        taken.add(key)
        made.append(Submission(key, name, number, is_late, tuple(entries)))
    return made
