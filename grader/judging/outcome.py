"""How a test went, and the line of the learner's that a failure leads to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..record import Outcome
from ..stubs.places import NOT_STARTED
from .compare import Difference
from .wording import one_line

if TYPE_CHECKING:
    from ..sandbox.answer import Answer, Frame


def outcome_of(
    answer: Answer, expected_exception: str, difference: Difference | str | None
) -> Outcome:
    """How a test went.

    `expected_exception` is the type name of what torch raised, "" where it answered; `difference`
    is what was found wrong with an answer, None or empty where nothing was. An unfinished stub is
    `not_started` even where torch raises, and a library that cannot be imported never passes. What
    the grader failed to find out is `broken`.
    """
    if is_stub(answer):
        return "not_started"
    if answer.outcome == "broken":
        return "broken"
    if answer.outcome == "raised":
        refused = bool(expected_exception)  # a library may name its exception as it likes: ""
        expected = answer.exception == expected_exception and answer.stage == "program"
        return "passed" if refused and expected else "error"
    if answer.outcome == "answered":
        return "wrong" if expected_exception or difference else "passed"
    return "timeout" if answer.outcome == "timeout" else "crashed"


def is_stub(answer: Answer) -> bool:
    """Whether the program met a function or table row that the learner has yet to write."""
    return (
        answer.outcome == "raised"
        and answer.exception == "NotImplementedError"
        and NOT_STARTED.match(answer.message) is not None
    )


def place_of(answer: Answer, learner: Path | None = None) -> tuple[str, str]:
    """The learner's innermost line on the way to an exception: `(path:line, function)`, or blanks.

    `learner` is the folder of the learner's files; without it every file counts.
    """
    frames = learners_frames(answer.frames, learner)
    return (where(frames[-1]), one_line(frames[-1].function)) if frames else ("", "")


def learners_frames(frames: Sequence[Frame], learner: Path | None) -> list[Frame]:
    if learner is None:
        return list(frames)
    folder = learner.absolute()
    return [f for f in frames if Path(f.path).absolute().is_relative_to(folder)]


def where(frame: Frame) -> str:
    """A place that an editor can open: `exercises/m03_magic_methods.py:41`."""
    path = Path(frame.path)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return one_line(str(path)) + (f":{frame.line}" if frame.line else "")
