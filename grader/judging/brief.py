"""An explanation of no more lines than there is room for: what matters least is left out first.

    print("\n".join(brief(failure, width, rows)))

That is an outer call, what else is in an array, what was printed; then inputs; the middle of the
program comes last, without the lines that it is about.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain, repeat, takewhile
from typing import Any

from ..failure import Failure
from .essential_lines import essential_lines
from .explain import INDENT, explain, labels_of
from .quoting import folded, room_of_quotes

LEFT_OUT = "..."
LEAST_LINES = 3  # of a program, more of which must be left if it is shown: its first, and others
QUOTES = ("yours", "torch", "message", "printed")


def brief(failure: Failure, width: int, rows: float = math.inf) -> list[str]:
    """The lines of what went wrong, at most so many."""
    lines = _lines(failure, width)
    if len(lines) <= rows:
        return lines
    room = room_of_quotes(width - len(INDENT), labels_of(failure))
    short = replace(failure, yours=_in_a_row(failure.yours), torch=_in_a_row(failure.torch))
    quotes: dict[str, Any] = {name: _rows(getattr(short, name), room) for name in QUOTES}
    short = replace(short, **quotes)
    for shorter in STEPS:
        if len(lines) <= rows:
            return lines
        short = shorter(short)
        lines = _lines(short, width)
    lines = _forced(short, lines, width, rows)
    if len(lines) > rows and failure.program:  # too little of it is left to tell anything
        return brief(replace(failure, program="", inputs=()), width, rows)
    return lines if len(lines) <= rows else [*lines[: int(rows) - 1], f"{INDENT}{LEFT_OUT}"]


def _in_a_row(answer: str) -> str:
    """An answer whose texts of several lines are written in one, as Python does."""
    return answer.replace("\n", "\\n") if "'''" in answer else answer


def _forced(failure: Failure, lines: list[str], width: int, rows: float) -> list[str]:
    """What there is room for of a long program, so that the answer is still seen."""
    excess = len(lines) - int(rows)
    if excess > 0 and len(failure.program.split("\n")) - excess > LEAST_LINES:
        lines = _lines(_without_middle(failure, excess), width)
    return lines


def without_program(failure: Failure) -> Failure | None:
    """What the library raised, or why it did not answer, and no more; None where it answered."""
    if failure.exception or failure.no_answer:
        return replace(failure, program="", inputs=(), torch="")
    return None


def without_factor(failure: Failure | None) -> Failure | None:
    """The same, where something better is said than how much too large a number is."""
    if failure is None or failure.difference is None:
        return failure
    return replace(failure, difference=replace(failure.difference, factor=""))


def _lines(failure: Failure, width: int) -> list[str]:
    return explain(failure, width).rstrip().split("\n")


def _rows(text: str, width: int) -> str:
    """A text whose every line is a row of the terminal's."""
    return "\n".join(piece for line in text.split("\n") for piece in folded(line, width))


def _calls(failure: Failure, most: int) -> Failure:
    left_out = max(len(failure.frames) - most, 0)
    hidden = failure.hidden_frames + left_out
    return replace(failure, frames=failure.frames[left_out:], hidden_frames=hidden)


def _answers(failure: Failure, most: int) -> Failure:
    yours, torch = _from_difference(failure.yours, failure.torch, most)
    smallest = failure.smallest
    if smallest:
        both = _from_difference(smallest.yours, smallest.torch, most)
        smallest = replace(smallest, yours=both[0], torch=both[1])
    return replace(failure, yours=yours, torch=torch, smallest=smallest)


def _from_difference(yours: str, torch: str, most: int) -> tuple[str, str]:
    """Two answers, from their first line that differs on, where they are longer than `most`."""
    mine, theirs = yours.split("\n"), torch.split("\n")
    if max(len(mine), len(theirs)) <= most or not torch:
        return _first_lines(yours, most), _first_lines(torch, most)
    pairs = zip(mine, theirs, strict=False)
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    alike = min(alike, max(len(mine), len(theirs)) - most)
    before = [LEFT_OUT] if alike > 1 and most > 2 else []
    start = alike if before or most < 3 else 0
    shown = (textwrap.dedent("\n".join([*before, *lines[start:]])) for lines in (mine, theirs))
    first, second = (_first_lines(text, most) for text in shown)
    return first, second


def _first_lines(text: str, most: int) -> str:
    lines = text.split("\n")
    return text if len(lines) <= most else "\n".join([*lines[: most - 1], _ended(lines[most - 1])])


def _ended(line: str) -> str:
    """The last line that is shown of more."""
    return f"{line[: -len(LEFT_OUT) - 1] if len(line) > 60 else line} {LEFT_OUT}"


def _inputs(failure: Failure, most: int) -> Failure:
    """Those that are longer than `most` are cut; of an array, the shape is left."""

    def shorter(value: str, shape: str) -> str:
        is_long = shape and value.count("\n") >= most
        return f"array of shape {shape}" if is_long else _first_lines(value, most)

    named = tuple((name, shorter(value, shape)) for name, value, shape in _with_shapes(failure))
    return replace(failure, inputs=named)


def _with_shapes(failure: Failure) -> list[tuple[str, str, str]]:
    """The inputs, each with its shape; a record of an earlier version has none."""
    pairs = zip(failure.inputs, chain(failure.shapes, repeat("")), strict=False)
    return [(name, value, shape) for (name, value), shape in pairs]


def _printed(failure: Failure, most: int) -> Failure:
    return replace(failure, printed=_first_lines(failure.printed, most))


def _message(failure: Failure, most: int) -> Failure:
    return replace(failure, message=_first_lines(failure.message, most))


def _no_right_answer(failure: Failure) -> Failure:
    """Where the library raised something, its own words matter more."""
    return replace(failure, torch="") if failure.exception else failure


def _no_inputs(failure: Failure) -> Failure:
    named = [f"{name} {shape}".rstrip() for name, _, shape in _with_shapes(failure)]
    names = ", ".join(named)
    return replace(failure, inputs=((names, LEFT_OUT),) if names else ())


def _without_middle(failure: Failure, excess: int) -> Failure:
    """A program that is `excess` lines shorter, its first line, its last one and those kept that
    what went wrong is about."""
    lines = failure.program.split("\n")
    middle = 1 + (len(lines) - excess) // 3 + excess / 2
    essential = essential_lines(failure)
    others = [i for i in range(1, len(lines) - 1) if i not in essential]
    cut: set[int] = set()
    for i in sorted(others, key=lambda i: abs(i - middle)):
        if len(lines) - len(kept := _without(lines, cut)) >= excess:
            break
        cut.add(i)
    kept = _without(lines, cut)
    return replace(failure, program="\n".join(kept))


def _without(lines: list[str], cut: set[int]) -> list[str]:
    """The lines without these; in the place of each run of them is a mark, where it began."""
    kept = [line if i not in cut else _mark(line, lines[-1]) for i, line in enumerate(lines)]
    return [line for i, line in enumerate(kept) if i not in cut or i - 1 not in cut]


def _mark(line: str, last: str) -> str:
    """What stands for a line that is left out: as far to the right, or where it is empty, as far
    as the last one."""
    like = line if line.strip() else last
    return " " * (len(like) - len(like.lstrip())) + LEFT_OUT


STEPS: tuple[Callable[[Failure], Failure], ...] = (
    partial(_calls, most=3),
    partial(_printed, most=4),
    partial(_answers, most=6),
    partial(_inputs, most=3),
    partial(_answers, most=4),
    partial(_calls, most=2),
    partial(_inputs, most=1),
    partial(_answers, most=3),
    partial(_printed, most=2),
    _no_right_answer,
    partial(_message, most=3),
    _no_inputs,
    partial(_answers, most=2),
    partial(_calls, most=1),
    partial(_message, most=2),
    partial(_answers, most=1),
    partial(_printed, most=1),
)
