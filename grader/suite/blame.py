"""Whose fault it is that a test of facts raised: the library's that answered, or the suite's.

Only the suite's own lines speak about an answer. What the grader raises is its own fault, save
`AnswerForm`, which says that an answer can't be read.
"""

from __future__ import annotations

from pathlib import Path

from ..manifest import ROOT

GRADER = str(ROOT / "grader")


class AnswerForm(Exception):
    """An answer is not of the form that is asked for; the message is a sentence for the learner."""


def sentence(error: Exception, suite: Path) -> str:
    """What is told of an answer that is wrong for certain; "" if it may be right."""
    if isinstance(error, AnswerForm):
        return str(error)
    if isinstance(error, AssertionError) and _raised_in(error, suite):
        return str(error).split("\n", 1)[0] or "this is not the right answer"
    return ""


def may_be_the_answers(error: Exception, suite: Path) -> bool:
    """Whether an answer of another form than the suite expects could have raised this."""
    return type(error) is not NameError and _raised_in(error, suite)


def _raised_in(error: Exception, suite: Path) -> bool:
    """Whether the suite's lines are the innermost of its and the grader's."""
    found, traceback = False, error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if file == str(suite):
            found = True
        elif file.startswith(GRADER):
            found = False
        traceback = traceback.tb_next
    return found
