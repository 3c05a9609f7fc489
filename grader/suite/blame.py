"""Whose fault it is that a test of facts raised: the library's that answered, or the suite's.

Only the suite's own lines speak about an answer. What the grader raises is its own fault, save
`AnswerForm`, which says that an answer can't be read.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from ..files import shown
from ..judging.wording import one_line
from ..manifest import ROOT
from ..sandbox.inside.faults import account

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


def unloadable(suite: Path, error: BaseException) -> str:
    """What is told of a suite that can't be loaded: whose fault that is, and where, in a line; and
    the traceback."""
    lines = [f.lineno for f in extract_tb(error.__traceback__) if f.filename == str(suite)]
    if isinstance(error, SyntaxError) and error.filename == str(suite):
        lines.append(error.lineno)
    place = ":".join([shown(suite), *map(str, lines[-1:])])
    said = one_line(f"{type(error).__name__}: {error}")
    fault = "is at fault" if lines else "could not be loaded, by the grader's fault"
    return f"{place} {fault}, not what it grades ({said})\n{account(error).decode().rstrip()}"


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
