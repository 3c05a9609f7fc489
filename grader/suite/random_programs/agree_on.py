"""The fixture `agree_on`: random programs give what torch gives, or else the smallest is shown.

def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(chain_rule)
"""

from __future__ import annotations

import time

from ...asking.workers import OutOfTime
from ..agree import Judge, TestFailed
from .batch import Result, run, run_all
from .message import failure
from .shrink import draw, smallest
from .sketch import Generator

COUNT = 150  # programs that are drawn
SECONDS = 10.0  # for the whole test, once something is wrong


class AgreeOn:
    """Runs random programs on torch and on the learner's library, and demands the same of both."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def __call__(self, generator: Generator) -> None:
        """Draw programs from a generator, and compare the answers.

        Raises TestFailed, with the smallest program on which the libraries differ. Where the
        learner's files are run together, a failure is only counted, so any program will do.
        """
        settings, deadline = self._judge.setup.settings, time.monotonic() + SECONDS
        results = run_all(self._judge, draw(generator, settings.seed, COUNT))
        wrong = [result for result in results if result.outcome != "passed"]
        if not wrong:
            results[0].tell(self._judge)
            return
        shortest = min(wrong, key=_length)
        shrinks = settings.shrinks and not self._judge.mount.is_so_far_only
        if shrinks and _is_telling(shortest):
            shortest = min(shortest, self._smaller(generator, shortest, deadline), key=_length)
        self._fail(shortest)

    def _smaller(self, generator: Generator, wrong: Result, deadline: float) -> Result:
        def is_wrong(text: str) -> bool:
            return _is_telling(run(self._judge, text))

        left = deadline - time.monotonic()
        try:
            text = smallest(generator, self._judge.setup.settings.seed, is_wrong, left)
            return run(self._judge, text) if text else wrong
        except OutOfTime:
            return wrong  # which is known already

    def _fail(self, result: Result) -> None:
        result.tell(self._judge)
        raise TestFailed(result.outcome, failure(result, self._judge.setup.target))


def _is_telling(result: Result) -> bool:
    """Whether a smaller program could go wrong likewise, and quickly."""
    return result.outcome in ("wrong", "error", "crashed") and not result.answer.at_import


def _length(result: Result) -> int:
    return len(result.text)
