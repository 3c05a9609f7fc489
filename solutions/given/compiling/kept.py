"""Tensors of a trace that somebody keeps beyond it, in a list or an attribute. (Given code.)

A script would not put anything there. So the first run has put in what it computed, and from then
on the function runs as it is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from ..._tensor import Tensor
from ..programs.staging import Staging
from ..random.drawing import plain

WHY = "it keeps a tensor beyond the call, in a list or an attribute; return the tensor instead"


@contextmanager
def without_collections() -> Iterator[None]:
    """In a `with` block, nothing is collected: so what is made there is found young behind it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def made_real(level: Staging) -> bool:
    """Let each staged tensor that is still there be what it stood for; whether there are any. What
    was computed is let go of: a trace is in cycles, so it stays for a while."""
    level.let_go()
    gc.collect(0)
    found = [x for x in [each() for each in level.alive] if x is not None]
    values = [plain(x) for x in found]
    for x, value in zip(found, values, strict=True):
        vars(x).clear()
        x.__class__ = Tensor
        Tensor.__init__(x, value)
    level.known.clear()
    level.memory.clear()
    return bool(found)
