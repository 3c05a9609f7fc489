"""What an exception does not say by itself, most often of where the code runs: one sentence.

A library of the kata is built from NumPy alone, in a process that finds nothing else, has no
terminal, and knows the modules of the reference and no others.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from ..failure import Failure
from ..manifest import PACKAGE
from .newer_syntax import newer_syntax

NUMPY_ALONE = (
    "Only Python's own modules, NumPy and graphviz are found here, whatever else is installed: the "
    "library is built from NumPy alone."
)
NO_SUCH_MODULE = (
    "The library has no such module, and a file of your own beside the milestones is not read: put "
    "what you need into a milestone's own file, or into a lower one's."
)
OWN_FILE = (
    f"{NUMPY_ALONE} A file of your own beside the milestones is not read: put what you need into a "
    "milestone's own file, or into a lower one's."
)
AN_OBJECTS_ID = "This number is probably an `id(...)`: that of an object that is not in the dict."
AN_ID = re.compile(r"\d{9,}")  # an address, as `id` gives
NOBODY_TYPES = (
    "Nobody can type anything here: what a function needs comes as its arguments, not by `input()`."
)
ENDS_ALL = "`sys.exit()` ends the whole program: return instead, or raise an exception."
NO_TERMINAL = "A debugger has no terminal here; `nox -s debug` with `--pdb` gives it one."


BY_NAME = {"BdbQuit": NO_TERMINAL, "EOFError": NOBODY_TYPES, "SystemExit": ENDS_ALL}


def circumstance(failure: Failure) -> str:
    """What to do about an exception that the surroundings raised; "" for any other."""
    if failure.missing:
        package = failure.missing.partition(".")[0]
        if package == PACKAGE:
            return NO_SUCH_MODULE
        return NUMPY_ALONE if _is_installed(package) else OWN_FILE
    if failure.exception == "SyntaxError" and failure.stage == "import" and failure.frames:
        return newer_syntax(failure.frames[-1].text)
    if failure.exception == "KeyError" and AN_ID.fullmatch(failure.message):
        return AN_OBJECTS_ID
    return BY_NAME.get(failure.exception, "")


def _is_installed(package: str) -> bool:
    """Whether there is such a package here, which programs alone do not find."""
    return package.isidentifier() and find_spec(package) is not None
