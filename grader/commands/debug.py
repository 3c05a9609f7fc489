"""`nox -s debug -- MILESTONE`: runs the suites in this process, for prints and a debugger.

`nox -s grade -- MILESTONE --in-process` is the same. Nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ..asking.grading import Grading
from ..asking.in_process import InProcess
from ..library.mounts import Mount
from ..manifest import ROOT, Milestone
from ..suite.plugin import GRADING, Named
from .exit_status import Status, leave
from .options import Parser

FAILED = (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR)


def main(argv: Sequence[str] | None = None) -> int:
    """Run as the arguments say; the exit status does not depend on what passes."""
    p = Parser("debug", "Run your code in this very process, and let pytest report.")
    p.add_milestones()
    p.add_target()
    p.add_tests()
    p.add_argument("--pdb", action="store_true", help="open the debugger at an exception")
    options = p.parse_args(argv)
    return debug(options.target, options.milestones, options.keyword, options.seed, options.pdb)


class _PostMortem(Grading):
    """Opens the debugger where a failing program raised."""

    def failed(self, mount: Mount) -> None:
        worker = self._worker(mount.library)
        assert isinstance(worker, InProcess)
        worker.post_mortem()


def debug(
    target: Path, milestones: Sequence[Milestone], keyword: str, seed: int, with_pdb: bool
) -> int:
    """Run the suites on the learner's files in this process, and let pytest report.

    Prints and breakpoints of the learner's work; `with_pdb` opens the debugger at an exception.
    """

    class Settings:
        def pytest_configure(self, config: pytest.Config) -> None:
            kind = _PostMortem if with_pdb else Grading
            config.stash[GRADING] = kind(target, seed, only_isolated=True, answerer=InProcess)

    arguments = [str(m.suite) for m in milestones] + ["-s", "--rootdir", str(ROOT)]
    ended = pytest.main(arguments, plugins=[Settings(), Named(keyword)])
    return Status.BROKEN if ended in FAILED else Status.DONE


if __name__ == "__main__":
    leave(main())
