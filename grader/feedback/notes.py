"""Notes of a run of suites, for the diagnosis: `run(..., listeners=[notes])`."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ..asking.question import Question
from ..library.mounts import ISOLATED, Mount
from ..manifest import Milestone
from ..record import Outcome
from ..sandbox.answer import Answer
from ..suite.plugin import milestone_of

LARGEST = 1 << 18  # bytes of an answer that is kept


class Judged(NamedTuple):
    """A test's question, what the learner's library answered, and how that was found to be.

    `expected` is None in a test of facts, which torch can't answer.
    """

    test: str
    question: Question
    answer: Answer
    expected: Answer | None
    outcome: Outcome


class Notes:
    """What was asked of each milestone's isolated library, and answered."""

    def __init__(self) -> None:
        self._judged: dict[Milestone, list[Judged]] = {}

    def pytest_kata_answered(
        self,
        item: pytest.Function,
        mount: Mount,
        question: Question,
        answer: Answer,
        expected: Answer | None,
        outcome: Outcome,
    ) -> None:
        milestone = milestone_of(item.path)
        if milestone and ISOLATED in mount.kinds and answer.size <= LARGEST:
            judged = Judged(item.originalname, question, answer, expected, outcome)
            self._judged.setdefault(milestone, []).append(judged)

    def add(self, other: Notes) -> None:
        """Take in what else is noted."""
        for milestone, judged in other._judged.items():
            self._judged.setdefault(milestone, []).extend(judged)

    def of(self, milestone: Milestone) -> list[Judged]:
        """What is noted of a milestone; about the same answer perhaps twice."""
        return self._judged.get(milestone, [])
