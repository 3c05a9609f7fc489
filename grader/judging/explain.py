"""Turn one failure into what a learner reads: the program, both answers, and the line to mend.

`outcome_of` names how a test went; `explain` says it at length, in plain text that is safe to
print; `place_of` finds the line of the learner's that a failure leads to.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from .compare import Difference
from .outcome import is_stub, learners_frames, where
from .wording import WHOLE, Pair, describe, kind_of, one_line, show, visible

if TYPE_CHECKING:
    from ..sandbox.answer import Answer, Frame

AT_IMPORT = "importing your library"  # how the message begins where it could not be imported
MOST_FRAMES = 6
MOST_PRINTED = 2000
MOST_LINES = 20
YOURS, TORCH = "yours  ", "torch  "
NO_NDARRAY = "a tensor's `value` must be an ndarray, and this one's is something else"


def explain(
    source: str,
    inputs: Sequence[Pair],
    answer: Answer,
    *,
    expected: Pair | None = None,
    expected_exception: str | None = None,
    difference: Difference | str | None = None,
    learner: Path | None = None,
) -> str:
    """What went wrong, in plain text of a few lines.

    `source` is the program, `inputs` its arguments after `lib`. Torch either answered `expected`
    or raised `expected_exception`; a test of facts has neither, and says what is wrong in a string
    as its `difference`. Only frames inside the folder `learner` are shown.
    """
    if is_stub(answer):
        return f"not started: {one_line(answer.message)}"
    program = [] if answer.at_import else [_program(source, inputs), ""]
    verdict = _verdict(answer, expected, expected_exception, difference, learner)
    text = "\n".join([*program, *verdict, *_printed(answer.printed)])
    return textwrap.indent(text, "  ")


def broken(traceback: str) -> str:
    """What is told of a test that the grader failed to judge."""
    return textwrap.indent("\n".join(_broken(traceback)), "  ")


def _broken(traceback: str) -> list[str]:
    return ["The grader broke here:", *visible(traceback, MOST_PRINTED).rstrip().split("\n")]


def _verdict(
    answer: Answer,
    expected: Pair | None,
    expected_exception: str | None,
    difference: Difference | str | None,
    learner: Path | None,
) -> list[str]:
    if answer.outcome == "broken":
        return _broken(answer.message)
    if answer.outcome == "raised":
        return _raised(answer, expected, expected_exception, learner)
    if answer.outcome != "answered":
        when = f"{AT_IMPORT}: " if answer.at_import else ""
        line = when + one_line(answer.message or answer.outcome)
        return [line, *_traceback(answer.frames, learner)]
    if expected_exception:
        refused = f"torch refuses this with {expected_exception}; yours returned "
        return [_beside(refused, describe(answer.value))]
    if isinstance(difference, Difference):
        where = f"in the answer's {difference.path}: " if difference.path else ""
        return [
            where + difference.what,
            _beside(YOURS, difference.yours),
            _beside(TORCH, difference.expected),
            *([NO_NDARRAY] if difference.yours == "<Tensor>" else []),
        ]
    return [visible(difference or ""), _beside(YOURS, _answer(answer.value))]


def _answer(value: Pair) -> str:
    """`value` described; a text of several lines, such as the source of a drawing, as it is."""
    kind, payload = value
    if kind == "str" and "\n" in payload:
        return "\n".join(_first_lines(visible(payload, MOST_PRINTED).rstrip()))
    return describe(value)


def _raised(
    answer: Answer, expected: Pair | None, expected_exception: str | None, learner: Path | None
) -> list[str]:
    raised = one_line(answer.exception)
    message = visible(answer.message, MOST_PRINTED).strip()
    error = f"{raised}: {message}" if message else raised
    if answer.at_import:
        lines = [f"{AT_IMPORT} raised {error}"]
    elif answer.stage == "answer":
        lines = [f"yours answered, but reading its answer raised {error}"]
    elif expected_exception:
        lines = [f"yours raised {error}; torch raises {expected_exception}"]
    else:
        lines = [f"yours raised {error}"]
    lines += _traceback(answer.frames, learner)
    if expected is not None and not answer.at_import:
        lines.append(_beside(TORCH, describe(expected)))
    return lines


def _traceback(frames: Sequence[Frame], learner: Path | None) -> list[str]:
    """The learner's frames, outermost first; runs of the same one are folded."""
    if not frames:
        return []
    mine = learners_frames(frames, learner)
    if not mine:
        place = f"{one_line(Path(frames[-1].path).stem)}, in {one_line(frames[-1].function)}"
        return [f"  outside your file: in {place}, with what your code gave it"]
    runs = [(frame, len(list(run))) for frame, run in groupby(mine)]
    lines = ["  ..."] if len(runs) > MOST_FRAMES else []
    for frame, times in runs[-MOST_FRAMES:]:
        again = f" ({times} times)" if times > 1 else ""
        function = f" in {one_line(frame.function)}" if frame.function else ""
        lines.append(f"  {where(frame)}{function}{again}")
        if frame.text.strip():
            lines.append(f"      {one_line(frame.text.strip())}")
    return lines


def _program(source: str, inputs: Sequence[Pair]) -> str:
    """The program's lines, and below them its inputs by name."""
    source = textwrap.dedent(source).strip("\n")
    if not inputs:
        return source
    named = zip(_parameters(source, len(inputs)), inputs, strict=True)
    lines = [_beside(f"{name} = ", _input(value)) for name, value in named]
    return source + "\n" + _beside("with ", "\n".join(lines))


def _parameters(source: str, count: int) -> list[str]:
    """The names of a program's arguments after `lib`."""
    arguments = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)).args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)][1:]
    rest = arguments.vararg.arg if arguments.vararg else "argument"
    return [*names, *(f"{rest}[{i}]" for i in range(count - len(names)))][:count]


def _input(value: Pair) -> str:
    kind, payload = value
    if kind in ("ndarray", "tensor") and payload.size > WHOLE:
        return f"{kind_of(value)} of shape {payload.shape}, {payload.dtype}"
    return show(value)


def _printed(printed: str) -> list[str]:
    text = visible(printed, MOST_PRINTED).rstrip()
    if not text:
        return []
    if "\n" not in text:
        return [f"printed: {text}"]
    return ["printed:", *(f"  {line}" for line in _first_lines(text))]


def _first_lines(text: str) -> list[str]:
    lines = text.split("\n")
    hidden = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"... ({hidden} more lines)"] if hidden > 0 else lines


def _beside(label: str, text: str) -> str:
    """`text` after `label`, its further lines aligned under the first."""
    return label + text.replace("\n", "\n" + " " * len(label))
