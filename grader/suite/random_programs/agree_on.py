"""The fixture `agree_on`: random programs give what torch gives, or else the smallest is shown.

def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(chain_rule)
"""

from __future__ import annotations

import time

from ...asking.grading import Grading
from ...library.mounts import Mount
from ..agree import TestFailed
from .batch import Result, run, run_all
from .message import failure
from .shrink import draw, smallest
from .sketch import Generator

COUNT = 150  # programs that are drawn
SECONDS = 10.0  # for the whole test, once something is wrong


class AgreeOn:
    """Runs random programs on torch and on the learner's library, and demands the same of both."""

    def __init__(self, grading: Grading, mount: Mount) -> None:
        self._grading, self._mount = grading, mount

    def __call__(self, generator: Generator) -> None:
        """Draw programs from a generator, and compare the answers.

        Raises TestFailed, with the smallest program on which the libraries differ. What happens
        where the learner's files are run together is not shown, so that there any will do.
        """
        grading, deadline = self._grading, time.monotonic() + SECONDS
        results = run_all(grading, self._mount, draw(generator, grading.seed, COUNT))
        wrong = [result for result in results if result.outcome != "passed"]
        if not wrong:
            grading.note(self._mount, results[0].judged)
            return
        shortest = min(wrong, key=_length)
        shrinks = grading.shrinks and not (self._mount.is_so_far_only or grading.liar)
        if shrinks and _is_telling(shortest):
            shortest = min(shortest, self._smaller(generator, shortest, deadline), key=_length)
        self._fail(shortest)

    def _smaller(self, generator: Generator, wrong: Result, deadline: float) -> Result:
        def is_wrong(text: str) -> bool:
            return _is_telling(run(self._grading, self._mount, text))

        left = deadline - time.monotonic()
        text = smallest(generator, self._grading.seed, is_wrong, left)
        return run(self._grading, self._mount, text) if text else wrong

    def _fail(self, result: Result) -> None:
        self._grading.note(self._mount, result.judged)
        self._grading.failed(self._mount)
        raise TestFailed(result.outcome, failure(result, self._grading.target))


def _is_telling(result: Result) -> bool:
    """Whether a smaller program could go wrong likewise, and quickly."""
    return result.outcome in ("wrong", "error", "crashed") and not result.answer.at_import


def _length(result: Result) -> int:
    return len(result.text)
