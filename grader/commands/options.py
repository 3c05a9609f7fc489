"""What the command lines share: the parser, the folder, the milestones, the tests.

    p = Parser("hint", "The next hint for what fails now.")
    p.add_target()
    p.add_milestone("else the first that fails", nargs="?")
    options = p.parse_args(argv)    # options.target is a folder, options.milestone a Milestone

A mistake in the arguments is told in one line, with status 2; `--help` shows all of them.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from .. import manifest
from ..asking.inputs import DEFAULT_SEED
from ..asking.travelling import SEEDS
from ..judging.wording import one_line
from ..library.misplaced import is_archive
from ..manifest import Milestone, find_milestone
from ..record import FEEDBACK
from ..stubs import issued
from .exit_status import Status

SPELLINGS = "m05, 5, toposort, a part of its name or its file"


class _Once(argparse.Action):
    """An option of which the last would win, so that another one is refused."""

    def __call__(self, parser: Any, options: Any, value: Any, name: str | None = None) -> None:
        if getattr(options, self.dest) is not self.default:
            raise argparse.ArgumentError(self, "is given twice; each folder is graded by itself")
        setattr(options, self.dest, value)


class Parser(argparse.ArgumentParser):
    """Parses what follows `nox -s NAME --`; `prog` is what stands there, of a subcommand."""

    def __init__(
        self, name: str = "", description: str = "", *, prog: str = "", epilog: str = ""
    ) -> None:
        prog = prog or f"nox -s {name} --"
        super().__init__(prog, description=description, epilog=epilog, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """End the program, with status 2, and say in one line what is wrong with the arguments."""
        self.refuse(f"{one_line(message, 2000)} (--help shows all options)")

    def refuse(self, message: str) -> NoReturn:
        """The same, where the arguments are right, and what they name is not."""
        command, told = self.prog.removesuffix(" --"), one_line(message, 2100)
        self.exit(Status.MISTAKEN, f"{command}: {told}\n")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What was typed. Folders and milestones are looked up once all of it is understood."""
        options = super().parse_args(args, namespace)
        for name, find in LOOKED_UP.items():
            if name in options:
                try:
                    setattr(options, name, find(getattr(options, name)))
                except ValueError as problem:
                    self.error(str(problem))
        return options

    def add_target(self) -> None:
        """`options.target`: the folder that is graded, as an absolute path."""
        said = "exercises (default), solutions or a DIR"
        self.add_argument("--target", default="exercises", metavar="DIR", action=_Once, help=said)

    def add_milestone(self, help: str = SPELLINGS, nargs: str | None = None) -> None:
        """`options.milestone`: a Milestone, or None where `nargs` is "?" and none is named."""
        self.add_argument("milestone", nargs=nargs, metavar="MILESTONE", help=help)

    def add_milestones(
        self,
        help: str = f"{SPELLINGS}; else all",
        nargs: str = "*",
        default: Sequence[str] = (),
    ) -> None:
        """`options.milestones`: those named, in the course's order, each once; where none is, the
        `default`, or all."""
        self.add_argument(
            "milestones", nargs=nargs, default=default, metavar="MILESTONE", help=help
        )

    def add_tests(self, seed: str = "of random inputs") -> None:
        """`options.keyword` and `options.seed`: which tests, and on which inputs."""
        said = "only tests with this in their title"
        self.add_argument("-k", dest="keyword", default="", metavar="NAME", help=said)
        self.add_seed(seed)

    def add_feedback(self) -> None:
        """`options.feedback`: how much of the failures a record or a view shows."""
        said = (
            "how much is shown: full (default), of every test, hidden ones too, its program, both "
            "answers, diagnoses and hints; names, of hidden tests no more than what they are "
            "called and how they went; score, the points alone"
        )
        self.add_argument("--feedback", choices=FEEDBACK, default="full", help=said)

    def add_seed(self, of_what: str) -> None:
        """`options.seed`: a number from 0 up."""
        said = f"{of_what} (default {DEFAULT_SEED})"
        self.add_argument("--seed", type=seed, default=DEFAULT_SEED, metavar="N", help=said)


def is_owners(target: Path) -> bool:
    """Whether a folder is the checkout's own, so that `.kata/` may remember what is found in it."""
    return target in (manifest.EXERCISES, manifest.SOLUTIONS)


def _folder(text: str) -> Path:
    if not text:
        raise ValueError("--target takes the name of a folder")
    own = {"exercises": manifest.EXERCISES}
    own |= {} if manifest.IS_HANDOUT else {"solutions": manifest.SOLUTIONS}
    path = own.get(text, Path(text)).absolute()
    if path.exists() and not path.is_dir():
        unpack = "; unpack it first" if is_archive(path.name) else ""
        raise ValueError(f"--target {text}: this is a file, not a folder{unpack}")
    if not path.is_dir():
        raise ValueError(f"--target {text}: there is no such folder")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ValueError(f"--target {text}: you may not read this folder")
    issued.load(manifest.EXERCISES)  # by which a stub is told from somebody's work
    return path


def _named(text: str) -> Milestone:
    is_folder = bool(text) and Path(text).is_dir()
    try:
        if not (is_folder and "/" in text):
            return find_milestone(text)
    except ValueError:
        if not is_folder:
            raise
    raise ValueError(f"{text} is a folder, not a milestone; did you mean --target {text}?")


def _milestone(text: str | None) -> Milestone | None:
    return None if text is None else _named(text)


def _milestones(texts: Sequence[str]) -> Sequence[Milestone]:
    found = set(map(_named, texts))
    return [m for m in manifest.MILESTONES if m in found or not texts]


LOOKED_UP = {"target": _folder, "milestone": _milestone, "milestones": _milestones}


def number(text: str, most: float, wanted: str) -> float:
    """A number from 0 up to `most`, or what is `wanted` is said."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 <= found <= most:
        raise argparse.ArgumentTypeError(f"takes {wanted}, not {text!r}")
    return found


def seed(text: str) -> int:
    """For `add_argument(type=...)`: a whole number; in a handout, one on which torch's answers
    travel."""
    found = whole_number(text)
    if manifest.IS_HANDOUT and found not in SEEDS:
        seeds = " and ".join(map(str, SEEDS))
        raise argparse.ArgumentTypeError(f"takes {seeds} here: torch's answers to others are not")
    return found


def whole_number(text: str) -> int:
    """For `add_argument(type=...)`: a number from 0 up."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"takes a whole number from 0 up, not {text!r}")
    return int(text)
