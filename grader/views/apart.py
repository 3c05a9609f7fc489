"""What passes alone, but not on the learner's own files together."""

from __future__ import annotations

from collections.abc import Sequence

from ..judging.quoting import wrapped
from ..record import MilestoneResult
from .failures import Block, explanation
from .terminal import DIM, RED, Line
from .words import heading, only_alone, summary


def apart(
    milestone: MilestoneResult,
    milestones: Sequence[MilestoneResult],
    width: int,
    explains_all: bool = False,
    in_full: str = "",
) -> Block:
    """With which earlier file of the `milestones` tests begin to fail, the first of them, and what
    to do to see it `in_full`, or, with `explains_all`, how it fails; nothing where they pass."""
    sentence, test = only_alone(milestone, milestones), milestone.apart
    said = wrapped(sentence, width) if sentence else []
    if not said or test is None:
        return [Line(line) for line in said]
    if not explains_all:
        more = [Line(f"How it fails: {in_full}", DIM)] if in_full else []
        return [*map(Line, [*said, *wrapped(f"first {summary(test)}", width)]), *more]
    shown = [Line(line, RED) for line in wrapped(heading(test), width)]
    return [*map(Line, said), *shown, *explanation(test, width)]


def apart_in_words(milestones: Sequence[MilestoneResult]) -> list[str]:
    """The same, a sentence for each of the milestones; "" where all of its tests pass."""
    said = [(m, only_alone(m, milestones)) for m in milestones]
    return [f"{line}; first {summary(m.apart)}" if line and m.apart else line for m, line in said]
