"""Which places of a milestone each test of its suite calls: the suite's *program spectrum*.

The suite is run on the reference, with the milestone's file instrumented; the outcome is remembered
in `.kata/` until the reference or the suite changes.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...asking.grading import Grading
from ...asking.oracle_cache import RememberingOracle
from ...cache import COVERAGE, Memory
from ...library.assemble import assemble
from ...manifest import SOLUTIONS, Milestone
from ...sandbox.answer import Answer
from ...stubs.generate import generate
from ...stubs.places import places_to_fill
from ...suite.run import run
from ..instrument import CALLED, Instrumented

Spectrum = dict[str, set[str]]  # the places that a test calls, by its name


def spectrum(milestone: Milestone) -> Spectrum:
    """The places that each test calls on the reference, remembered or found by running them."""
    library = assemble(SOLUTIONS, None).key
    key = hashlib.sha256(library.encode() + milestone.suite.read_bytes()).hexdigest()
    memory = Memory(COVERAGE)
    if known := memory.get(key):
        return {name: set(places) for name, places in json.loads(known).items()}
    found, whole = _find(milestone)
    if whole:
        places = {name: sorted(called) for name, called in found.items()}
        memory.put(key, json.dumps(places).encode())
        memory.save()
    return found


@dataclass
class _Tracing(Grading):
    """A grading that notes which places each test calls, in the suite's order."""

    calls: list[set[str]] = field(default_factory=list)

    def ask(self, *question: Any, **more: Any) -> Answer:
        answer = super().ask(*question, **more)
        self.calls[-1] |= set(answer.printed.split(CALLED)[1::2])
        return answer


def _find(milestone: Milestone) -> tuple[Spectrum, bool]:
    """The places that each test calls, and whether all ran to their ends."""
    places = set(places_to_fill(generate(milestone.module).decode()))
    name = f"{milestone.module}.py"
    source = (SOLUTIONS / name).read_text(encoding="utf-8")
    oracle = RememberingOracle()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(Instrumented().apply(source), encoding="utf-8")
        tracing = _Tracing(Path(folder), only_isolated=True, oracle=oracle)
        done = run(tracing, [milestone], progress=lambda *_: tracing.calls.append(set()))
    calls = {key[1]: called & places for key, called in zip(done.tests, tracing.calls, strict=True)}
    return calls, all(result.outcome == "passed" for result in done.results.values())
