"""`nox -s handout -- DIR`: what students get, without answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..files import shown
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write a handout; the exit status is 1 where an answer would be in it."""
    p = Parser("handout", "Write what students get: exercises, public tests, no answers.")
    said = "where it is to be: a new folder, or an empty one"
    p.add_argument("folder", type=Path, metavar="DIR", help=said)
    p.add_argument("--git", action="store_true", help="as a git repository of one commit")
    options = p.parse_args(argv)
    return _write(p, options.folder, options.git)


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
