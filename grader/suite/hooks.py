"""The events of a run of suites, for pytest plugins to listen to: `run(..., listeners=[mine])`.

class Loudly:
    def pytest_kata_answered(self, question, outcome):
        print(question.program.name, outcome)
"""

from __future__ import annotations

import pytest

from ..asking.question import Question
from ..library.mounts import Mount
from ..record import Outcome
from ..sandbox.answer import Answer


@pytest.hookspec
def pytest_kata_answered(
    item: pytest.Function,
    mount: Mount,
    question: Question,
    answer: Answer,
    expected: Answer | None,
    outcome: Outcome,
) -> None:
    """A library has answered, and this is how it did; about the same answer perhaps twice.

    Args:
        item: the test that asks.
        mount: the library.
        question: what it was asked. A random program counts as a question of its own.
        answer: what it answered.
        expected: what torch answered; None in a test of facts, which torch can't answer.
        outcome: "passed", or what is wrong.
    """
