"""A Python prompt with the learner's library as `autodiff`: `nox -s shell`.

Files that nobody has touched yet are taken from the reference, and the banner says which.
"""

from __future__ import annotations

import code
import sys
from collections.abc import Sequence

from .explain import explain
from .in_process import InProcess
from .library import Library, assemble
from .manifest import EXERCISES, MILESTONES, PACKAGE, SOLUTIONS
from .mounts import untouched


def learners_library() -> tuple[Library, list[str]]:
    """The library, and the ids of the milestones in it that are the learner's own."""
    mine = [m for m in MILESTONES if not untouched(EXERCISES, m)]
    return assemble(SOLUTIONS, EXERCISES, [m.module for m in mine]), [m.id for m in mine]


def main(argv: Sequence[str] | None = None) -> int:
    """Open the prompt, or say in a few lines why the library can't be imported."""
    library, mine = learners_library()
    process = InProcess(library)
    answer = process.start()
    if answer:
        print(explain("", (), answer, learner=EXERCISES), file=sys.stderr)
        return 1
    yours = f"{', '.join(mine)} from exercises/" if mine else "none of it is yours yet"
    banner = f"`import {PACKAGE} as torch` is done: {yours}; the rest is the reference."
    import numpy as np

    library_module = sys.modules[PACKAGE]
    names = {"torch": library_module, PACKAGE: library_module, "np": np}
    code.interact(banner, local=names, exitmsg="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
