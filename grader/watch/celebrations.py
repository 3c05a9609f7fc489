"""What is celebrated: a milestone that a save has made work, or complete, and the way there."""

from __future__ import annotations

from ..manifest import Milestone
from ..record import MilestoneResult, State


class Celebrations:
    """How the number of failing tests fell with each save, and what was celebrated already."""

    def __init__(self) -> None:
        self.descents: dict[Milestone, list[int]] = {}
        self._celebrated: dict[Milestone, State] = {}

    def saved(self, milestone: Milestone, failing: int) -> None:
        """A save was graded, alone."""
        self.descents.setdefault(milestone, []).append(failing)

    def news(self, milestone: Milestone, result: MilestoneResult) -> list[int] | None:
        """The way to what is to be celebrated now; None if that is nothing."""
        told = (result.state, "complete")
        if not result.is_working or self._celebrated.get(milestone) in told:
            return None
        descent = self.descents.pop(milestone, None)
        if descent:
            self._celebrated[milestone] = result.state
        return descent
