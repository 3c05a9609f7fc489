"""The reference's modules, compiled once for all workers.

To compile them would take a worker longer than all else that it does at its start. Nothing of a
learner's is compiled here. The code lies in sealed memory, which nobody can write to any more:
whatever a worker does, the next one finds what this process put there. The process that forks
workers reads it once, so that no worker has to.
"""

from __future__ import annotations

import fcntl
import marshal
import os
from contextlib import suppress
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from ..checkout import kept
from ..files import File
from ..manifest import SOLUTIONS
from ..stubs.order import MODULES, file_name

PATHS = [SOLUTIONS / file_name(module) for module in MODULES]


class Compiled(NamedTuple):
    """Files, the descriptor of their code, {path: code}, marshalled, and its number.

    There are none where the system can't seal memory: workers must compile for themselves.
    """

    files: frozenset[File] = frozenset()
    descriptors: tuple[int, ...] = ()
    number: int | None = None


_numbers = count()


def compiled() -> Compiled:
    """What is compiled of the reference's files, as `kept` gives them."""
    return _sealed(tuple(map(kept, PATHS))) if hasattr(os, "memfd_create") else Compiled()


@lru_cache(maxsize=1)
def _sealed(files: tuple[File, ...]) -> Compiled:
    codes = {}
    for file in files:
        with suppress(SyntaxError, ValueError):  # the worker will say what is wrong
            codes[file] = compile(file.data, str(file.path), "exec", dont_inherit=True)
    memory = os.memfd_create("compiled", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with open(memory, "wb", closefd=False) as stream:
        stream.write(marshal.dumps({str(file.path): code for file, code in codes.items()}))
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
    return Compiled(frozenset(codes), (memory,), next(_numbers))
