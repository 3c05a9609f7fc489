"""Who may be asked: a worker, a library in this very process, torch, or a test's liar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ..library.assemble import Library
from ..sandbox.answer import Answer, Meanwhile, nothing
from .question import Question


class Answerer(Protocol):
    """Answers questions for one library. Whoever inherits from it need only `ask`."""

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """What the library answers. `meanwhile` may be called while it is busy. A program that is
        asked with `stays` may leave its process to the next one, until `rest`."""
        ...

    def rest(self) -> bool:
        """Told that a test is over; whether some of its programs found a process that others had
        used before."""
        return False

    def renew(self) -> None:
        """Told that another suite begins, whose programs have a time of their own."""
        return

    def hurry(self) -> None:
        """Told that much has come to no end, so that there is less time for what is asked next."""
        return

    def hang_up(self) -> None:
        """Told, from any thread, that nobody waits for the answer any more."""
        return

    def close(self) -> Sequence[str]:
        """End whatever runs; the tracebacks of what broke in the grader, and no answer tells."""
        return ()


Maker = Callable[[Library], Answerer]  # `Worker`, `InProcess`, ...
