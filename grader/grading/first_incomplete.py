"""The milestone that a learner is at: the first one that does not work, or is not complete.

next(unconfirmed(target))        # perhaps: looked up, nothing is graded
first_incomplete(target)         # surely: graded as far as it takes
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..feedback.notes import Notes
from ..library.submission import Submission
from ..manifest import EXERCISES, MILESTONES, Milestone
from ..record import MilestoneResult
from ..suite.setup import USUAL, Settings, Setup
from .confirmation import Confirmed
from .steps import grade


def unconfirmed(
    target: Path | Submission, milestones: Sequence[Milestone] = MILESTONES
) -> Iterator[Milestone]:
    """The milestones, in order, but for those whose idea is known to work as they stand.

    Of the checkout's own exercises alone is anything known.
    """
    setup = Setup.of(target)
    confirmed = Confirmed(setup.mounts) if setup.target == EXERCISES else None
    return (m for m in milestones if not (confirmed and confirmed.knows(m)))


def first_incomplete(
    target: Path | Submission,
    milestones: Sequence[Milestone] = MILESTONES,
    settings: Settings = USUAL,
    notes: Notes | None = None,
    *,
    edge_cases: bool = False,
) -> MilestoneResult | None:
    """How the first milestone went whose idea does not pass, or else `edge_cases`; None if all do.

    `notes` are taken.
    """
    submission = Submission.of(target)
    remember = submission.folder == EXERCISES
    for milestone in milestones if edge_cases else unconfirmed(submission, milestones):
        record = grade(
            submission, [milestone], settings, remember=remember, diagnosed=False, notes=notes
        )
        (result,) = record.milestones
        if not result.is_working or (edge_cases and result.state != "complete"):
            return result
    return None
