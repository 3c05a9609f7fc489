"""`nox -s classroom -- similarity CLASS`: what two submissions have in common, and few others."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.files import replace, shown
from grader.judging.wording import one_line

from ..grades.rows import rows
from ..intake.take_in import SUBMISSIONS
from ..similarity.page import PAGE, similarity_page
from ..similarity.pairs import pairs, work_of

MOST = 10  # pairs that a terminal shows


def add_options(p: Parser) -> None:
    """The options of `similarity`."""
    p.add_argument("classroom", type=Path, metavar="CLASS", help="the class's folder")


def main(p: Parser, options: argparse.Namespace) -> int:
    """Write the page, and print the pairs that have most in common."""
    folder = options.classroom
    try:
        found = [row for row in rows(folder) if (folder / SUBMISSIONS / row.key).is_dir()]
    except FileNotFoundError as problem:
        p.refuse(f"{problem.filename}: there is no such file (was anything taken in?)")
    works = [work_of(r.key, r.name, folder / SUBMISSIONS / r.key, r.record) for r in found if r.key]
    alike = pairs(works)
    page = similarity_page(folder.resolve().name, alike, len(works))
    replace(folder / PAGE, page.encode())
    for pair in alike[:MOST]:
        lines = sum(len(mine) for mine, _ in pair.lines.values())
        print(
            one_line(
                f"{pair.one.name} and {pair.other.name}: {lines} lines in {len(pair.lines)} files"
            )
        )
    print(f"{len(alike)} pairs of {len(works)} submissions; side by side: {shown(folder / PAGE)}")
    return Status.DONE
