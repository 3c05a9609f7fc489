"""The libraries that are compared."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from grader.asking.import_blame import blamed
from grader.asking.in_process import InProcess
from grader.files import shown
from grader.judging.explain import explain
from grader.judging.failure_facts import failure_of
from grader.library.assemble import Library, assemble
from grader.library.mounts import learners, spans
from grader.manifest import MILESTONES, PACKAGE, SOLUTIONS

HAS_JAX = importlib.util.find_spec("jax") is not None
PYTHON = shown(Path(sys.executable))
INSTALL_JAX = f"JAX is not installed; this installs it: {PYTHON} -m pip install jax"


def autodiff(target: Path = SOLUTIONS) -> Any:
    """The reference, or the learner's files of another folder over it; then it is said which.

    Exits if it can't be imported, with its traceback, or if no file is the learner's.
    """
    library = assemble(SOLUTIONS, None) if target == SOLUTIONS else own(target)
    process = InProcess(library)
    if failed := process.start():
        sys.exit(explain(failure_of("", (), blamed(library, failed), learner=target)))
    return sys.modules[PACKAGE]


def own(folder: Path) -> Library:
    """What someone has written so far; the reference stands in for what is not started."""
    library, mine = learners(folder)
    rest = spans([m for m in MILESTONES if m not in mine])
    if not mine:
        sys.exit(f"There is nothing of yours to train yet: {rest} are not started.")
    yours = spans(list(mine))
    others = f"; not started, and so the reference's: {rest}" if rest else ""
    print(f"autodiff is your library: {yours} from {folder.name}/{others}")
    return library
