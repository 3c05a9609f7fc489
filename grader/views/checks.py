"""What the suites and the grader were tried with, in numbers, for docs/how_it_was_checked.md.

checks()    # a table in Markdown: what holds, how often that was tried, and by which command
"""

from __future__ import annotations

import re
from pathlib import Path

from ..feedback.known_misconceptions import misconceptions
from ..manifest import MILESTONES, TESTS


def checks() -> str:
    """The table; each row can be tried anew by its command."""
    rows = [
        (
            "The reference passes each suite, and fresh stubs pass no test",
            f"{_found('test_m*.py', 'def test_'):,} tests",
            "nox -s grade -- --target solutions",
        ),
        (
            "Each known mistake, put into the reference, is caught by its suite",
            f"{sum(len(misconceptions(m)) for m in MILESTONES):,} mistakes",
            "nox -s misconceptions",
        ),
        (
            "So are wrong answers that are written in other words",
            f"{_found('grader/variants/m*.py', '    Variant[(]')} answers",
            "nox -s tests -- tests/grader/test_variants.py",
        ),
        (
            "Zeros, ones, the input, its transpose, or nothing at all pass no test",
            f"{len(MILESTONES)} suites",
            "nox -s tests -- tests/grader/test_gates.py",
        ),
        (
            "Code that hangs, forks, kills, forges or fills the memory ends, and scores nothing",
            f"{len(_files('grader/attacks/*.py'))} attacks",
            "nox -s tests -- tests/grader/test_attacks.py",
        ),
        (
            "Ordinary scripts for PyTorch print the same with the library in torch's place",
            f"{len(_files('scripts/*.py'))} scripts",
            "nox -s tests -- tests/library/test_scripts.py",
        ),
    ]
    cells = [f"| {said} | {much} | `{command}` |" for said, much, command in rows]
    return "\n".join(["| what holds | tried with | try it |", "|--|--:|--|", *cells])


def _files(pattern: str) -> list[Path]:
    """The files of tests/ that a pattern names, without packages' own."""
    return [path for path in sorted(TESTS.glob(pattern)) if not path.name.startswith("__")]


def _found(pattern: str, begins: str) -> int:
    """How many lines of them begin so."""
    texts = (path.read_text(encoding="utf-8") for path in _files(pattern))
    return sum(len(re.findall(rf"(?m)^{begins}", text)) for text in texts)
