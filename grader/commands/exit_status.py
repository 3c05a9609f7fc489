"""What a command ends with, also where the grader itself is at fault.

@command          # `main` returns a status, whatever happens
def main(argv=None): ...

leave(main())     # end the process with it, soon
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial, wraps
from typing import NoReturn, Protocol, TextIO

OF_A_GRADING = (
    "The exit status of grade is 0 whatever the score, 1 below --fail-under, 2 for a mistaken "
    "command line, 3 if the grader or a suite was at fault, so that the score is not final, and "
    "130 after Ctrl-C. That of report is 0 once the record was shown, whatever it says, and 2 if "
    "it is not a record; one of a grader at fault says so in every view."
)


class Main(Protocol):
    """What a command is: `argv` is what stands behind the two dashes, None for this process's."""

    def __call__(self, argv: Sequence[str] | None = None) -> int: ...


INTERRUPTED = "interrupted; nothing was recorded"
PATIENCE = 10.0  # seconds from a Ctrl-C to the end
BLAME = "This is the grader's fault, not that of what it graded."


class Status(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    UNMET = 1  # what the command asks for is not so: `--fail-under`, `stubs --check`, ...
    MISTAKEN = 2  # the arguments
    BROKEN = 3  # the grader, or a suite, is at fault
    INTERRUPTED = 130  # what shells make of SIGINT


def status(work: Callable[[], int]) -> int:
    """The exit status of what `work` does.

    Where it comes to no end by a fault of the grader's, that is said on stderr, and the status is
    3; it is 130 where the user interrupted.
    """
    ended = threading.Event()
    _end_when_interrupted(ended)
    try:
        return work()
    except KeyboardInterrupt:
        print(INTERRUPTED, file=sys.stderr)
        return Status.INTERRUPTED
    except Exception as error:
        if isinstance(error, BrokenPipeError) and not _is_read(sys.stdout, "\n"):
            return Status.DONE  # whoever read it has left, as `| head` does
        _tell(error)
        return Status.BROKEN
    finally:
        ended.set()


def _end_when_interrupted(ended: threading.Event) -> None:
    """Have a Ctrl-C end this process even where it meets Python in a place that swallows what it
    raises, such as a callback within an import: then nobody would ever hear of it."""

    def interrupted(_number: int, _frame: object) -> NoReturn:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Thread(target=end, daemon=True).start()
        raise KeyboardInterrupt

    def end() -> None:
        if not ended.wait(PATIENCE):
            print(INTERRUPTED, file=sys.stderr, flush=True)
            os._exit(Status.INTERRUPTED)

    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupted)


def command(main: Main) -> Main:
    """A command's `main`, of which every end is an exit status, as `status` has it."""

    @wraps(main)
    def with_status(argv: Sequence[str] | None = None) -> int:
        return status(partial(main, argv))

    return with_status


def leave(code: int) -> NoReturn:
    """End this process once its threads are done, without torch's half second of tidying up."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join()
    for stream in (sys.stdout, sys.stderr):
        _is_read(stream)
    os._exit(code)


def _tell(error: Exception) -> None:
    from ..suite.run import SuitesBroken

    if isinstance(error, SuitesBroken):
        print(f"The suites could not be run: {error}", file=sys.stderr)
    else:
        traceback.print_exception(error)
        print(BLAME, file=sys.stderr)


def _is_read(stream: TextIO, text: str = "") -> bool:
    """Write out what was printed, and this; whether anybody is there to read it."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        return False
    return True
