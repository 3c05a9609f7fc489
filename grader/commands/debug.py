"""`nox -s grade -- MILESTONE --in-process`: runs the suites in this process, for a debugger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ..asking.grading import Grading
from ..manifest import ROOT, Milestone
from ..suite.plugin import GRADING, Named


def debug(
    target: Path, milestones: Sequence[Milestone], keyword: str, seed: int, with_pdb: bool
) -> None:
    """Run the suites on the learner's files in this process, and let pytest report.

    Prints and breakpoints of the learner's work; `with_pdb` opens the debugger at an exception.
    """

    class Settings:
        def pytest_configure(self, config: pytest.Config) -> None:
            config.stash[GRADING] = Grading(
                target, seed, only_isolated=True, in_process=True, post_mortem=with_pdb
            )

    arguments = [str(m.suite) for m in milestones] + ["-s", "--rootdir", str(ROOT)]
    pytest.main(arguments, plugins=[Settings(), Named(keyword)])
