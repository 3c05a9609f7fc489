"""The milestone that a learner is at, graded only as far as it takes to find it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..asking.grading import Grading
from ..manifest import EXERCISES, MILESTONES, Milestone
from ..record import MilestoneResult
from .confirmation import Confirmed
from .grade import grade


def first_incomplete(
    target: Path, milestones: Sequence[Milestone] = MILESTONES, **settings: Any
) -> MilestoneResult | None:
    """How the first milestone went that does not pass; None if all do.

    In the checkout's own exercises, what was confirmed as complete is not graded again. `settings`
    are those of a `Grading`.
    """
    remember = target == EXERCISES
    confirmed = Confirmed(Grading(target)) if remember else None
    for milestone in milestones:
        if confirmed and confirmed.knows(milestone):
            continue
        (result,) = grade(
            target, [milestone], remember=remember, diagnosed=False, **settings
        ).milestones
        if result.state != "complete":
            return result
    return None
