"""What is known of each milestone, and which of them a save may have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..library.submission import Submission
from ..manifest import MILESTONES, Milestone, find_milestone
from ..record import MilestoneResult


@dataclass(frozen=True)
class Course:
    """The results of a folder's milestones, as far as they are known."""

    results: Mapping[Milestone, MilestoneResult] = field(default_factory=dict)

    def learn(self, result: MilestoneResult) -> Course:
        """With a milestone's latest result."""
        return Course({**self.results, find_milestone(result.id): result})

    def forget(self, milestone: Milestone | None) -> Course:
        """Without a milestone of which nothing is known any more, if there is one."""
        return Course({m: result for m, result in self.results.items() if m != milestone})

    def works(self, milestone: Milestone) -> bool:
        """Whether the milestone's idea is known to work."""
        result = self.results.get(milestone)
        return result is not None and result.is_working

    def working(self) -> int:
        """How many milestones are known to work."""
        return sum(map(self.works, MILESTONES))

    def earned(self) -> float:
        """The points of all milestones whose results are known."""
        return sum(result.earned for result in self.results.values())

    def after(self, milestone: Milestone) -> Milestone | None:
        """The milestone to go on with: the next that does not work, or one that was left before."""
        place = MILESTONES.index(milestone)
        rest = [*MILESTONES[place + 1 :], *MILESTONES[:place]]
        return next((m for m in rest if not self.works(m)), None)


def affected(target: Path, saved: Collection[Milestone]) -> list[Milestone]:
    """The saved milestones, and the later ones, whose files stand on theirs."""
    first, submission = min(m.number for m in saved), Submission.read(target)
    later = {m for m in MILESTONES if m.number > first and not submission.is_untouched(m)}
    return [m for m in MILESTONES if m in saved or m in later]
