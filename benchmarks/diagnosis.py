"""`nox -s diagnosis [-- MILESTONE ...]`: how often the right mistake is named, and a wrong.

It is measured on wrong implementations that the corpus of misconceptions does not hold as written
(tests/grader/variants).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from grader.manifest import MILESTONES, find_milestone
from tests.grader.variants import variants

from .rates import Told, are_good, summary, tell


def main(argv: Sequence[str] | None = None) -> int:
    """Print what was missed and the rates; the exit status is 1 if they are not good enough."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        chosen = [find_milestone(word) for word in words] or MILESTONES
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    told: list[Told] = []
    for milestone in chosen:
        told += tell(milestone, variants(milestone))
        print(f"\r{milestone.id} {len(told)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(summary(told))
    return int(not are_good(told))


if __name__ == "__main__":
    sys.exit(main())
