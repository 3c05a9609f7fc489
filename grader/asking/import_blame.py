"""Whose fault it is that a library can't be imported.

    answer = blamed(library, answer, ask)    # as it was: the learner's; or "broken": the grader's

A learner's files took the places of stubs. What can't be imported with the stubs in it, either, is
not theirs to mend, whichever of their lines imports it; a name that the stub had, and their file
has no longer, is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..library.assemble import Library
from ..library.handed_out import as_handed_out
from ..sandbox.answer import Answer
from ..sandbox.worker import Worker
from .question import Question


def _nothing(lib: Any) -> None:
    return None


NOTHING = Question.of(_nothing)  # read now: a learner's code may write into this file


def ask_alone(library: Library) -> Answer:
    """What becomes of a program that asks nothing, in a worker of its own."""
    with Worker(library) as worker:
        return worker.ask(NOTHING)


def blamed(
    library: Library, answer: Answer, ask: Callable[[Library], Answer] = ask_alone
) -> Answer:
    """The answer of a library that could not be imported; `broken` where the grader is to blame.

    `ask` finds out what becomes of a program that asks nothing.
    """
    if library.problem or answer.outcome == "broken" or not answer.at_import:
        return answer
    stubs = as_handed_out(library)
    with_stubs = answer if stubs == library else ask(stubs)
    if with_stubs.outcome == "answered":
        return answer
    said = _told(with_stubs)
    return Answer("broken", message=said, stage="import", was_run=answer.was_run)


class ImportBlame:
    """Finds it out once for each library."""

    def __init__(self, ask: Callable[[Library], Answer]) -> None:
        self._ask = ask
        self._known: dict[Library, Answer] = {}

    def blamed(self, library: Library, answer: Answer) -> Answer:
        """The answer, or that the grader is to blame, as `blamed` tells."""
        if library not in self._known:
            self._known[library] = blamed(library, answer, self._ask)
        return replace(self._known[library], was_run=answer.was_run)


def _told(answer: Answer) -> str:
    """What a maintainer needs to know, in the form of a traceback."""
    if answer.outcome == "broken":
        return answer.message
    raised = ": ".join(filter(None, [answer.exception, answer.message]))
    frames = [
        f'  File "{frame.path}", line {frame.line}, in {frame.function}\n    {frame.text}'
        for frame in answer.frames
    ]
    says = "With stubs in place of all files that are graded, the library can't be imported:"
    return "\n".join([says, *frames, raised])
