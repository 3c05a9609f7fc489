"""`nox -s classroom -- gradebook CLASS`: the grades, for a spreadsheet and for a platform."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.files import replace, shown

from ..grades.pages import FEEDBACK, PAGE, REPORTS, class_page, feedback, report
from ..grades.rows import Row, only, rows
from ..grades.tables import canvas, moodle, table

OWN, CANVAS, MOODLE = "gradebook.csv", "canvas.csv", "moodle.csv"


def add_options(p: Parser) -> None:
    """The options of `gradebook`."""
    p.add_argument("classroom", type=Path, metavar="CLASS", help="the class's folder")
    p.add_milestones("what was to be handed in, if that is not all: nothing else counts")
    said = f"the gradebook that Canvas exported; CLASS/{CANVAS} is the same with grades"
    p.add_argument("--canvas", type=Path, metavar="CSV", help=said)
    said = "the title of the assignment in it, with or without its number"
    p.add_argument("--column", metavar="TITLE", help=said)
    said = f"the grading worksheet of Moodle; CLASS/{MOODLE} is the same with grades"
    p.add_argument("--moodle", type=Path, metavar="CSV", help=said)
    said = f"CLASS/{FEEDBACK}: a page for each student, in folders as Moodle takes them back"
    p.add_argument("--feedback", action="store_true", help=said)


def main(p: Parser, options: argparse.Namespace) -> int:
    """Write the tables and the pages, and say who has no grade."""
    if bool(options.canvas) != bool(options.column):
        p.error("--canvas and --column go together")
    folder, without = options.classroom, list[str]()
    try:
        found = [only(row, options.milestones) for row in rows(folder)]
        written = {
            OWN: table(found, options.milestones).encode("utf-8-sig")
        }  # or else Excel garbles names
        if options.canvas:
            text = options.canvas.read_text(encoding="utf-8-sig")
            filled, without = canvas(text, options.column, found)
            written[CANVAS] = filled.encode("utf-8-sig")
        if options.moodle:
            text = options.moodle.read_text(encoding="utf-8-sig")
            filled, more = moodle(text, found)
            written[MOODLE] = filled.encode("utf-8-sig")
            without += more
        if options.feedback:
            written[FEEDBACK] = feedback(found)
        _write_reports(folder / REPORTS, found)
        written[PAGE] = class_page(folder.resolve().name, found).encode()
        for name, data in written.items():
            replace(folder / name, data)
    except FileNotFoundError as problem:
        p.refuse(f"{problem.filename}: there is no such file (was anything taken in?)")
    except (OSError, ValueError) as problem:
        p.refuse(str(problem))
    failed = [
        f"{row.key}: not graded, by the grader's fault: {row.why}" for row in found if row.why
    ]
    print(*without, *failed, sep="\n", end="\n" if without or failed else "")
    states = Counter(row.state for row in found)
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    print("wrote", ", ".join(shown(folder / name) for name in written))
    return Status.DONE


def _write_reports(folder: Path, found: Sequence[Row]) -> None:
    """A page for each submission; those of records that are there no more go."""
    folder.mkdir(exist_ok=True)
    wanted = {f"{row.key}.html": row for row in found if row.record}
    for name, row in wanted.items():
        replace(folder / name, report(row).encode())
    for path in folder.glob("*.html"):
        if path.name not in wanted:
            path.unlink()
