"""`nox -s classroom -- gradebook CLASS`: the grades, for a spreadsheet and for a platform."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.files import replace, shown

from ..grades.rows import rows
from ..grades.tables import canvas, moodle, table

OWN, CANVAS, MOODLE = "gradebook.csv", "canvas.csv", "moodle.csv"


def add_options(p: Parser) -> None:
    """The options of `gradebook`."""
    p.add_argument("classroom", type=Path, metavar="CLASS", help="the class's folder")
    said = f"the gradebook that Canvas exported; CLASS/{CANVAS} is the same with grades"
    p.add_argument("--canvas", type=Path, metavar="CSV", help=said)
    said = "the title of the assignment in it, with or without its number"
    p.add_argument("--column", metavar="TITLE", help=said)
    said = f"the grading worksheet of Moodle; CLASS/{MOODLE} is the same with grades"
    p.add_argument("--moodle", type=Path, metavar="CSV", help=said)


def main(p: Parser, options: argparse.Namespace) -> int:
    """Write the tables, and say who has no grade."""
    if bool(options.canvas) != bool(options.column):
        p.error("--canvas and --column go together")
    folder, without = options.classroom, list[str]()
    try:
        found = rows(folder)
        written = {OWN: table(found)}
        if options.canvas:
            text = options.canvas.read_text(encoding="utf-8-sig")
            written[CANVAS], without = canvas(text, options.column, found)
        if options.moodle:
            text = options.moodle.read_text(encoding="utf-8-sig")
            written[MOODLE], more = moodle(text, found)
            without += more
        for name, text in written.items():
            replace(folder / name, text.encode("utf-8-sig"))  # or else Excel garbles names
    except FileNotFoundError as problem:
        p.refuse(f"{problem.filename}: there is no such file (was anything taken in?)")
    except (OSError, ValueError) as problem:
        p.refuse(str(problem))
    print(*without, sep="\n", end="\n" if without else "")
    states = Counter(row.state for row in found)
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    print("wrote", ", ".join(shown(folder / name) for name in written))
    return Status.DONE
