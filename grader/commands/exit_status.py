"""What a command ends with, also where the grader itself is at fault."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

BROKEN = 3  # the grader, or a suite, is at fault
INTERRUPTED = 130  # what shells make of SIGINT


def status(work: Callable[[], int]) -> int:
    """The exit status of what `work` does.

    Where it comes to no end by a fault of the grader's, that is said on stderr, and the status is
    3; it is 130 where the user interrupted.
    """
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        _tell(error)
        return BROKEN


def _tell(error: Exception) -> None:
    from ..suite.run import SuitesBroken

    if isinstance(error, SuitesBroken):
        print(f"The suites could not be run:\n{error}", file=sys.stderr)
    else:
        traceback.print_exception(error)
        print("This is the grader's fault, not that of what it graded.", file=sys.stderr)
