"""The command line of `nox -s watch`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ..manifest import EXERCISES, SOLUTIONS, find_milestone
from ..stubs import issued

TARGETS = {"exercises": EXERCISES, "solutions": SOLUTIONS}


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"nox -s watch: {message} (--help shows all options)\n")


def parser() -> argparse.ArgumentParser:
    """Every option of `watch`."""
    p = Parser(
        prog="nox -s watch --",
        description="Grade what you save, while you look on.",
        allow_abbrev=False,
    )
    p.add_argument("milestone", nargs="?", metavar="MILESTONE", help="m04, 4 or toposort")
    p.add_argument("--target", default="exercises", help="exercises (default), solutions or a DIR")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Watch until the user quits; the exit status, 2 for mistaken arguments or no terminal."""
    p = parser()
    options = p.parse_args(argv)
    target = TARGETS.get(options.target, Path(options.target)).absolute()
    if not target.is_dir():
        p.error(f"--target {options.target}: there is no such folder")
    if not os.access(target, os.R_OK | os.X_OK):
        p.error(f"--target {options.target}: you may not read this folder")
    try:
        issued.load(EXERCISES)
        milestone = find_milestone(options.milestone) if options.milestone else None
    except ValueError as problem:
        p.error(str(problem))
    if not draws():
        p.error("this needs a terminal that can draw; `nox -s grade` grades once, anywhere")

    from ..watch.app import Watch

    app = Watch(target, milestone, remember=target in TARGETS.values())
    app.run()
    app.examiner.join(timeout=5)
    return app.return_code or 0


def draws() -> bool:
    """Whether there is a terminal on both sides, and one that can move its cursor."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown") and sys.platform != "win32"
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


if __name__ == "__main__":
    sys.exit(main())
