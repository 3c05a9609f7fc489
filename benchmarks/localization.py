"""How often the place of a known mistake is found: `nox -s bench -- localization`."""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from itertools import chain, zip_longest
from pathlib import Path

from grader.commands.exit_status import Status
from grader.commands.options import Parser, whole_number
from grader.feedback.edited import Edited
from grader.feedback.examination import Examination
from grader.feedback.hints import hints
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.feedback.localization.suspects import place_to_mend
from grader.feedback.notes import Notes
from grader.grading.steps import grade
from grader.manifest import MILESTONES, Milestone
from grader.suite.setup import Settings

COUNT = 60
BAR = 0.8  # of the places


def sample(count: int) -> list[tuple[Milestone, Misconception]]:
    """Known mistakes in places to fill in: one of each milestone, then a second of each, ..."""
    columns = []
    for milestone in MILESTONES:
        known = [each for each in misconceptions(milestone) if each.where in hints(milestone)]
        known.sort(key=lambda each: hashlib.sha256(each.name.encode()).digest())
        columns.append([(milestone, each) for each in known])
    return [pair for pair in chain(*zip_longest(*columns)) if pair][:count]


def found(milestone: Milestone, mistake: Misconception) -> str:
    """The place that is blamed for a mistake, without a diagnosis."""
    with tempfile.TemporaryDirectory() as folder:
        mistake.write(milestone, Path(folder))
        settings = Settings(only_isolated=True, shrinks=False)
        notes = Notes()
        record = grade(Path(folder), [milestone], settings, diagnosed=False, notes=notes)
        source = (Path(folder) / f"{milestone.module}.py").read_text(encoding="utf-8")
    with Edited() as edited:
        examination = Examination(milestone, notes.of(milestone), edited)
        return place_to_mend(record.milestones[0], source, examination)


def add_arguments(parser: Parser) -> None:
    said = f"how many mistakes (default {COUNT})"
    parser.add_argument("--count", type=whole_number, default=COUNT, metavar="N", help=said)


def run(options: argparse.Namespace) -> int:
    """Print what is not found, and the rate; the exit status is 1 if it is below the bar."""
    chosen = sample(options.count)
    right = 0
    for milestone, mistake in chosen:
        place = found(milestone, mistake)
        right += place == mistake.where
        if place != mistake.where:
            print(f"{milestone.id} {mistake.name}: {place or 'nothing'}, not {mistake.where}")
    print(f"{right} of {len(chosen)} places found")
    return Status.DONE if right >= BAR * len(chosen) else Status.UNMET
