"""`python -m tests.grader.variants [MILESTONE ...]`: what each variant fails, as it is and mended.

The exit status is 1 if any passes everything as it is, or fails anything once it is mended.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grader.manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from grader.suite.run import failures

from . import Variant, variants


def failing(milestone: Milestone, variant: Variant, mended: bool = False) -> list[str]:
    """The tests that fail on this variant."""
    solution = (SOLUTIONS / f"{milestone.module}.py").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, f"{milestone.module}.py")
        answer.write_text(variant.apply(solution, mended), encoding="utf-8")
        return failures(Path(folder), milestone)


def check(pairs: Iterable[tuple[Milestone, Variant]]) -> int:
    """Print how each of them does; 1 where one is not what it should be."""
    status = 0
    for milestone, variant in pairs:
        caught, left = failing(milestone, variant), failing(milestone, variant, mended=True)
        verdict = "ok" if caught and not left else "BAD"
        status |= verdict != "ok"
        print(f"{verdict:3} {milestone.id} {variant.name}: {len(caught)} fail", *left, flush=True)
    return status


def main() -> int:
    """Check the variants of the milestones named on the command line, or of all."""
    chosen = [find_milestone(word) for word in sys.argv[1:]] or MILESTONES
    return check((milestone, variant) for milestone in chosen for variant in variants(milestone))


if __name__ == "__main__":
    sys.exit(main())
