"""`nox -s reset -- m06 [m07 ...]`: starts exercises over, and keeps what was there."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..stubs.start_over import reset
from .exit_status import Status, command, leave
from .options import SPELLINGS, Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Put fresh stubs in place; the exit status is 1 if a file could not be kept or replaced."""
    p = Parser("reset", "Start exercises over. What was there is kept in .kata/backups.")
    p.add_milestones(SPELLINGS, nargs="+")
    options = p.parse_args(argv)
    try:
        for milestone in options.milestones:
            print(*reset(milestone), sep="\n")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    return Status.DONE


if __name__ == "__main__":
    leave(main())
