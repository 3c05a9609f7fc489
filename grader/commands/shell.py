"""`nox -s shell`: a Python prompt with the learner's library as `autodiff`.

Files that nobody has touched yet are taken from the reference, and the banner says which.
`nox -s shell -- SCRIPT` runs a script instead.
"""

from __future__ import annotations

import argparse
import code
import runpy
import shutil
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from ..asking.at_hand import opened
from ..judging.explain import explain
from ..judging.failure_facts import failure_of
from ..manifest import EXERCISES, PACKAGE
from ..sandbox.answer import Answer
from .exit_status import Status
from .options import Parser


def main(argv: Sequence[str] | None = None) -> int:
    """Open the prompt, or run a script; or say in a few lines why the library can't be imported."""
    p = Parser("shell", "A Python prompt with your library as `autodiff`, or a script run with it.")
    p.add_argument("script", nargs="?", metavar="SCRIPT", help="a file; else the prompt")
    said = "what the script is given"
    p.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENT", help=said)
    options = p.parse_args(argv)
    if options.script and not Path(options.script).is_file():
        p.error(f"there is no file {options.script}")
    banner = opened(EXERCISES)
    if isinstance(banner, Answer):
        failure = failure_of("", (), banner, learner=EXERCISES)
        print(explain(failure, shutil.get_terminal_size((100, 24)).columns), file=sys.stderr)
        return Status.BROKEN if failure.broken else Status.UNMET
    if options.script:
        print(banner, file=sys.stderr)
        return _run(options.script, options.arguments)
    _prompt(banner)
    return Status.DONE


def _run(script: str, arguments: Sequence[str]) -> Status:
    """Run a script as Python does; what it raises is shown from the script's own lines on."""
    sys.argv[:] = [script, *arguments]
    try:
        runpy.run_path(script, run_name="__main__")
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename != script:
            trace = trace.tb_next
        traceback.print_exception(type(error), error, trace)
        return Status.UNMET
    return Status.DONE


def _prompt(banner: str) -> None:
    with suppress(ImportError):
        import readline  # noqa: F401  gives the prompt its history
    autodiff = sys.modules[PACKAGE]
    names = {"torch": autodiff, PACKAGE: autodiff, "np": np}
    code.interact(banner, local=names, exitmsg="")


if __name__ == "__main__":
    sys.exit(main())  # not `leave`: what a script registered with `atexit` is still to be run
