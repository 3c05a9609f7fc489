"""The fixture `agree_on`: random programs give what torch gives, or else the smallest is shown.

def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(chain_rule)
"""

from __future__ import annotations

import time
import warnings
from contextlib import suppress
from functools import lru_cache

import numpy as np

from ...asking.workers import OutOfTime
from ...sandbox.answer import Answer
from ...sandbox.inside.normal_form import Pair
from ..agree import Judge, TestFailed
from .batch import Result, run, run_all
from .message import failure
from .shrink import draw, smallest
from .sketch import Generator
from .trim import Size, size, trimmed

COUNT = 150  # programs that are drawn
FEW = 3  # ops that are few enough
SECONDS = 10.0  # for the whole test, once something is wrong

_drawn = lru_cache(maxsize=64)(draw)  # the other reading of a milestone gets the same programs


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
        results = run_all(self._judge, _drawn(generator, settings.seed, COUNT))
        wrong = [result for result in results if result.outcome != "passed"]
        if not wrong:
            results[0].tell(self._judge)
            return
        shown = min(wrong, key=lambda result: len(result.text))
        shrinks = settings.shrinks and not self._judge.mount.is_so_far_only
        if shrinks and _is_telling(shown):
            shown = self._smaller(generator, shown, deadline)
        self._fail(shown)

    def _smaller(self, generator: Generator, wrong: Result, deadline: float) -> Result:
        """What is left of one that goes wrong; if that is long, of the smallest that is drawn."""
        best = self._trimmed(wrong, deadline)
        if _size(best)[0] <= FEW:
            return best
        seed, left = self._judge.setup.settings.seed, deadline - time.monotonic()
        try:
            text = smallest(generator, seed, lambda text: _is_telling(self._run(text)), left)
            return min(best, self._trimmed(self._run(text), deadline), key=_size) if text else best
        except OutOfTime:
            return best  # which is known already

    def _trimmed(self, wrong: Result, deadline: float) -> Result:
        if not wrong.is_program:
            return wrong
        found = {wrong.text: wrong}

        def is_wrong(text: str) -> bool:
            if time.monotonic() > deadline:
                raise OutOfTime
            try:
                found[text] = self._run(text)
            except ValueError:  # torch answers with what can't be compared
                return False
            is_alike = found[text].outcome == wrong.outcome and _is_telling(found[text])
            return is_alike and _is_plain(found[text].expected)

        last = wrong.text
        with suppress(OutOfTime), warnings.catch_warnings(action="ignore"):
            for text in trimmed(wrong.text, is_wrong):
                last = text
        return found[last]

    def _run(self, text: str) -> Result:
        return run(self._judge, text)

    def _fail(self, result: Result) -> None:
        result.tell(self._judge)
        raise TestFailed(result.outcome, failure(result, self._judge.setup.target))


def _is_telling(result: Result) -> bool:
    """Whether a smaller program could go wrong likewise, and quickly."""
    return result.outcome in ("wrong", "error", "crashed") and not result.answer.at_import


def _is_plain(expected: Answer) -> bool:
    """Whether torch answers with something, and without NaN and infinity: a gradient that nobody
    asks for is None, and tells nothing."""
    value = expected.value
    return value is not None and value[0] != "None" and _is_finite(value)


def _is_finite(value: Pair) -> bool:
    kind, payload = value
    if kind in ("list", "tuple"):
        return all(map(_is_finite, payload))
    return not isinstance(payload, np.ndarray | float) or bool(np.isfinite(payload).all())


def _size(result: Result) -> Size:
    """The size of its program; what stands for all programs together is larger than any."""
    return size(result.text) if result.is_program else (COUNT, 0, 0)
