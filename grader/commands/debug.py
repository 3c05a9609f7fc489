"""`nox -s debug -- MILESTONE`: runs the suites in this process, for prints and a debugger.

`nox -s grade -- MILESTONE --in-process` is the same. Nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ..asking.in_process import InProcess
from ..asking.workers import Workers
from ..files import shown
from ..library.assemble import Library
from ..library.submission import Submission
from ..manifest import ROOT, Milestone
from ..record import Outcome
from ..sandbox.answer import Answer
from ..suite.plugin import SETUP
from ..suite.setup import Settings, Setup
from .exit_status import Status, command, leave
from .options import Parser

QUIET = ("--no-header", "-W", "ignore::pytest.PytestAssertRewriteWarning")
FAILED = (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run as the arguments say; the exit status does not depend on what passes."""
    p = Parser("debug", "Run your code in this very process, and let pytest report.")
    p.add_milestones()
    p.add_target()
    p.add_tests()
    p.add_argument("--pdb", action="store_true", help="open the debugger at an exception")
    options = p.parse_args(argv)
    return debug(options.target, options.milestones, options.keyword, options.seed, options.pdb)


def debug(
    target: Path, milestones: Sequence[Milestone], keyword: str, seed: int, with_pdb: bool
) -> int:
    """Run the suites on the learner's files in this process, and let pytest report.

    Prints and breakpoints of the learner's work; `with_pdb` opens the debugger at an exception.
    """
    submission = Submission.read(target)
    begun = [m for m in milestones if not submission.is_untouched(m)]
    for milestone in [m for m in milestones if m not in begun]:
        file = submission.files[milestone.module].path
        print(f"{milestone.id} is not started; open {shown(file)} and read its lesson")
    if not begun:
        return Status.DONE
    arguments = [str(m.suite) for m in begun] + ["-s", "-rN", "--rootdir", str(ROOT), *QUIET]
    with TemporaryDirectory() as folder:
        debugger = _Debugger(
            submission, Settings(seed, keyword, only_isolated=True), with_pdb, folder
        )
        ended = pytest.main(arguments, plugins=[debugger])
    return Status.BROKEN if ended in FAILED or debugger.is_broken else Status.DONE


class _Debugger:
    """A pytest plugin that has libraries answer in this process, and debugs what they raise.

    The folder is for the files that programs write.
    """

    def __init__(
        self, submission: Submission, settings: Settings, with_pdb: bool, folder: str
    ) -> None:
        self._setup = Setup.of(submission, settings, Workers(self._make))
        self._with_pdb, self._folder = with_pdb, folder
        self._last: InProcess | None = None
        self.is_broken = False  # a suite can't be loaded, and pytest says why

    def _make(self, library: Library) -> InProcess:
        self._last = InProcess(library, self._folder)
        return self._last

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SETUP] = self._setup

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.is_broken = self.is_broken or report.failed

    def pytest_kata_answered(self, answer: Answer, outcome: Outcome) -> None:
        if self._with_pdb and self._last and answer.outcome == "raised" and outcome != "passed":
            self._last.post_mortem()


if __name__ == "__main__":
    leave(main())
