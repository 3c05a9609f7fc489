"""What the commands about one milestone of a learner's share on their command lines."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ..manifest import Milestone, find_milestone
from .exit_status import status
from .grade import TARGETS, Parser

__all__ = ["check", "parser", "status"]


def parser(command: str, description: str) -> Parser:
    """A parser for `nox -s <command>`, which knows `--target`."""
    p = Parser(prog=f"nox -s {command} --", description=description, allow_abbrev=False)
    p.add_argument("--target", default="exercises", help="exercises (default) or a DIR")
    return p


def check(p: Parser, options: Namespace) -> tuple[Path, Milestone | None]:
    """The folder and the milestone asked for; ends the program, with status 2, where amiss."""
    target = TARGETS.get(options.target, Path(options.target)).absolute()
    if not target.is_dir():
        p.error(f"--target {options.target}: there is no such folder")
    try:
        return target, find_milestone(options.milestone) if options.milestone else None
    except ValueError as problem:
        p.error(str(problem))
