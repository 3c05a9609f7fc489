"""What is celebrated: a milestone that a save has made work, or complete, and the way there."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from ..manifest import Milestone
from ..record import MilestoneResult, State
from .screens import Celebration


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


def start(app: App[None], card: Celebration, then: Callable[[None], None]) -> None:
    """Celebrate, in place of what was celebrated before."""
    end(app)
    app.push_screen(card, then)


def show(app: App[None], milestone: Milestone, demo: str) -> None:
    """What a milestone's demo shows is there; it is shown if the milestone is celebrated still."""
    if (card := _card(app)) and card.milestone == milestone:
        card.show(demo)


def end(app: App[None]) -> None:
    """Clear the screen of what is celebrated, so that it hides nothing."""
    if card := _card(app):
        while app.screen is not card:
            app.pop_screen()
        app.pop_screen()


def _card(app: App[None]) -> Celebration | None:
    return next((each for each in app.screen_stack if isinstance(each, Celebration)), None)
