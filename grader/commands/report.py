"""`nox -s report`: every view of a record that was saved before."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..record import FEEDBACK
from ..redacted import redacted
from ..saved import RecordError, load
from ..views import outputs as views
from ..views.table import render
from ..views.terminal import draws_unicode, want_color
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the views that the arguments name, or else show the table; the exit status, 0."""
    p = Parser("report", "View a record that `nox -s grade -- --json FILE` saved.")
    p.add_argument("record", type=Path, metavar="RECORD", help="the file that --json wrote")
    views.add_options(p)
    p.add_argument("--feedback", choices=FEEDBACK, default="full", help="how much failures show")
    options = p.parse_args(argv)
    views.check(p, options, [options.record])
    return _report(p, options)


def _report(p: Parser, options: argparse.Namespace) -> int:
    try:
        record = redacted(load(options.record), options.feedback)
    except RecordError as problem:
        p.error(str(problem))
    except OSError as problem:
        p.error(f"{options.record}: {problem.strerror}")
    try:
        views.write(record, options)
    except OSError as problem:
        p.error(f"could not write: {problem}")
    if not views.files(options):
        width = shutil.get_terminal_size((100, 24)).columns
        text = render(record, want_color(sys.stdout), width, draws_unicode(sys.stdout))
        print(text, end="")
    return Status.DONE


if __name__ == "__main__":
    leave(main())
