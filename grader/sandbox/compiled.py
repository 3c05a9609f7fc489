"""The reference's modules, compiled once for all workers.

To compile them would take a worker longer than all else that it does at its start. Nothing of a
learner's is compiled here. The code lies in sealed memory, which nobody can write to any more:
whatever a worker does, the next one finds what this process put there.
"""

from __future__ import annotations

import fcntl
import marshal
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..files import state
from ..manifest import SOLUTIONS


def compiled() -> int | None:
    """A descriptor of {path: code}, marshalled; None where the system can't seal memory, and
    workers must compile for themselves."""
    if not hasattr(os, "memfd_create"):
        return None
    return _sealed(tuple((path, state(path)) for path in sorted(SOLUTIONS.rglob("*.py"))))


@lru_cache(maxsize=1)
def _sealed(files: tuple[tuple[Path, tuple[int, ...]], ...]) -> int:
    codes = {}
    for path, _ in files:
        with suppress(SyntaxError, ValueError, OSError):  # the worker will say what is wrong
            codes[str(path)] = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    memory = os.memfd_create("compiled", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with open(memory, "wb", closefd=False) as file:
        file.write(marshal.dumps(codes))
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
    return memory
