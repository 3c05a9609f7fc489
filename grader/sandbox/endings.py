"""How a worker, or a program in it, ended without an answer: whose fault that is, and one line."""

from __future__ import annotations

import contextlib
import json
import re
import signal
from collections.abc import Collection

from .inside import normal_form
from .inside.faults import TRACEBACK, UNABLE

FRAME = re.compile(r'^  File "(.*)", line \d+, in ', re.MULTILINE)


class Lost(Exception):
    """The worker is of no more use: "timeout", "crashed" or "broken", and why.

    That is one line; a traceback of the grader's own code, where that broke.
    """

    def __init__(self, outcome: str, line: str) -> None:
        super().__init__(line)
        self.outcome, self.line = outcome, line


def obituary(report: bytes) -> Lost:
    """The end of a worker: what its warden reported, if it could."""
    told = None
    with contextlib.suppress(ValueError):
        told = json.loads(report)
    match told:
        case [int(status), ""]:
            return ended(status)
        case [None, str(line)] if line:
            return Lost("crashed", line)
    return Lost("crashed", "crashed: the worker was killed")


def ended(status: object) -> Lost:
    """What a process that ended without an answer tells by its exit status, if it has one."""
    line = describe_status(status) if type(status) is int else "answer was not understood"
    return Lost("crashed", line)


def describe_status(status: int) -> str:
    """One line for the way in which a process of the library's ended."""
    if status == UNABLE:
        return "could not send its answer: the grader's files were closed"
    if status >= 0:
        return f"exited with status {status} before answering (os._exit or sys.exit?)"
    with contextlib.suppress(ValueError):
        number = signal.Signals(-status)
        return f"crashed: {(signal.strsignal(number) or '').lower()} ({number.name})"
    return f"crashed: signal {-status}"


def mistake_in(told: bytes, ours: str, theirs: Collection[str]) -> str:
    """The traceback of a mistake in the grader's own code, in what a worker wrote as its trouble.

    A library can write there, too, or have its code called by ours: so the innermost frame of both
    must be of a file in the folder `ours`, and not one of `theirs`. "" if it is not.
    """
    _, began, rest = text_of(told).partition(TRACEBACK)
    known = [each for each in FRAME.findall(rest) if each in theirs or each.startswith(ours)]
    return began + rest if known and known[-1] not in theirs else ""


def text_of(told: bytes) -> str:
    return normal_form.clean(told.decode("utf-8", "replace")).strip()
