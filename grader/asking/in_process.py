"""Runs the learner's code in this very process, so that a debugger can step into it.

Nothing protects the process from that code, so such a run makes no record.
"""

from __future__ import annotations

import importlib
import pdb
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

from ..failure import Stage
from ..library.assemble import Library
from ..manifest import PACKAGE
from ..sandbox.answer import Answer, Frame, Meanwhile, nothing
from ..sandbox.inside.faults import account, describe, is_the_librarys
from ..sandbox.inside.finder import Finder
from ..sandbox.inside.normal_form import denormalise, normalise, numbers
from .answerer import Answerer
from .question import Question

GRADER = str(Path(__file__).parents[1])


class InProcess(Answerer):
    """Answers as a `Worker` does, and keeps the last exception for `post_mortem`.

    Programs run in `folder`, where they may write files, or else in the current one.
    """

    def __init__(self, library: Library, folder: str = ".") -> None:
        sources = {str(file.path): file.data for _, file in library.files}
        self._finder = Finder(library.paths, sources, {})
        self._problem, self._folder = library.problem, folder
        self._lib: Any = None
        self.error: BaseException | None = None

    def start(self) -> Answer | None:
        """Imports the library, unless that is done; what went wrong, if anything did."""
        if self._problem:
            return Answer("crashed", message=self._problem, stage="import")
        try:
            self._lib = self._lib or self._import()
        except (Exception, SystemExit) as error:
            return self._raised(error, "import")
        return None

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """Runs the program on (library, *inputs). There is no meanwhile: it is the same process."""
        if failed := self.start():
            return failed
        stage: Stage = "answer"  # its inputs, too, are read and written by the grader
        try:
            arguments = tuple(denormalise(pair) for pair in question.inputs)
            stage = "program"
            with chdir(self._folder):
                result = question.program.run(self._lib, arguments)
            stage = "answer"
            return Answer("answered", normalise(result, self._lib.Tensor, numbers))
        except (Exception, SystemExit) as error:
            return self._raised(error, stage)

    def _raised(self, error: BaseException, stage: Stage) -> Answer:
        """What the library raised, or the grader's own code did."""
        self.error = error
        compiles = stage == "import" and self._finder.compiling
        if not (compiles or is_the_librarys(error, self._finder.paths, GRADER)):
            return Answer("broken", message=account(error).decode(), stage=stage)
        told = describe(error, self._finder.paths, self._finder.compiling)
        frames = tuple(Frame(*frame) for frame in told["frames"])
        kind, said = told["exception"], told["message"]
        missing = told.get("missing", "")
        return Answer("raised", None, kind, said, frames, missing, stage=stage)

    def post_mortem(self) -> None:
        """Opens the debugger where the last exception was raised."""
        if self.error:
            pdb.post_mortem(self.error.__traceback__)

    def _import(self) -> Any:
        for name in [n for n in list(sys.modules) if n.split(".")[0] == PACKAGE]:
            del sys.modules[name]
        sys.meta_path.insert(0, self._finder)
        try:
            return importlib.import_module(PACKAGE)
        finally:
            sys.meta_path.remove(self._finder)
