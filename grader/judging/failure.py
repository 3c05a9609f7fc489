"""From an answer that is not right to the facts of the failure, short and safe to print.

    failure_of(source, inputs, answer, expected, compare(answer.value, expected.value), folder)

Values become text here, as `wording` writes them; `explain` makes the sentences.
"""

from __future__ import annotations

import ast
import math
import os
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..failure import Difference, Failure, FrameSummary
from ..files import shown
from ..manifest import MILESTONES
from ..sandbox.inside.wire import Pair
from .compare import Mismatch
from .outcome import unwritten
from .wording import LONGEST, WHOLE, kind_of, one_line, show, visible, with_shape

if TYPE_CHECKING:
    from ..sandbox.answer import Answer, Frame

MOST_FRAMES = 6
MOST_PRINTED = 2000
MOST_LINES = 20
MOST_NAMES = 8  # keys of a dict
LONGEST_PATH = 1000  # of a file
LONGEST_PLACE = 120  # within an answer
LAST_LINE = 2**20  # no file has more
ALL_DIGITS = 17
FUNCTION = re.compile(r"[\w.]{1,60}|<\w{1,20}>")


def failure_of(
    source: str,
    inputs: Sequence[Pair],
    answer: Answer,
    expected: Answer | None = None,
    difference: Mismatch | str | None = None,
    learner: Path | None = None,
) -> Failure:
    """What is to be known of an answer that did not pass.

    Args:
        source: the program.
        inputs: its arguments after `lib`.
        expected: what torch does; None in a test of facts.
        difference: of the two answers; in a test of facts, a sentence that says what is wrong.
        learner: the folder of the learner's files, whose frames alone are shown; None for all.
    """
    if place := unwritten(answer):
        met = _with_frames(Failure(unwritten=place), answer.frames, learner).frames
        return Failure(unwritten=place, frames=met[-1:])
    if answer.outcome == "broken":
        return broken(answer.message)
    facts = Failure(
        stage=answer.stage,
        printed=_first_lines(visible(answer.printed, MOST_PRINTED).rstrip()),
    )
    facts = _with_frames(facts, answer.frames, learner)
    if not answer.at_import:
        program = textwrap.dedent(source).strip("\n")
        facts = replace(facts, program=program, inputs=_named(program, inputs))
        if expected is not None:
            torch = with_shape(expected.value) if expected.value is not None else ""
            facts = replace(facts, torch=torch, refusal=expected.exception or "")
    if answer.outcome == "raised":
        message = visible(answer.message, MOST_PRINTED).strip()
        kind = one_line(answer.exception) or "an exception without a name"
        return replace(facts, exception=kind, message=message)
    if answer.value is None:
        return replace(facts, torch="", no_answer=one_line(answer.message or answer.outcome))
    if isinstance(difference, Mismatch):
        mine, theirs = _answers(difference)
        return replace(facts, yours=mine, torch=theirs, difference=_in_text(difference))
    return replace(
        facts, yours=_answer(answer.value), fact=one_line(difference or "", MOST_PRINTED)
    )


def broken(traceback: str) -> Failure:
    """What is to be known of a test that the grader failed to judge."""
    return Failure(broken=visible(traceback, LONGEST).rstrip())


def learners_frames(frames: Sequence[Frame], learner: Path | None) -> list[Frame]:
    """Those in the learner's files, which lie in a folder; all, where it is None."""
    if learner is None:
        return list(frames)
    files = {str(learner.absolute() / f"{m.module}.py") for m in MILESTONES}
    return [f for f in frames if os.path.abspath(f.path) in files]


def _with_frames(facts: Failure, frames: Sequence[Frame], learner: Path | None) -> Failure:
    """The learner's frames, outermost first; a run of the same one is one."""
    mine = learners_frames(frames, learner)
    if frames and not mine:
        last = frames[-1]
        outside = FrameSummary(one_line(Path(last.path).stem), 0, _function(last))
        return replace(facts, outside=outside)
    runs = [_summary(frame, len(list(run))) for frame, run in groupby(mine)]
    kept = tuple(runs[-MOST_FRAMES:])
    return replace(facts, frames=kept, hidden_frames=len(runs) - len(kept))


def _summary(frame: Frame, times: int) -> FrameSummary:
    line = min(max(0, frame.line), LAST_LINE)
    path, text = one_line(shown(Path(frame.path)), LONGEST_PATH), one_line(frame.text.strip())
    return FrameSummary(path, line, _function(frame), text, times)


def _function(frame: Frame) -> str:
    """A function's name. A worker tells it, so it might be anything."""
    return frame.function if FUNCTION.fullmatch(frame.function) else ""


def _answers(difference: Mismatch) -> tuple[str, str]:
    """Both values, with as many digits as it takes to tell them apart."""
    values, index = (difference.yours, difference.torch), difference.index
    mine, theirs = (with_shape(value, index) for value in values)
    if mine == theirs:
        mine, theirs = (with_shape(value, index, ALL_DIGITS) for value in values)
    return mine, theirs


def _in_text(difference: Mismatch) -> Difference:
    error = difference.largest_error
    is_finite = error is not None and math.isfinite(error)
    return Difference(
        difference.aspect,
        one_line("".join(f"[{_step(step)}]" for step in difference.path), LONGEST_PLACE),
        *_what_differs(difference),
        difference.index,
        error if is_finite else None,
    )


def _what_differs(difference: Mismatch) -> tuple[str, str]:
    """What a difference is about, of either side."""
    yours, torch, at = difference.yours, difference.torch, difference.index
    match difference.aspect:
        case "kind" | "no array":
            return kind_of(yours), kind_of(torch)
        case "length":
            return str(len(yours[1])), str(len(torch[1]))
        case "lacks" | "adds":
            names = sorted(map(_step, difference.keys))
            more = ["..."] if len(names) > MOST_NAMES else []
            return one_line(", ".join(names[:MOST_NAMES] + more)), ""
        case "shape":
            return str(yours[1].shape), str(torch[1].shape)
        case "dtype":
            return str(yours[1].dtype), str(torch[1].dtype)
        case "finiteness":
            mine, theirs = (v[1] if at is None else v[1][at] for v in (yours, torch))
            return str(mine), str(theirs)
        case _:
            return "", ""


def _step(step: int | Pair) -> str:
    return str(step) if isinstance(step, int) else one_line(show(step))


def _answer(value: Pair) -> str:
    """`value` described; a text of several lines, such as the source of a drawing, as it is."""
    kind, payload = value
    if kind == "str" and "\n" in payload:
        return _first_lines(visible(payload, MOST_PRINTED).rstrip())
    return with_shape(value)


def _named(source: str, inputs: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    """The inputs by the names of the program's arguments after `lib`."""
    if not inputs:
        return ()
    arguments = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)).args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)][1:]
    rest = arguments.vararg.arg if arguments.vararg else "argument"
    numbered = [f"{rest}[{i}]" for i in range(len(inputs) - len(names))]
    return tuple(zip((*names, *numbered), map(_input, inputs), strict=False))


def _input(value: Pair) -> str:
    kind, payload = value
    if kind in ("ndarray", "tensor") and payload.size > WHOLE:
        return f"{kind_of(value)} of shape {payload.shape}, {payload.dtype}"
    return visible(show(value))


def _first_lines(text: str) -> str:
    lines = text.split("\n")
    hidden = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], f"... ({hidden} more lines)"] if hidden > 0 else lines)
