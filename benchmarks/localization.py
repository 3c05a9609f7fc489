"""How often the place of a known mistake is found: `python -m benchmarks.localization [COUNT]`."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from itertools import chain, zip_longest
from pathlib import Path

from grader.feedback.edited import Edited
from grader.feedback.examination import Examination
from grader.feedback.hints import hints
from grader.feedback.localization.suspects import place_to_mend
from grader.feedback.misconceptions import Misconception, misconceptions
from grader.feedback.notes import Notes
from grader.grading.grade import grade
from grader.manifest import MILESTONES, Milestone
from grader.suite.setup import Settings

COUNT = 60


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


def main() -> int:
    """Print what is not found, and the rate."""
    chosen = sample(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
    right = 0
    for milestone, mistake in chosen:
        place = found(milestone, mistake)
        right += place == mistake.where
        if place != mistake.where:
            print(f"{milestone.id} {mistake.name}: {place or 'nothing'}, not {mistake.where}")
    print(f"{right} of {len(chosen)} places found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
