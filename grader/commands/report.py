"""`nox -s report`: every view of a record that was saved before."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..judging.passages import WIDTH
from ..record import FEEDBACK
from ..redacted import redacted
from ..saved import RecordError, load
from ..views import outputs as views
from ..views.facts import graders_faults
from ..views.table import render
from ..views.terminal import draws_unicode, want_color
from .exit_status import Status, command, leave
from .options import Parser

STATUS = (
    "The exit status is 0 once the record was shown, whatever it says, and 2 if it is not a "
    "record. How the grading itself ended, `nox -s grade` has told by its own (1 below "
    "--fail-under, 3 if the grader was at fault); a record of a grader at fault says so in every "
    "view."
)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the views that the arguments name, or else show the table; the exit status, 0.

    It is 0 whatever the record says: what a grading came to, its own status has told. Where the
    grader was at fault, every view says so, and stderr does where only files are written.
    """
    p = Parser("report", "View a record that `nox -s grade -- --json FILE` saved.", epilog=STATUS)
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
    if views.files(options):
        for fact in graders_faults(record):
            print("nox -s report: " + "\n".join(fact.in_lines(WIDTH)), file=sys.stderr)
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        text = render(record, want_color(sys.stdout), width, draws_unicode(sys.stdout))
        print(text, end="")
    return Status.DONE


if __name__ == "__main__":
    leave(main())
