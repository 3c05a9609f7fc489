"""`nox -s seeds [-- MILESTONE ...]`: whether the reference passes every suite on many seeds.

A learner's complete milestone is confirmed on a seed that nobody has tried before. A test that the
reference fails on one in fifty costs one right learner in fifty points, so there must not be such a
test. One that it passes by luck, with half of the error that is allowed, fails on other seeds; such
inputs cancel each other out, or saturate.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from ..asking.workers import Workers
from ..judging.explain import explain
from ..judging.nearness import nearness
from ..manifest import MILESTONES, SOLUTIONS, Milestone
from ..record import Outcome
from ..sandbox.answer import Answer
from ..sandbox.inside.limits import LIMITS
from ..sandbox.worker import Worker
from ..suite.run import SuitesBroken, run
from ..suite.setup import Settings, Setup
from .exit_status import Status, command, leave
from .options import Parser, whole_number

COUNT = 40
LUCKY = 0.5  # of the error that is allowed
PATIENT = LIMITS._replace(program=60.0, imports=60.0, total=3600.0)  # nothing here is about time


def failures(seed: int, milestones: Sequence[Milestone] = MILESTONES) -> list[str]:
    """What fails on the reference with inputs from this seed, a line or more each."""
    workers, luck = Workers(partial(Worker, limits=PATIENT)), Luck()
    try:
        setup = Setup.of(SOLUTIONS, Settings(seed, shares=True), workers)
        done = run(setup, milestones, listeners=[luck])
    except SuitesBroken as problem:  # a test draws inputs that torch refuses, say
        return str(problem).splitlines()
    failed = {key: r for (key, _), r in done.results.items() if r.outcome != "passed"}
    return [
        f"{milestone.id} {r.name}: {r.outcome}\n{explain(r.failure) if r.failure else ''}"
        for (milestone, _), r in failed.items()
    ] + luck.found


class Luck:
    """A pytest plugin that finds tests which passed by luck."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def pytest_kata_answered(
        self, item: pytest.Function, answer: Answer, expected: Answer | None, outcome: Outcome
    ) -> None:
        if outcome != "passed" or not (answer.value and expected and expected.value):
            return
        if "agree_on" in item.fixturenames:  # a random program has a tolerance of its own
            return
        if (near := nearness(answer.value, expected.value)) > LUCKY:
            said = f"passed by luck, with {near:.0%} of the error that is allowed"
            self.found.append(f"{item.path.stem} {item.originalname}: {said}")


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print what fails, seed by seed; the exit status is 1 if anything does."""
    p = Parser("seeds", "Run the suites on the reference with many seeds.")
    p.add_milestones()
    p.add_argument("--first", type=whole_number, default=0, metavar="N", help="seed (default 0)")
    said = f"how many seeds (default {COUNT})"
    p.add_argument("--count", type=whole_number, default=COUNT, metavar="N", help=said)
    options = p.parse_args(argv)
    seeds = range(options.first, options.first + options.count)
    return _report(seeds, options.milestones)


def _report(seeds: Sequence[int], milestones: Sequence[Milestone]) -> int:
    bad = 0
    for seed in _shown(seeds):
        failed = failures(seed, milestones)
        bad += bool(failed)
        if failed:
            print(f"seed {seed}:", *failed, sep="\n", flush=True)
    print(f"{len(seeds)} seeds, {bad or 'none'} on which the reference fails")
    return Status.UNMET if bad else Status.DONE


def _shown(seeds: Sequence[int]) -> Iterator[int]:
    """The seeds, each shown on a terminal while it is at work."""
    for seed in seeds:
        if sys.stderr.isatty():
            print(f"\r\x1b[Kseed {seed}", end="", file=sys.stderr, flush=True)
        yield seed
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    leave(main())
