"""The milestone that a learner is at, graded only as far as it takes to find it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..library.submission import Submission
from ..manifest import EXERCISES, MILESTONES, Milestone
from ..record import MilestoneResult
from ..suite.setup import USUAL, Settings, Setup
from .confirmation import Confirmed
from .grade import grade


def first_incomplete(
    target: Path | Submission,
    milestones: Sequence[Milestone] = MILESTONES,
    settings: Settings = USUAL,
) -> MilestoneResult | None:
    """How the first milestone went that does not pass; None if all do.

    In the checkout's own exercises, what was confirmed as complete is not graded again.
    """
    submission = Submission.of(target)
    remember = submission.folder == EXERCISES
    confirmed = Confirmed(Setup.of(submission, settings).mounts) if remember else None
    for milestone in milestones:
        if confirmed and confirmed.knows(milestone):
            continue
        record = grade(submission, [milestone], settings, remember=remember, diagnosed=False)
        (result,) = record.milestones
        if result.state != "complete":
            return result
    return None
