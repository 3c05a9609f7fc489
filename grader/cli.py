"""The command line of `nox -s grade`."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .inputs import DEFAULT_SEED
from .manifest import EXERCISES, MILESTONES, SOLUTIONS, Milestone, find_milestone
from .record import FEEDBACK, Record

TARGETS = {"exercises": EXERCISES, "solutions": SOLUTIONS}


def parser() -> argparse.ArgumentParser:
    """Every option of `grade`."""
    p = argparse.ArgumentParser(
        prog="nox -s grade", description="Score a library against torch, milestone by milestone."
    )
    p.add_argument(
        "milestones", nargs="*", metavar="MILESTONE", help="m04, 4, toposort or a part of its name"
    )
    p.add_argument("-k", dest="keyword", default="", metavar="NAME", help="only tests like this")
    p.add_argument("--target", default="exercises", help="exercises (default), solutions or a DIR")
    p.add_argument("--json", type=Path, metavar="FILE", help="write the record here")
    p.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit's XML here")
    p.add_argument("--markdown", type=Path, metavar="FILE", help="write a Markdown summary here")
    p.add_argument("--feedback", choices=FEEDBACK, default="full", help="how much failures show")
    p.add_argument("--fail-under", type=float, metavar="PERCENT", help="exit 1 below this score")
    p.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="N", help="of random inputs")
    p.add_argument("--in-process", action="store_true", help="no worker and no record; to debug")
    p.add_argument("--pdb", action="store_true", help="with --in-process: debug an exception")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Grade as the arguments say; the exit status.

    0 whatever the score, unless `--fail-under` asks for more (1); 2 for mistaken arguments; 3 if
    the suites could not be run.
    """
    p = parser()
    options = p.parse_args(argv)
    target = TARGETS.get(options.target, Path(options.target)).absolute()
    milestones = _check(p, options, target)

    if options.in_process:
        from .in_process import debug

        debug(target, milestones, options.keyword, options.pdb)
        return 0

    from .grade import SuitesBroken, grade

    try:
        record = grade(
            target, milestones, keyword=options.keyword, seed=options.seed, progress=_progress
        )
    except SuitesBroken as problem:
        print(f"The suites could not be run:\n{problem}", file=sys.stderr)
        return 3
    finally:
        _erase_progress()
    _report(record.redacted(options.feedback), options)
    percent = 100 * record.score / record.max_score
    return int(options.fail_under is not None and percent < options.fail_under)


def _check(
    p: argparse.ArgumentParser, options: argparse.Namespace, target: Path
) -> Sequence[Milestone]:
    """The milestones asked for; ends the program, with status 2, if something is amiss."""
    if not target.is_dir():
        p.error(f"--target {options.target}: there is no such folder")
    if options.pdb and not options.in_process:
        p.error("--pdb needs --in-process")
    if options.seed < 0:
        p.error("--seed takes a number from 0 up")
    for path in (options.json, options.junit, options.markdown):
        if path and not path.absolute().parent.is_dir():
            p.error(f"{path}: there is no folder {path.parent}")
    try:
        found = {find_milestone(text) for text in options.milestones}
    except ValueError as problem:
        p.error(str(problem))
    return [m for m in MILESTONES if m in found] or MILESTONES


def _report(record: Record, options: argparse.Namespace) -> None:
    from .junit import junit
    from .markdown import markdown
    from .table import draws_unicode, render, want_color

    width = shutil.get_terminal_size((100, 24)).columns
    text = render(record, want_color(sys.stdout), width, draws_unicode(sys.stdout))
    print(text, end="")
    if options.json:
        record.write(options.json)
    if options.junit:
        options.junit.write_text(junit(record), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(markdown(record), encoding="utf-8")


def _progress(milestone: Milestone, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{milestone.id} {milestone.title} {done}/{total}", end="", file=sys.stderr)
        sys.stderr.flush()


def _erase_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
