"""`nox -s grade`: scores a library against torch, milestone by milestone."""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from .. import manifest
from ..advice import command as command_about
from ..checkout import as_it_is
from ..files import shown
from ..library.submission import Submission
from ..manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import Record
from ..redacted import redacted
from ..views import outputs as views
from ..views import progress
from ..views.table import render
from ..views.terminal import draws_unicode, want_color
from ..views.words import next_up, percent
from .exit_status import OF_A_GRADING, Status, command, leave
from .options import Parser, is_owners, number

DEADLINE = 600  # seconds for a submission as a whole
LEAST_ROWS = 24  # of a terminal; a prompt takes one of them


def parser() -> Parser:
    """Every option of `grade`."""
    said = "Score a library against torch, milestone by milestone."
    p = Parser("grade", said, epilog=OF_A_GRADING)
    p.add_milestones()
    p.add_target()
    p.add_tests(
        "of random inputs; with another than the default, complete milestones are not "
        "confirmed on a fresh one"
    )
    said = f"for all of it; what is left over is not run (default {DEADLINE}, for the reference 0)"
    p.add_argument("--deadline", type=seconds, metavar="SECONDS", help=f"{said}; 0 for none")
    views.add_options(p)
    said = "a row for each milestone; else for those of the part that you are in"
    p.add_argument("--all", action="store_true", help=said)
    said = "which failures of the next milestone: the first (default) or all"
    p.add_argument("--explain", choices=("first", "all"), default="first", help=said)
    p.add_feedback()
    said = (
        "local (default) hides neither the checkout nor this machine's files from what is graded; "
        "sealed does, by bubblewrap or Landlock, and is refused where neither is to be had"
    )
    p.add_argument("--isolation", choices=("local", "sealed"), default="local", help=said)
    said = "exit 1 below this percentage of the points of the milestones that are named"
    p.add_argument("--fail-under", type=percentage, metavar="PERCENT", help=said)
    said = "in this process, without a record: the same as nox -s debug"
    p.add_argument("--in-process", action="store_true", help=said)
    p.add_argument("--pdb", action="store_true", help="with --in-process: debug an exception")
    return p


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Grade as the arguments say; the exit status.

    0 whatever the score, unless `--fail-under` asks for more (1); 2 for mistaken arguments; 3 if
    the grader or a suite is at fault, so that the score is not final; 130 if the user interrupted.
    """
    p = parser()
    options = p.parse_args(argv)
    _check(p, options)
    return _grade(p, options)


@as_it_is()
def _grade(p: Parser, options: argparse.Namespace) -> int:
    if options.in_process:
        from .debug import debug

        chosen = options.milestones, options.keyword, options.seed, options.pdb
        return debug(options.target, *chosen)

    from ..grading.first_incomplete import unconfirmed
    from ..grading.steps import grade
    from ..sandbox.jail import NoSeal, strongest
    from ..sandbox.launch import isolate
    from ..suite.setup import Settings

    views.prepare(options)
    try:
        isolate(strongest() if options.isolation == "sealed" else None)
    except NoSeal as problem:
        p.refuse(str(problem))
    shows_all, is_kept = options.feedback == "full", bool(options.json or options.html)
    try:
        record = grade(
            options.target,
            options.milestones,
            Settings(options.seed, options.keyword),
            deadline=_deadline(options) or None,
            progress=_progress,
            remember=is_owners(options.target),
            side_by_side=True,
            drawn=is_kept,
            diagnosed=shows_all,
            hinted=shows_all and is_kept,
        )
    finally:
        _erase_progress()
    if options.keyword and not any(m.tests for m in record.milestones):
        p.error(f"-k {options.keyword}: no test has this in its name")
    try:
        _report(redacted(record, options.feedback), options)
        _note_progress(record, options.target)
        _lead_on(record, options, unconfirmed)
    except OSError as problem:
        p.refuse(f"could not write: {problem}")
    if record.is_broken:
        return Status.BROKEN
    least = options.fail_under
    if least is None or 100 * record.score / record.max_score >= least:
        return Status.DONE
    share = percent(record.score, record.max_score)
    print(f"{share} % is below --fail-under {least:g}", file=sys.stderr)
    return Status.UNMET


def _check(p: Parser, options: argparse.Namespace) -> None:
    """End the program, with status 2, where options do not go together."""
    if options.pdb and not options.in_process:
        p.error("--pdb needs --in-process")
    if options.in_process and (views.files(options) or options.fail_under is not None):
        p.error("--in-process makes no record, so nothing can be written or required of it")
    if options.keyword and options.fail_under is not None:
        p.error("-k leaves tests out, so that points say little: --fail-under needs all of them")
    if options.in_process and options.isolation == "sealed":
        p.error("--in-process runs the code in this very process, where nothing can be sealed off")
    if options.in_process and options.deadline:
        p.error("--in-process waits for your code as long as you do, and has no --deadline")
    views.check(p, options, [options.target / f"{m.module}.py" for m in MILESTONES])


def _deadline(options: argparse.Namespace) -> float:
    """The seconds that were asked for; 0 for none."""
    if options.deadline is None:
        return 0 if options.target == SOLUTIONS else DEADLINE
    return float(options.deadline)


def seconds(text: str) -> float:
    return number(text, threading.TIMEOUT_MAX - 1, "seconds, from 0 up")


def percentage(text: str) -> float:
    return number(text, 100, "a percentage, from 0 to 100")


def _report(record: Record, options: argparse.Namespace) -> None:
    """Show the table, whose reader may leave early, and write the files."""
    width, height = shutil.get_terminal_size((100, 24))
    whole = options.all or options.target != manifest.EXERCISES
    shown = width, draws_unicode(sys.stdout), whole, options.explain == "all"
    text = render(record, want_color(sys.stdout), *shown, rows=max(height, LEAST_ROWS) - 1)
    with suppress(BrokenPipeError):
        print(text, end="", flush=True)
    views.write(record, options)


def _note_progress(record: Record, target: Path) -> None:
    """Write what works now into the learner's own log, and say so."""
    if target == manifest.EXERCISES and not record.partial:
        working = [find_milestone(each.id) for each in record.milestones if each.is_working]
        if news := progress.news(target, working):
            print("", *news, sep="\n")


def _lead_on(
    record: Record, options: argparse.Namespace, unconfirmed: Callable[..., Iterator[Milestone]]
) -> None:
    """Where all that was graded works, say which milestone comes next."""
    target = options.target
    graded = record.milestones
    if target != manifest.EXERCISES or record.partial or not all(m.is_working for m in graded):
        return
    others = [each for each in MILESTONES if each not in options.milestones]
    for milestone in islice(unconfirmed(target, others), 1):
        begins = "Or go on" if next_up(graded) else "Next"
        file = shown(target / f"{milestone.module}.py")
        if Submission.read(target).is_untouched(milestone):
            print(f"\n{begins}: open {file} and read its lesson")
        else:
            again = command_about("grade", milestone.id, "exercises")
            print(f"\n{begins}: {file}, which you have begun: {again}")


def _progress(milestone: Milestone, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{milestone.id} {milestone.title} {done}/{total}", end="", file=sys.stderr)
        sys.stderr.flush()


def _erase_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    leave(main())
