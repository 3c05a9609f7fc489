"""`vmap` in chunks, and which of its ops ran as a loop. (Given code.)

with looped_ops() as names:
    vmap(f)(x)
print(names)                    # {"sort"}, say: one after the other, and not all at once
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from ... import m33_vmap
from ...m10_shapes import cat, narrow
from ..random.functions import get_rng_state, set_rng_state
from .batch_dims import batch_size, spread
from .trees import flatten


def in_chunks(
    vmap: Callable[..., Any],
    chunk_size: int,
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
) -> Callable[..., Any]:
    """What `vmap` makes of `func`, with so many of the batch at once, for less memory.

    Raises ValueError for a size that is not positive.
    """
    if chunk_size < 1:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0, not {chunk_size}")
    run = vmap(func, in_dims, out_dims, randomness)

    @wraps(func)
    def transformed(*args: Any, **kwargs: Any) -> Any:
        state, results = get_rng_state(), []
        for part in _parts(args, in_dims, chunk_size):
            if randomness == "same":
                set_rng_state(state)
            results.append(run(*part, **kwargs))
        return _joined(results, out_dims)

    return transformed


def _parts(args: tuple[Any, ...], in_dims: Any, chunk_size: int) -> Iterator[Any]:
    """The arguments, with so many of the batch at a time."""
    leaves, rebuild = flatten(args)
    dims = spread(in_dims, args)
    size = batch_size(leaves, dims)
    for start in range(0, size, chunk_size):
        length = min(chunk_size, size - start)
        pairs = zip(leaves, dims, strict=True)
        yield rebuild([x if dim is None else narrow(x, dim, start, length) for x, dim in pairs])


def _joined(results: list[Any], out_dims: Any) -> Any:
    """The results of all chunks as one."""
    columns = zip(*[flatten(result)[0] for result in results], strict=True)
    _, rebuild = flatten(results[0])
    places = zip(columns, spread(out_dims, results[0]), strict=True)
    return rebuild([parts[0] if dim is None else cat(parts, dim) for parts, dim in places])


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
