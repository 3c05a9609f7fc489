"""Draws random programs; and, where one disagrees, has hypothesis find the smallest that does.

The first programs are drawn without hypothesis, which would take ten times as long and draw many
that are nearly alike. It is imported when something is wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any

from .sketch import Generator, T

ATTEMPTS = 1000  # of hypothesis, before it gives up
ROUNDS = 2  # from other beginnings, which may end in something smaller
SHORT = 80  # characters that are few enough


class _TimeIsUp(BaseException):
    """No Exception, or hypothesis would take it for one more thing that is wrong."""


def draw(generator: Generator, seed: int, count: int) -> list[str]:
    """Different programs, the same ones for the same seed."""
    random = Random(seed)

    def pick(options: Sequence[T]) -> T:
        return options[int(random.random() * len(options))]

    return list(dict.fromkeys(generator(pick) for _ in range(count)))


def smallest(
    generator: Generator, seed: int, disagrees: Callable[[str], bool], seconds: float
) -> str | None:
    """The shortest program that disagrees, of all that hypothesis tries in this time; None where
    none does."""
    from hypothesis import Phase, find, settings
    from hypothesis import strategies as st
    from hypothesis.errors import NoSuchExample

    verdicts: dict[str, bool] = {}
    deadline = time.monotonic() + seconds

    def is_wrong(text: str) -> bool:
        if time.monotonic() > deadline:
            raise _TimeIsUp
        if text not in verdicts:
            verdicts[text] = disagrees(text)
        return verdicts[text]

    bits = st.booleans()  # in place of integers it would also try constants of the code around

    @st.composite
    def programs(draw_from: Callable[[Any], bool]) -> str:
        def pick(options: Sequence[T]) -> T:
            number = 0
            for _ in range((len(options) - 1).bit_length()):
                number = 2 * number + draw_from(bits)
            return options[number % len(options)]

        return generator(pick)

    phases = (Phase.generate, Phase.shrink)
    how = settings(database=None, deadline=None, max_examples=ATTEMPTS, phases=phases)
    shortest = None
    for number in range(ROUNDS):
        with suppress(NoSuchExample, _TimeIsUp):
            find(programs(), is_wrong, settings=how, random=Random(seed + number))
        shortest = min((text for text, wrong in verdicts.items() if wrong), key=len, default=None)
        if shortest is None or len(shortest) <= SHORT:
            break
    return shortest
