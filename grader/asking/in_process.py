"""Runs the learner's code in this very process, so that a debugger can step into it.

Nothing protects the process from that code, so such a run makes no record.
"""

from __future__ import annotations

import importlib
import pdb
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from .library import Library
from .manifest import PACKAGE, ROOT, Milestone
from .sandbox.client import Answer, Frame
from .sandbox.faults import describe
from .sandbox.finder import Finder
from .sandbox.wire import Pair, denormalise, normalise, numbers
from .suite.program import Program


class InProcess:
    """What a `Worker` is, without a worker; it keeps the last exception for `post_mortem`."""

    is_staying = False

    def __init__(self, library: Library) -> None:
        self._finder = Finder({name: str(path) for name, path in library.files})
        self._problem = library.problem
        self._lib: Any = None
        self.error: BaseException | None = None

    def start(self) -> Answer | None:
        """Imports the library, unless that is done; what went wrong, if anything did."""
        if self._problem:
            return Answer("crashed", message=self._problem, at_import=True)
        try:
            self._lib = self._lib or self._import()
        except (Exception, SystemExit) as error:
            return self._raised(error, at_import=True)
        return None

    def ask(
        self,
        source: str,
        name: str,
        inputs: tuple[Pair, ...] = (),
        meanwhile: Callable[[], object] = lambda: None,
        stays: bool = True,
    ) -> Answer:
        """Runs the program on (library, *inputs). There is no meanwhile: it is the same process."""
        if failed := self.start():
            return failed
        try:
            arguments = tuple(denormalise(pair) for pair in inputs)
            result = Program(source, name).run(self._lib, arguments)
            return Answer("answered", normalise(result, self._lib.Tensor, numbers))
        except (Exception, SystemExit) as error:
            return self._raised(error, at_import=False)

    def _raised(self, error: BaseException, at_import: bool) -> Answer:
        self.error = error
        told = describe(error, self._finder.paths, self._finder.compiling)
        frames = tuple(Frame(*frame) for frame in told["frames"])
        kind, said = told["exception"], told["message"]
        return Answer("raised", None, kind, said, frames, at_import=at_import)

    def post_mortem(self) -> None:
        """Opens the debugger where the last exception was raised."""
        if self.error:
            pdb.post_mortem(self.error.__traceback__)

    def rest(self) -> None:
        """There is nothing to end."""

    close = rest

    def _import(self) -> Any:
        for name in [n for n in sys.modules if n.split(".")[0] == PACKAGE]:
            del sys.modules[name]
        sys.meta_path.insert(0, self._finder)
        try:
            return importlib.import_module(PACKAGE)
        finally:
            sys.meta_path.remove(self._finder)


def debug(
    target: Path, milestones: Sequence[Milestone], keyword: str, seed: int, with_pdb: bool
) -> None:
    """Run the suites on the learner's files in this process, and let pytest report.

    Prints and breakpoints of the learner's work; `with_pdb` opens the debugger at an exception.
    """
    from .grading import Grading
    from .suite.plugin import GRADING, Named

    class Settings:
        def pytest_configure(self, config: pytest.Config) -> None:
            config.stash[GRADING] = Grading(
                target, seed, only_isolated=True, in_process=True, post_mortem=with_pdb
            )

    arguments = [str(m.suite) for m in milestones] + ["-s", "--rootdir", str(ROOT)]
    pytest.main(arguments, plugins=[Settings(), Named(keyword)])
