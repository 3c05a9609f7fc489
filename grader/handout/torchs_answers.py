"""torch's answers to a handout's tests: the reference is asked them, on each seed that travels.

    found = asked(MILESTONES, stubs)
    found.answers    # by the questions' keys
    found.calls      # the places that each test calls

A test that the reference does not pass is not handed out, nor one that needs what a later milestone
writes: Unfit says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest

from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..asking.question import Question
from ..asking.travelling import SEEDS
from ..feedback.coverage import Spectrum
from ..feedback.notes import Notes
from ..library.mounts import ISOLATED, Mount
from ..manifest import SOLUTIONS, Milestone
from ..sandbox.answer import Answer
from ..suite.run import run
from ..suite.setup import Settings, Setup
from .spectra import spectra, up_to


class Unfit(Exception):
    """There is something that can't be handed out; the message says what, in one line."""


class Asked(NamedTuple):
    """torch's answers, by the questions' keys, and the places that tests call, by milestones'
    slugs."""

    answers: Mapping[str, Answer]
    calls: Mapping[str, Spectrum]


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


def asked(milestones: Sequence[Milestone], stubs: Mapping[str, bytes]) -> Asked:
    """What the public tests ask of torch, and call: each milestone's on the solutions up to it, and
    `stubs` of what comes later. Raises Unfit, SuitesBroken."""
    oracle, notes = _Noting(), Notes()
    settings = Settings(only_isolated=True, shares=True)
    libraries = {m: [Mount((ISOLATED,), up_to(m, stubs))] for m in milestones}
    setup = replace(Setup.of(SOLUTIONS, settings, oracle=oracle), mounts=libraries.__getitem__)
    for seed in SEEDS:
        done = run(setup.on(seed, oracle), milestones, listeners=[_PublicAlone(), notes])
        if failed := [r.name for r in done.results.values() if r.outcome != "passed"]:
            raise Unfit(f"on seed {seed} the solutions so far do not pass {', '.join(failed)}")
    oracle.save()
    return Asked(oracle.noted, spectra(milestones, notes))
