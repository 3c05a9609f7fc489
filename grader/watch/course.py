"""What is known of each milestone, and which of them a save may have changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from ..grading.confirmation import Confirmed
from ..library.mounts import untouched
from ..manifest import MILESTONES, Milestone, find_milestone
from ..record import MilestoneResult
from ..suite.setup import Setup


@dataclass
class Course:
    """The results of a folder's milestones, as far as they are known."""

    target: Path
    results: dict[Milestone, MilestoneResult] = field(default_factory=dict)

    def learn(self, result: MilestoneResult) -> None:
        """Take in a milestone's latest result."""
        self.results[find_milestone(result.id)] = result

    def is_complete(self, milestone: Milestone) -> bool:
        """Whether the milestone is known to be complete."""
        result = self.results.get(milestone)
        return result is not None and result.state == "complete"

    def complete(self) -> int:
        """How many milestones are known to be complete."""
        return sum(map(self.is_complete, MILESTONES))

    def earned(self) -> float:
        """The points of all milestones whose results are known."""
        return sum(result.earned for result in self.results.values())

    def after(self, milestone: Milestone) -> Milestone | None:
        """The milestone to go on with: the next incomplete one, or one that was left before."""
        place = MILESTONES.index(milestone)
        rest = [*MILESTONES[place + 1 :], *MILESTONES[:place]]
        return next((m for m in rest if not self.is_complete(m)), None)


def affected(target: Path, saved: Collection[Milestone]) -> list[Milestone]:
    """The saved milestones, and the later ones, whose files stand on theirs."""
    first = min(m.number for m in saved)
    return [m for m in MILESTONES if m in saved or (m.number > first and not untouched(target, m))]


def first_incomplete(target: Path) -> Milestone:
    """Where work on a folder goes on: the first milestone that was not confirmed as it stands."""
    confirmed = Confirmed(Setup.of(target).mounts)
    for milestone in MILESTONES:
        if untouched(target, milestone) or not confirmed.knows(milestone):
            return milestone
    return MILESTONES[0]
