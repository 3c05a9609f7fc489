"""From an answer that is not right to the facts of the failure, short and safe to print.

    failure_of(source, inputs, answer, expected, compare(answer.value, expected.value), folder)

Values become text here, as `wording` writes them; `explain` makes the sentences.
"""

from __future__ import annotations

import ast
import os
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..failure import Failure
from ..sandbox.inside.normal_form import Pair
from .comparison import Mismatch
from .difference import answers, in_text
from .frames import with_frames
from .outcome import unwritten
from .part_of_answer import part_of_answer
from .wording import ARRAYS, LONGEST, is_small, kind_of, one_line, show, visible, with_shape

if TYPE_CHECKING:
    from ..sandbox.answer import Answer

MOST_PRINTED = 2000
MOST_OUTPUT = 20_000  # characters, of which lines are chosen
MOST_LINES = 20


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
        met = with_frames(Failure(unwritten=place), answer.frames, learner).frames
        return Failure(unwritten=place, frames=met[-1:])
    if answer.outcome == "broken":
        return broken(answer.message)
    facts = Failure(
        stage=answer.stage,
        printed=_printed(answer.printed),
    )
    facts = with_frames(facts, answer.frames, learner, answer.exception or answer.outcome)
    if not answer.at_import:
        program = textwrap.dedent(source).strip("\n")
        named, shapes = _named(program, inputs), tuple(map(_shape, inputs))
        facts = replace(facts, program=program, inputs=named, shapes=shapes)
        if expected is not None:
            torch = with_shape(expected.value) if expected.value is not None else ""
            facts = replace(facts, torch=torch, refusal=expected.exception or "")
    if answer.outcome == "raised":
        message = visible(answer.message, MOST_PRINTED).strip()
        kind = one_line(answer.exception) or "an exception without a name"
        return replace(facts, exception=kind, message=message, missing=one_line(answer.missing))
    if answer.value is None:
        return replace(facts, torch="", no_answer=one_line(answer.message or answer.outcome))
    if isinstance(difference, Mismatch):
        mine, theirs = answers(difference)
        found = in_text(difference)
        found = replace(found, part=part_of_answer(source, found.path))
        return replace(facts, yours=mine, torch=theirs, difference=found)
    return replace(
        facts, yours=_answer(answer.value), fact=one_line(difference or "", MOST_PRINTED)
    )


def broken(traceback: str) -> Failure:
    """What is to be known of a test that the grader failed to judge."""
    return Failure(broken=visible(traceback, LONGEST).rstrip())


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
    if kind in ARRAYS and not is_small(payload):
        return f"{kind_of(value)} of shape {payload.shape}, {payload.dtype}"
    return visible(show(value if kind in ARRAYS else _briefly(value)))


def _shape(value: Pair) -> str:
    kind, payload = value
    return f"{payload.shape}" if kind in ARRAYS else ""


def _briefly(value: Pair) -> Pair:
    """The same, in which what an array of several rows holds is left out."""
    kind, payload = value
    if kind in ARRAYS and payload.ndim > 1 and payload.size > payload.shape[-1]:
        return "unknown", f"{ARRAYS[kind]} of shape {payload.shape}"
    if kind in ("list", "tuple"):
        return kind, [_briefly(each) for each in payload]
    if kind == "dict":
        return kind, [(key, _briefly(each)) for key, each in payload]
    return value


def _printed(text: str) -> str:
    """The first lines, and the last one: it says how much more there was, if that was not kept.
    NumPy's warnings name a file; it is shown as people type it."""
    text = text.replace(f"{Path.cwd()}{os.sep}", "")
    lines = visible(text, MOST_OUTPUT).rstrip().split("\n")
    if hidden := max(len(lines) - MOST_LINES, 0):
        lines = [*lines[: MOST_LINES - 1], f"... ({hidden} more lines)", lines[-1]]
    room = MOST_PRINTED // len(lines)
    return "\n".join(visible(line, room) for line in lines)


def _first_lines(text: str) -> str:
    lines = text.split("\n")
    hidden = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], f"... ({hidden} more lines)"] if hidden > 0 else lines)
