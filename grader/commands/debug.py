"""`nox -s grade -- MILESTONE --in-process`: runs the suites in this process, for a debugger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ..asking.grading import Grading
from ..asking.in_process import InProcess
from ..library.mounts import Mount
from ..manifest import ROOT, Milestone
from ..suite.plugin import GRADING, Named


class _PostMortem(Grading):
    """Opens the debugger where a failing program raised."""

    def failed(self, mount: Mount) -> None:
        worker = self._worker(mount.library)
        assert isinstance(worker, InProcess)
        worker.post_mortem()


def debug(
    target: Path, milestones: Sequence[Milestone], keyword: str, seed: int, with_pdb: bool
) -> None:
    """Run the suites on the learner's files in this process, and let pytest report.

    Prints and breakpoints of the learner's work; `with_pdb` opens the debugger at an exception.
    """

    class Settings:
        def pytest_configure(self, config: pytest.Config) -> None:
            kind = _PostMortem if with_pdb else Grading
            config.stash[GRADING] = kind(target, seed, only_isolated=True, answerer=InProcess)

    arguments = [str(m.suite) for m in milestones] + ["-s", "--rootdir", str(ROOT)]
    pytest.main(arguments, plugins=[Settings(), Named(keyword)])
