"""How the tests of some suites went, on each kind of library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..failure import Failure
from ..library.mounts import ISOLATED
from ..library.submission import Submission
from ..manifest import Milestone
from ..record import TestResult

Key = tuple[Milestone, str]  # a test, by milestone and name


@dataclass(eq=False)
class Done:
    """How the tests of some suites went, on each kind of library, and how long a suite took.

    Of the milestones `left_out` it says why their files can't be imported, nor others with them.
    Nothing in it is pytest's, so it can be handed from process to process.
    """

    submission: Submission
    seed: int
    tests: dict[Milestone, list[str]] = field(default_factory=dict)
    results: dict[tuple[Key, str], TestResult] = field(default_factory=dict)
    seconds: dict[Milestone, float] = field(default_factory=dict)
    left_out: dict[Milestone, Failure] = field(default_factory=dict)

    def alone(self, milestone: Milestone) -> list[TestResult]:
        """How its tests went on its own library."""
        return [self.results[(milestone, name), ISOLATED] for name in self.tests[milestone]]

    def not_begun(self, milestone: Milestone, tests: Sequence[TestResult]) -> None:
        """Take in how these went, if there are any."""
        if tests:
            self.tests[milestone] = [test.name for test in tests]
            self.results |= {((milestone, test.name), ISOLATED): test for test in tests}

    def add(self, other: Done) -> None:
        """Take in how other suites went."""
        self.tests |= other.tests
        self.results |= other.results
        self.seconds |= other.seconds
        self.left_out |= other.left_out
