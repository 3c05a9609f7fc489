"""Where the watch writes down what went wrong in the grader itself: `.kata/watch.log`."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from ..files import shown
from ..manifest import STATE

LOG = STATE / "watch.log"


def write_down(problem: Exception, doing: object, log: Path = LOG) -> str:
    """Add an exception with its traceback to the log; says where it stands now."""
    what = "".join(traceback.format_exception(problem))
    try:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {doing}\n{what}\n")
    except OSError as trouble:
        return f"{shown(log)} could not be written ({trouble.strerror}), so here it is:\n\n{what}"
    return f"The traceback is in {shown(log)}."
