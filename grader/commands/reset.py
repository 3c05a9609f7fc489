"""`nox -s reset -- m05 [m06 ...]`: starts exercises over, and keeps what was there."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..manifest import find_milestone
from ..stubs.reset import reset

USAGE = "usage: nox -s reset -- MILESTONE [MILESTONE ...]    (for example m05, 5 or visualizer)"


def main(argv: Sequence[str] | None = None) -> int:
    names = list(sys.argv[1:] if argv is None else argv)
    if not names:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        milestones = dict.fromkeys(map(find_milestone, names))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        for milestone in milestones:
            print(*reset(milestone), sep="\n")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
