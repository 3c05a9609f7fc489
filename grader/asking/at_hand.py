"""A learner's library in this process, as `autodiff`: for a prompt, a script, a notebook."""

from __future__ import annotations

from pathlib import Path

from ..library.mounts import THE_REST, learners, spans
from ..library.submission import Submission
from ..manifest import PACKAGE
from ..sandbox.answer import Answer
from .import_blame import blamed
from .in_process import InProcess


def opened(target: Path) -> str | Answer:
    """Make `import autodiff` the library of a folder, the reference's files where those are
    untouched: what is said of it, or why it can't be imported."""
    library, mine = learners(target)
    if failed := InProcess(library).start():
        return blamed(library, failed)
    nothing = "you have written nothing of it yet"
    yours = f"{spans(mine)} from {target.name}/" if mine else nothing
    said = f"`import {PACKAGE} as torch` is done: {yours}; the rest is {THE_REST}."
    if changed := Submission.read(target).changed:
        said += f"\nGiven, and changed, so the grader's own are taken: {', '.join(changed)}"
    return said
