"""Which of `vmap`'s ops ran as a loop, and its `chunk_size`. (Given code.)

with looped_ops() as names:
    vmap(f)(x)
print(names)                    # {"sort"}, say: one after the other, and not all at once
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ... import m33_vmap


def in_chunks(vmap: Callable[..., Any], chunk_size: int, *args: Any, **params: Any) -> Any:
    """What `vmap` makes of a function: all of the batch at once, whatever the size of a chunk is.

    Raises ValueError for a size that is not positive.
    """
    if chunk_size < 1:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0, not {chunk_size}")
    return vmap(*args, **params)


@contextmanager
def looped_ops() -> Iterator[set[str]]:
    """The names of the ops that a `vmap` in this `with` block runs one after the other, because
    `vmap` has no rule for them, or none for such arguments."""
    names: set[str] = set()
    looped = m33_vmap.looped

    def noted(op: Callable[..., Any], *rest: Any) -> Any:
        names.add(op.__name__)
        return looped(op, *rest)

    m33_vmap.looped = noted
    try:
        yield names
    finally:
        m33_vmap.looped = looped
