"""What the examiner tells the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ..advice import Hint
from ..manifest import Milestone
from ..record import MilestoneResult


@dataclass(frozen=True)
class Verdict:
    """How a milestone's file does alone.

    It is never complete yet: that takes other inputs, and the learner's other files.
    """

    result: MilestoneResult
    seconds: float


@dataclass(frozen=True)
class Settled:
    """How a milestone does alone and so far, confirmed where it is complete."""

    result: MilestoneResult


@dataclass(frozen=True)
class Working:
    """What is being graded, and how far that is; None when there is nothing to do."""

    milestone: Milestone | None
    done: int = 0
    total: int = 0
    in_full: bool = False


@dataclass(frozen=True)
class Broken:
    """The grader or a suite is at fault, so that nothing is known of a milestone, if it was one."""

    message: str
    milestone: Milestone | None = None


@dataclass(frozen=True)
class Hinted:
    """The hint that was asked for on a milestone; None where there is nothing to hint at."""

    milestone: Milestone
    hint: Hint | None


@dataclass(frozen=True)
class Shown:
    """What a milestone's demo shows."""

    milestone: Milestone
    text: str


Event = Verdict | Settled | Working | Broken | Hinted | Shown


class Told(Message):
    """An event, on its way from the examiner's thread to the screen."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event
