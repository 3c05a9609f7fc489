"""`nox -s classroom -- intake DOWNLOAD CLASS`: takes in what was handed in, and says what became of
each submission."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

from tabulate import tabulate

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.files import shown
from grader.judging.wording import one_line

from ..intake.roster import read_roster
from ..intake.take_in import REPORT, SUBMISSIONS, Intake, TakenIn, take_in


def add_options(p: Parser) -> None:
    """The options of `intake`."""
    p.add_argument("download", type=Path, help="a folder or a zip, as a platform gives it out")
    p.add_argument("classroom", type=Path, metavar="CLASS", help="the class's folder")
    said = "who is in the class: a CSV with a column of names, and of IDs or logins"
    p.add_argument("--roster", type=Path, metavar="CSV", help=said)


def main(p: Parser, options: argparse.Namespace) -> int:
    """Take a download in, and print what was decided."""
    try:
        students = read_roster(options.roster) if options.roster else []
        intake = take_in(options.download, options.classroom, students)
    except (OSError, ValueError) as problem:
        p.refuse(str(problem))
    width = shutil.get_terminal_size((100, 24)).columns
    for line in lines(intake, options.classroom):
        print(textwrap.fill(line, width, subsequent_indent="    ") if "\n" not in line else line)
    return Status.DONE


def lines(intake: Intake, classroom: Path) -> Iterator[str]:
    """The report: a table, then what was decided about each submission, then who is missing."""
    rows = [_row(each) for each in intake.submissions]
    yield tabulate(rows, ("submission", "student", "files", "")) + "\n"
    for each in intake.submissions:
        for decision in each.decisions:
            yield one_line(f"{each.key}: {decision}")
    if intake.missing:
        yield f"handed in nothing: {', '.join(map(one_line, intake.missing))}"
    count, empty = len(intake.submissions), sum(each.is_empty for each in intake.submissions)
    nothing = f", {empty} of them with nothing to grade" if empty else ""
    folder, report = shown(classroom / SUBMISSIONS), shown(classroom / REPORT)
    yield f"{intake.platform}: {count} submissions in {folder}{nothing}; all of this: {report}"


def _row(one: TakenIn) -> tuple[str, str, int, str]:
    state = "nothing to grade" if one.is_empty else "new" if one.is_new else "as before"
    late = ", late" if one.is_late else ""
    return one_line(one.key), one_line(one.name), len(one.files), state + late
