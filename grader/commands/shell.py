"""A Python prompt with the learner's library as `autodiff`: `nox -s shell`.

Files that nobody has touched yet are taken from the reference, and the banner says which.
`nox -s shell -- SCRIPT` runs a script instead.
"""

from __future__ import annotations

import code
import runpy
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from ..asking.in_process import InProcess
from ..judging.explain import explain
from ..library.assemble import Library, assemble
from ..library.mounts import untouched
from ..manifest import EXERCISES, MILESTONES, PACKAGE, SOLUTIONS


def learners_library() -> tuple[Library, list[str]]:
    """The library, and the ids of the milestones in it that are the learner's own."""
    mine = [m for m in MILESTONES if not untouched(EXERCISES, m)]
    return assemble(SOLUTIONS, EXERCISES, [m.module for m in mine]), [m.id for m in mine]


def main(argv: Sequence[str] | None = None) -> int:
    """Open the prompt, or run a script; or say in a few lines why the library can't be imported."""
    script = list(sys.argv[1:] if argv is None else argv)
    if script and not Path(script[0]).is_file():
        print(f"nox -s shell: there is no file {script[0]}", file=sys.stderr)
        return 2
    library, mine = learners_library()
    process = InProcess(library)
    if failed := process.start():
        print(explain("", (), failed, learner=EXERCISES), file=sys.stderr)
        return 1
    yours = f"{', '.join(mine)} from exercises/" if mine else "none of it is yours yet"
    banner = f"`import {PACKAGE} as torch` is done: {yours}; the rest is the reference."
    if script:
        print(banner, file=sys.stderr)
        sys.argv[:] = script
        runpy.run_path(script[0], run_name="__main__")
        return 0
    with suppress(ImportError):
        import readline  # noqa: F401  gives the prompt its history
    autodiff = sys.modules[PACKAGE]
    names = {"torch": autodiff, PACKAGE: autodiff, "np": np}
    code.interact(banner, local=names, exitmsg="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
