"""The command line of `nox -s grade`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ..asking.inputs import DEFAULT_SEED
from ..manifest import EXERCISES, MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import FEEDBACK, Record
from ..stubs import issued
from ..views import outputs as views
from .exit_status import BROKEN, INTERRUPTED, status

TARGETS = {"exercises": EXERCISES, "solutions": SOLUTIONS}


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.removesuffix(" --")
        self.exit(2, f"{command}: {message} (--help shows all options)\n")


def parser() -> argparse.ArgumentParser:
    """Every option of `grade`."""
    p = Parser(
        prog="nox -s grade --",
        description="Score a library against torch, milestone by milestone.",
        allow_abbrev=False,
    )
    p.add_argument(
        "milestones", nargs="*", metavar="MILESTONE", help="m04, 4, toposort or a part of its name"
    )
    p.add_argument(
        "-k", dest="keyword", default="", metavar="NAME", help="only tests with this in their title"
    )
    p.add_argument("--target", default="exercises", help="exercises (default), solutions or a DIR")
    views.add_options(p)
    p.add_argument("--feedback", choices=FEEDBACK, default="full", help="how much failures show")
    p.add_argument("--fail-under", type=float, metavar="PERCENT", help="exit 1 below this score")
    p.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="N", help="of random inputs")
    p.add_argument("--in-process", action="store_true", help="no worker and no record; to debug")
    p.add_argument("--pdb", action="store_true", help="with --in-process: debug an exception")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Grade as the arguments say; the exit status.

    0 whatever the score, unless `--fail-under` asks for more (1); 2 for mistaken arguments; 3 if
    the grader or a suite is at fault, so that the score is not final; 130 if the user interrupted.
    """
    p = parser()
    options = p.parse_args(argv)
    ended = status(lambda: _grade(p, options))
    if ended == INTERRUPTED:
        print("interrupted; nothing was recorded", file=sys.stderr)
    return ended


def _grade(p: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    target = TARGETS.get(options.target, Path(options.target)).absolute()
    milestones = _check(p, options, target)
    if options.in_process:
        from .debug import debug

        debug(target, milestones, options.keyword, options.seed, options.pdb)
        return 0

    from ..grading.grade import grade
    from ..suite.setup import Settings

    shows_all, is_kept = options.feedback == "full", bool(options.json or options.html)
    try:
        record = grade(
            target,
            milestones,
            Settings(options.seed, options.keyword),
            progress=_progress,
            remember=target in TARGETS.values(),
            drawn=is_kept,
            diagnosed=shows_all,
            hinted=shows_all and is_kept,
        )
    finally:
        _erase_progress()
    if options.keyword and not any(m.tests for m in record.milestones):
        p.error(f"-k {options.keyword}: no test has this in its name")
    try:
        _report(record.redacted(options.feedback), options)
    except OSError as problem:
        p.error(f"could not write: {problem}")
    if record.broken:
        return BROKEN
    percent = 100 * record.score / record.max_score
    return int(options.fail_under is not None and percent < options.fail_under)


def _check(
    p: argparse.ArgumentParser, options: argparse.Namespace, target: Path
) -> Sequence[Milestone]:
    """The milestones asked for; ends the program, with status 2, if something is amiss."""
    if not target.is_dir():
        p.error(f"--target {options.target}: there is no such folder")
    if not os.access(target, os.R_OK | os.X_OK):
        p.error(f"--target {options.target}: you may not read this folder")
    if options.pdb and not options.in_process:
        p.error("--pdb needs --in-process")
    if options.seed < 0:
        p.error("--seed takes a number from 0 up")
    if options.fail_under is not None and not 0 <= options.fail_under <= 100:
        p.error("--fail-under takes a percentage, from 0 to 100")
    if options.in_process and (views.files(options) or options.fail_under is not None):
        p.error("--in-process makes no record, so nothing can be written or required of it")
    views.check(p, options)
    try:
        issued.load(EXERCISES)
        found = {find_milestone(text) for text in options.milestones}
    except ValueError as problem:
        p.error(str(problem))
    return [m for m in MILESTONES if m in found] or MILESTONES


def _report(record: Record, options: argparse.Namespace) -> None:
    """Write the files, then show the table, whose reader may leave early."""
    from ..views.table import render
    from ..views.terminal import draws_unicode, want_color

    views.write(record, options)
    width = shutil.get_terminal_size((100, 24)).columns
    text = render(record, want_color(sys.stdout), width, draws_unicode(sys.stdout))
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        # What is still buffered would raise again when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress(milestone: Milestone, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{milestone.id} {milestone.title} {done}/{total}", end="", file=sys.stderr)
        sys.stderr.flush()


def _erase_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # torch takes half a second to leave, and there is nothing left to do
