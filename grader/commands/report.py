"""`nox -s report`: every view of a record that was saved before."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..judging.passages import WIDTH
from ..redacted import redacted
from ..saved import RecordError, load
from ..views import outputs as views
from ..views.facts import graders_faults
from ..views.table import render
from ..views.terminal import draws_unicode, want_color
from .exit_status import OF_A_GRADING, Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the views that the arguments name, or else show the table; the exit status, 0.

    It is 0 whatever the record says: what a grading came to, its own status has told. Where the
    grader was at fault, every view says so, and stderr does where only files are written.
    """
    said = "View a record that `nox -s grade -- --json FILE` saved."
    p = Parser("report", said, epilog=OF_A_GRADING)
    p.add_argument("record", type=Path, metavar="RECORD", help="the file that --json wrote")
    views.add_options(p)
    p.add_feedback()
    options = p.parse_args(argv)
    views.check(p, options, [options.record])
    return _report(p, options)


def _report(p: Parser, options: argparse.Namespace) -> int:
    try:
        record = redacted(load(options.record), options.feedback)
    except RecordError as problem:
        p.refuse(str(problem))
    except FileNotFoundError:
        p.refuse(f"{options.record}: there is no such file; nox -s grade -- --json FILE writes one")
    except OSError as problem:
        p.refuse(f"{options.record}: {problem.strerror}")
    try:
        views.write(record, options)
    except OSError as problem:
        p.refuse(f"could not write: {problem}")
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
