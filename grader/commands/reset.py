"""`nox -s reset -- m06 [m07 ...]`: starts exercises over, and keeps what was there."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .. import manifest
from ..files import shown
from ..library.misplaced import meant
from ..manifest import Milestone
from ..stubs.old_numbers import renumber_own
from ..stubs.start_over import reset
from .exit_status import Status, command, leave
from .options import SPELLINGS, Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Put fresh stubs in place; the exit status is 1 if a file could not be kept or replaced."""
    p = Parser("reset", "Start exercises over. What was there is kept in .kata/backups.")
    p.add_milestones(SPELLINGS)
    said = "give files under old numbers the numbers that their milestones have now"
    p.add_argument("--renumber", action="store_true", help=said)
    typed = list(sys.argv[1:] if argv is None else argv)
    options = p.parse_args(typed)
    if not typed or options.renumber != (typed == ["--renumber"]):
        p.error("takes milestones, or --renumber alone")
    try:
        if options.renumber:
            print(*renumber_own(), sep="\n")
            return Status.DONE
        for milestone in options.milestones:
            _refuse_misnamed(milestone)
            print(*reset(milestone), sep="\n")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    return Status.DONE


def _refuse_misnamed(milestone: Milestone) -> None:
    """Raise ValueError where the milestone's file is there, under another name."""
    file, there = f"{milestone.module}.py", sorted(os.listdir(manifest.EXERCISES))
    if file not in there:
        for other in there:
            if meant(other, there) == file:
                folder = shown(manifest.EXERCISES)
                raise ValueError(
                    f"{milestone.id}: nothing is reset: rename {folder}/{other} to {file}, "
                    "or move it elsewhere first"
                )


if __name__ == "__main__":
    leave(main())
