"""Why a random program goes wrong: its text, and what it gives on both sides, in brief.

x = tensor([1.], requires_grad=True); (x + x).backward(); x.grad -> yours 1, torch 2
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ...failure import Failure, RandomProgram
from ...judging.failure_facts import failure_of
from ...judging.wording import LONGEST, show, visible, with_shape
from ...sandbox.inside.normal_form import Pair
from .batch import Result
from .sketch import SEPARATOR


def failure(result: Result, learner: Path) -> Failure:
    """What is to be known of a random program that went wrong; of frames, those in the folder
    `learner`."""
    answer, expected = result.answer, result.expected
    both = _both(answer.value, expected.value) if answer.value and expected.value else ("", "")
    program = RandomProgram(
        tuple(result.text.split(SEPARATOR)), *(visible(each, LONGEST) for each in both)
    )
    facts = failure_of("", (), answer, expected, result.difference, learner)
    return replace(facts, smallest=program)


def _both(mine: Pair, theirs: Pair) -> tuple[str, str]:
    """Both answers as briefly as shows the difference."""
    for form in (_brief, show, with_shape):
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
