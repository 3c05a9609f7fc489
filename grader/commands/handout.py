"""`nox -s handout -- DIR`: what students get, without answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..files import shown
from ..manifest import MILESTONES, find_milestone
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write a handout, or Gradescope's zip; the exit status is 1 where an answer would be in what
    students get."""
    p = Parser("handout", "Write what students get: exercises, public tests, no answers.")
    said = "where it is to be: a new folder, or an empty one; with --gradescope, milestones"
    p.add_argument("given", nargs="*", metavar="DIR", help=said)
    p.add_argument("--git", action="store_true", help="as a git repository of one commit")
    said = (
        "write the zip that Gradescope takes for an autograder instead; it has all answers, and is "
        "for instructors. It grades the milestones that are named, else all"
    )
    p.add_argument("--gradescope", type=Path, metavar="FILE.zip", help=said)
    options = p.parse_args(argv)
    if options.gradescope and options.git:
        p.error("--git is for what students get, and --gradescope for Gradescope")
    if options.gradescope:
        return _pack(p, options.gradescope, options.given)
    if len(options.given) != 1:
        p.error("takes one folder")
    return _write(p, Path(options.given[0]), options.git)


def _pack(p: Parser, path: Path, named: Sequence[str]) -> int:
    from ..handout.autograder import gradescope_zip

    try:
        milestones = sorted(set(map(find_milestone, named))) or list(MILESTONES)
        gradescope_zip(path, milestones)
    except (ValueError, OSError) as problem:
        p.refuse(str(problem))
    most = sum(milestone.points for milestone in milestones)
    print(f"{path}: an autograder of {len(milestones)} milestones; set the assignment to {most}")
    print("points. It has the solutions and the hidden tests in it: it is not for students.")
    return Status.DONE


def _write(p: Parser, folder: Path, with_git: bool) -> int:
    from ..handout.torchs_answers import Unfit
    from ..handout.write import write

    try:
        proved = write(folder.absolute(), with_git)
    except Unfit as problem:
        print(f"Nothing was written: {problem}")
        return Status.UNMET
    except OSError as problem:
        p.refuse(str(problem))
    print(f"{shown(folder.absolute())}: {proved}")
    print("Students need Python 3.11 or later and nox; nox -s grade there needs no torch.")
    return Status.DONE


if __name__ == "__main__":
    leave(main())
