"""torch's answers to a handout's tests: the reference is asked them, on each seed that travels.

    answers(MILESTONES)    # by the questions' keys

A test that the reference does not pass is not handed out: Unfit says which.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..asking.question import Question
from ..asking.travelling import SEEDS
from ..manifest import SOLUTIONS, Milestone
from ..sandbox.answer import Answer
from ..suite.run import run
from ..suite.setup import Settings, Setup


class Unfit(Exception):
    """There is something that can't be handed out; the message says what, in one line."""


class _Noting(Oracle):
    """An oracle that notes what it was asked. It remembers torch's answers in the checkout."""

    def __init__(self) -> None:
        self._torch = RememberingOracle()
        self.noted: dict[str, Answer] = {}

    def prepare(self) -> None:
        self._torch.prepare()

    def ask(self, question: Question) -> Answer:
        self.noted[question.key] = found = self._torch.ask(question)
        return found

    def save(self) -> None:
        self._torch.save()


class _PublicAlone:
    """A pytest plugin that leaves hidden tests out."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.get_closest_marker("public")]


def answers(milestones: Sequence[Milestone]) -> dict[str, Answer]:
    """torch's answers to the public tests, by the questions' keys. Raises Unfit, SuitesBroken."""
    oracle = _Noting()
    setup = Setup.of(SOLUTIONS, Settings(only_isolated=True, shares=True), oracle=oracle)
    for seed in SEEDS:
        done = run(setup.on(seed, oracle), milestones, listeners=[_PublicAlone()])
        if failed := [r.name for r in done.results.values() if r.outcome != "passed"]:
            raise Unfit(f"on seed {seed} the solutions do not pass {', '.join(failed)}")
    oracle.save()
    return oracle.noted
