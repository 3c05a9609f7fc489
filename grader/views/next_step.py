"""What to do next: the first failure, and the others in a line each.

    for line in next_step(record.milestones, record.target): print(line.text)

The table prints it, and `nox -s watch` shows it. With as many `rows` as a terminal has, what is
wrong and where to get help can be seen without scrolling (failures.py).
"""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence

from ..judging.quoting import clipped, in_lines, wrapped
from ..judging.wording import one_line
from ..record import Feedback, MilestoneResult
from .apart import apart
from .failures import height, joined, told
from .terminal import BOLD, DIM, Line
from .words import (
    at_import,
    first_failing,
    hint_command,
    in_full_command,
    name,
    next_up,
    what_fails,
    what_to_do,
    where_to_start,
)

MOST_MILESTONES = 1  # besides the next one, where rows are counted


def next_step(
    milestones: Sequence[MilestoneResult],
    target: str,
    feedback: Feedback = "full",
    width: int = 80,
    explains_all: bool = False,
    rows: float = math.inf,
    has_keys: bool = False,
    elsewhere: str = "",
) -> list[Line]:
    """What to do next in the folder `target`, or with the one `elsewhere` that has the files;
    nothing once all is done, or where only the score is to be seen. The first failure is explained,
    or all of a milestone's are, and then `rows` do not count. Only commands, and places in files,
    have lines that are wider than `width`. Help is asked for by a command, or where it `has_keys`,
    as in `nox -s watch`, by pressing one."""
    if feedback == "score":
        return []

    def together(each: MilestoneResult) -> list[Line]:
        in_full = in_full_command(each, target) if feedback == "full" else ""
        return apart(each, milestones, width, explains_all, in_full)

    current = next_up(milestones)
    if current is None:
        return [line for each in milestones for line in together(each)]
    if elsewhere and current.state == "missing":
        folder = shlex.quote(one_line(elsewhere))
        said = in_lines(f"Next: grade again with --target {folder}", width, [folder])
        return [Line(line, BOLD) for line in said]
    others = _others([m for m in milestones if m is not current], width, rows)
    for each in milestones:
        if each.together_with and not each.to_mend:
            others += together(each)
    if not current.was_run:
        return [*_start(f"Next: {where_to_start(current)}", width), *others]
    top = [Line(f"Next: {what_to_do(current)}", BOLD)]
    top += [Line(said) for said in [_filled(current)] if said]
    can_go_on = not at_import(first_failing(current))  # hints come after that
    helps = feedback == "full" and current.to_mend and can_go_on
    hint = "press h" if has_keys else hint_command(_to_be_written_in(current), target)
    bottom = [Line(f"Stuck? {hint}", DIM)] if helps else []
    room = rows - height([top, others, bottom]) - 1
    *blocks, also = told(current, width, room, explains_all)
    all_there_is = told(current, width, explains_all=True)
    if helps and height([*blocks, also]) < height(all_there_is):
        whole = "press f" if has_keys else in_full_command(current, target)
        bottom = [_with_more(bottom[0], f"All of it: {whole}", width)]
    return joined([top, *blocks, [*also, *others], bottom])


def _start(said: str, width: int) -> list[Line]:
    """A sentence of two parts, in a line each where it is too long for one."""
    parts = [said] if len(said) <= width else said.replace("; ", "\n").split("\n")
    return [Line(line, BOLD) for part in parts for line in wrapped(part, width)]


def _filled(milestone: MilestoneResult) -> str:
    """How many places are written, where one that is not is what fails first; "" elsewhere."""
    filled = milestone.filled
    if filled is None or not 0 < filled.count < filled.places:
        return ""
    if first_failing(milestone).outcome != "not_started":
        return ""
    verb = "is" if filled.count == 1 else "are"
    return f"{filled.count} of {filled.places} places {verb} filled in."


def _to_be_written_in(milestone: MilestoneResult) -> str:
    """The number of the milestone in which what fails first is to be mended: in a handout it may
    wait for another."""
    failure = first_failing(milestone).failure
    met = failure.unwritten if failure else None
    return met.milestone if met else milestone.id


def _with_more(line: Line, more: str, width: int) -> Line:
    """Two things in a line, or the first if there is no room for both."""
    both = f"{line.text}   {more}"
    return line._replace(text=both) if len(both) <= width else line


def _others(milestones: Sequence[MilestoneResult], width: int, rows: float) -> list[Line]:
    """One line for each milestone that was started and fails; those that there was no time for, in
    one where rows are counted."""
    begun = [m for m in milestones if m.failing and m.was_run]
    late = [m for m in begun if m.not_run == len(m.failing)]
    failing = [m for m in begun if m not in late]
    shown = begun if rows == math.inf else failing[:MOST_MILESTONES]
    lines = [Line(clipped(f"{name(m)}: {what_fails(m)}", width)) for m in shown]
    lines += _more([m for m in failing if m not in shown], "fails", "fail")
    lines += _more([m for m in late if m not in shown], "was not run", "were not run")
    return lines


def _more(milestones: Sequence[MilestoneResult], does: str, do: str) -> list[Line]:
    """How many more milestones there are of which the same is to be said."""
    if not milestones:
        return []
    count = len(milestones)
    return [Line(f"and {count} more milestone{' ' + does if count == 1 else 's ' + do}")]
