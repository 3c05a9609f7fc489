"""Which places of a milestone each test of its suite calls: the suite's *program spectrum*.

The suite is run on the reference, with the milestone's file instrumented; the outcome is remembered
in `.kata/` until the reference or the suite changes.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import pytest

from ...asking.oracle_cache import RememberingOracle
from ...cache import COVERAGE, Memory
from ...checkout import kept, solution
from ...library.assemble import assemble
from ...manifest import SOLUTIONS, Milestone
from ...sandbox.answer import Answer
from ...stubs.generate import generate
from ...stubs.places import places_to_fill
from ...suite.run import run
from ...suite.setup import Settings, Setup
from ..instrument import CALLED, Instrumented

Spectrum = dict[str, set[str]]  # the places that a test calls, by its name


def spectrum(milestone: Milestone) -> Spectrum:
    """The places that each test calls on the reference, remembered or found by running them."""
    library = assemble(SOLUTIONS, None).key
    key = hashlib.sha256(library.encode() + kept(milestone.suite).data).hexdigest()
    memory = Memory(COVERAGE)
    if known := memory.get(key):
        return {name: set(places) for name, places in json.loads(known).items()}
    found, whole = _find(milestone)
    if whole:
        places = {name: sorted(called) for name, called in found.items()}
        memory.put(key, json.dumps(places).encode())
        memory.save()
    return found


class _Calls:
    """Listens to which places each test calls."""

    def __init__(self) -> None:
        self.found: Spectrum = {}

    def pytest_kata_answered(self, item: pytest.Function, answer: Answer) -> None:
        places = self.found.setdefault(item.originalname, set())
        places.update(answer.printed.split(CALLED)[1::2])


def _find(milestone: Milestone) -> tuple[Spectrum, bool]:
    """The places that each test calls, and whether all ran to their ends."""
    places = set(places_to_fill(generate(milestone.module).decode()))
    name = f"{milestone.module}.py"
    oracle, listener = RememberingOracle(), _Calls()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(
            Instrumented().apply(solution(milestone)), encoding="utf-8"
        )
        setup = Setup.of(Path(folder), Settings(only_isolated=True), oracle=oracle)
        done = run(setup, [milestone], listeners=[listener])
    calls = {name: listener.found.get(name, set()) & places for _, name in done.tests}
    return calls, all(result.outcome == "passed" for result in done.results.values())
