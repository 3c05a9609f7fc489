"""What must be known to read a score: what was left out, and what the grader failed to do.

for fact in facts(record):
    lines += fact.in_lines(80)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from ..judging.passages import GRADERS_FAULT, WIDTH
from ..judging.quoting import clipped, in_lines
from ..judging.wording import one_line
from ..library.misplaced import is_archive, meant
from ..record import MilestoneResult, Record
from ..sandbox.time_out_sentences import OUT_OF_TIME

MOST = 10  # names of files, or faults


class Fact(NamedTuple):
    """A sentence about a record as a whole. A learner may have chosen the names that end it, and
    the lines that are quoted below it."""

    says: str
    names: str = ""
    quoted: tuple[str, ...] = ()

    def in_lines(self, width: int) -> list[str]:
        """It in lines of a terminal."""
        names = self.names.rstrip()
        said = f"{self.says} {names}" if names else self.says
        return [*in_lines(said, width, [names]), *self.listed(width)]

    def listed(self, width: int = WIDTH) -> list[str]:
        """What is quoted, in a line each."""
        return [clipped(f"  - {text}", width) for text in self.quoted]


def facts(record: Record) -> list[Fact]:
    """What must be known to read the score."""
    said = graders_faults(record)
    if count := sum(m.not_run for m in record.milestones):
        tests = "A test was" if count == 1 else f"{count} tests were"
        said.append(Fact(f"{tests} {OUT_OF_TIME}."))
    if record.partial:
        said.append(Fact("Some tests were left out: the points say little."))
    if missing := [Path(m.where).name for m in record.milestones if m.state == "missing"]:
        said.append(Fact(f"Missing: {_listed(missing)}"))
    said += [Fact(sentence) for m in record.milestones for sentence in lacks(m)[:MOST]]
    told: set[str] = set()  # each of them once
    for milestone in record.milestones:
        said += map(Fact, not_seen(milestone, told))
        told.update(milestone.changed)
    return said + _not_read(record, [name for name in record.changed if name not in told])


def _not_read(record: Record, changed: Sequence[str]) -> list[Fact]:
    """What was handed in, but can't be used as it is; given files that were `changed`, too."""
    said = _elsewhere(record)
    misnamed = {n: file for n in record.ignored if (file := meant(n, record.files))}
    within = {name for name in misnamed if _is_there(name)}
    if within and not said:
        said.append(Fact("Not read; move to the folder itself:", _listed(sorted(within))))
    named = [name for name in misnamed if name not in within]
    said += [Fact(f"{_advice(name)} {misnamed[name]}:", one_line(name)) for name in named[:MOST]]
    if more := named[MOST:]:
        said.append(Fact("Not read, under other names:", _listed(more)))
    others = [name for name in record.ignored if name not in misnamed]
    if packed := [name for name in others if is_archive(name)]:
        said.append(Fact("Not read; unpack it first:", _listed(packed)))
    if unknown := [name for name in others if name not in packed]:
        said.append(Fact("Ignored, since the library has no such module:", _listed(unknown)))
    if changed:
        says = "Changed, but given, so the grader uses its own copy:"
        said.append(Fact(says, _listed(changed)))
    return said


def _elsewhere(record: Record) -> list[Fact]:
    """Where the files are, if this folder has none."""
    if not record.elsewhere:
        return []
    folders = sorted({str(PurePath(name).parent) for name in record.ignored if _is_there(name)})
    if len(folders) > 1:
        says = f"No milestone's file is here; {len(folders)} folders in it have some, and --target"
        return [Fact(f"{says} grades one:", _listed(folders))]
    says = "No milestone's file is here; they are in a folder that --target can name:"
    return [Fact(says, one_line(record.elsewhere))]


def _is_there(name: str) -> bool:
    """Whether a file in a folder within has a milestone's name."""
    return "/" in name and meant(name) == PurePath(name).name


def _advice(name: str) -> str:
    is_book = name.endswith(".ipynb")
    return "A notebook is not read; save its code as" if is_book else "Not read; rename to"


def graders_faults(record: Record) -> list[Fact]:
    """What is missing by a fault of the grader's, so that the score is not final."""
    if not record.broken:
        return faults_beside_tests(record)
    tests = "A test" if record.broken == 1 else f"{record.broken} tests"
    fact = Fact(f"{tests} could not be judged: {GRADERS_FAULT}.")
    return [fact, *faults_beside_tests(record)]


def faults_beside_tests(record: Record) -> list[Fact]:
    """The same, save what the tests themselves tell."""
    said = []
    if record.undrawn and record.undrawn.broken:
        said.append(Fact(f"The visualizer's drawing is missing: {GRADERS_FAULT}."))
    if record.faults:
        said.append(Fact("The grader broke, though no test shows it:", quoted=_last(record.faults)))
    return said


def _last(faults: Sequence[str]) -> tuple[str, ...]:
    """What each fault comes down to, in a line."""
    shown = [one_line(fault.rpartition("\n")[2]) for fault in faults[:MOST]]
    return (*shown, *_more(faults))


def lacks(milestone: MilestoneResult) -> list[str]:
    """What its file no longer defines: what has another name now, in a sentence each."""
    said = [
        f"{milestone.id} has no `{one_line(lack.place)}`; "
        f"did you rename it to `{one_line(lack.nearest)}`?"
        for lack in milestone.lacks
        if lack.nearest
    ]
    if others := [f"`{one_line(lack.place)}`" for lack in milestone.lacks if not lack.nearest]:
        said.append(f"{milestone.id} has no {', '.join(others)}.")
    return said


def not_seen(milestone: MilestoneResult, told: Collection[str] = ()) -> list[str]:
    """What to say of given files that a milestone which fails imports, and that were changed, but
    for those that were `told` of; in one sentence, or none."""
    names = [name for name in milestone.changed if name not in told]
    said = (
        f"{milestone.id} uses what is given, and was changed: {_listed(names)}. The grader has its "
        f"own copy and does not see the change: write what you need into {milestone.id}'s file."
    )
    return [said] if names else []


def _listed(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:MOST]]
    return ", ".join(shown + _more(names))


def _more(names: Sequence[str]) -> list[str]:
    return [f"{len(names) - MOST} more"] if len(names) > MOST else []
