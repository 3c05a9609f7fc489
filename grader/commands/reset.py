"""`nox -s reset -- m06 [m07 ...]`: starts exercises over, and keeps what was there."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
            print(*reset(milestone), sep="\n")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    return Status.DONE


if __name__ == "__main__":
    leave(main())
