"""The reference's modules, compiled once for all workers.

To compile them would take a worker longer than all else that it does at its start. Nothing of a
learner's is compiled here. The code lies in sealed memory, which nobody can write to any more:
whatever a worker does, the next one finds what this process put there. The process that forks
workers reads given code once, so that no worker has to. The milestones' and the fast paths' code
are apart: a worker reads only what it is to have, or else a learner's code could find an answer in
memory that was given back.
"""

from __future__ import annotations

import fcntl
import marshal
import os
from contextlib import suppress
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ..checkout import kept
from ..files import File
from ..manifest import SOLUTIONS
from ..stubs.order import MODULES, file_name

PATHS = [SOLUTIONS / file_name(module) for module in MODULES]


class Compiled(NamedTuple):
    """Files, the descriptor of their code, marshalled, and its number.

    There are none where the system can't seal memory: workers must compile for themselves.
    """

    files: frozenset[File] = frozenset()
    descriptors: tuple[int, ...] = ()
    number: int | None = None
    start: int = 0  # of what all workers share; before it lies what each reads for itself


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
    answers = {f: marshal.dumps(code) for f, code in codes.items() if _is_an_answer(f.path)}
    shared = {str(f.path): code for f, code in codes.items() if f not in answers}
    places, start = {}, 0
    for file, data in answers.items():
        places[str(file.path)] = start, len(data)
        start += len(data)
    memory = os.memfd_create("compiled", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with open(memory, "wb", closefd=False) as stream:
        stream.write(b"".join(answers.values()))
        stream.write(marshal.dumps((shared, places)))
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
    return Compiled(frozenset(codes), (memory,), next(_numbers), start)


def _is_an_answer(path: Path) -> bool:
    """Whether it is a milestone's file, or a faster way of one's."""
    return path.parent == SOLUTIONS or path.parent.name == "fast"
