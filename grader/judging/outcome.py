"""How a test went: passed, wrong, error, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..failure import Unwritten
from ..record import Outcome
from ..stubs.places import NOT_STARTED
from .comparison import Mismatch
from .wording import one_line

if TYPE_CHECKING:
    from ..sandbox.answer import Answer


def outcome_of(
    answer: Answer, expected_exception: str, difference: Mismatch | str | None
) -> Outcome:
    """How a test went.

    `expected_exception` is the type name of what torch raised, "" where it answered; `difference`
    is what was found wrong with an answer, None or empty where nothing was. An unfinished stub is
    `not_started` even where torch raises, and a library that cannot be imported never passes. What
    the grader failed to find out is `broken`.
    """
    if unwritten(answer):
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


def unwritten(answer: Answer) -> Unwritten | None:
    """The function or table row, yet to be written, that the program met."""
    if answer.outcome != "raised" or answer.exception != "NotImplementedError":
        return None
    if not (found := NOT_STARTED.fullmatch(answer.message)):
        return None
    return Unwritten(found["milestone"], one_line(found["place"]), found["argument"] or "")
