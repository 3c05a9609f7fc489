"""What a learner reads of a random program: its text, and what it gives on both sides.

x = tensor([1.], requires_grad=True); (x + x).backward(); x.grad -> yours 1, torch 2
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np

from ...judging.explain import explain
from ...judging.wording import describe, show
from ...sandbox.inside.wire import Pair
from .batch import Result
from .sketch import SEPARATOR

WIDTH = 96


def message(result: Result, learner: Path) -> str:
    """The program and both answers; whatever else there is to say below it, and where in the
    folder `learner`."""
    answer, expected, difference = result.answer, result.expected, result.difference
    said = _in_lines(result.text)
    if answer.value and expected.value:
        mine, theirs = _both(answer.value, expected.value)
        said = _in_lines(f"{result.text} -> yours {mine}, torch {theirs}")
        if difference and difference.largest_error is not None and not answer.printed:
            return textwrap.indent(said, "  ")
    return explain(
        said,
        (),
        answer,
        expected=expected.value,
        expected_exception=expected.exception,
        difference=difference,
        learner=learner,
    )


def _in_lines(text: str) -> str:
    """One statement in a line, where they don't fit into one together."""
    return text if len(text) <= WIDTH else text.replace(SEPARATOR, "\n")


def _both(mine: Pair, theirs: Pair) -> tuple[str, str]:
    """Both answers as briefly as shows the difference."""
    for form in (_brief, show, describe):
        if form(mine) != form(theirs):
            break
    return form(mine), form(theirs)


def _brief(value: Pair) -> str:
    """A number where there is just one."""
    payload = value[1]
    if isinstance(payload, np.ndarray) and payload.size == 1:
        number = payload.item()
        return f"{number:g}" if isinstance(number, float) else str(number)
    return show(value)
