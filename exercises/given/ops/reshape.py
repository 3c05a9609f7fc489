"""The same elements in another shape, or several times: side by side, or by broadcasting. (Given.)

A view shares memory with what it was made from, always; `reshape` copies where it must.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import broadcast_to, reshape, transpose
from ...m07_chain_rule import defvjp
from ..core.arguments import as_dim, as_dims, as_shape
from ..core.cast_and_clone import clone
from ..in_place.views import memory_of


@primitive
def view(x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The same elements in another shape, always sharing memory; one size may be -1.

    `as_shape` reads the shape as for `reshape`. Raises RuntimeError when the elements do not fit,
    or do not lie in memory so that sharing is possible; `np.reshape` has an argument for this.
    """
    try:
        return np.reshape(x, as_shape((shape,), x.size), copy=False)
    except ValueError:
        raise RuntimeError("view: the memory can't be shared; use reshape(...)") from None


defvjp(view, lambda g, out, x, shape: reshape(g, x.shape))


def squeeze(x: Any, dim: int | Sequence[int] | None = None) -> Any:
    """x without the dimensions named by `dim` that have size 1; others stay.

    None means all dimensions; with () all stay. Raises IndexError for a dim that is not there.
    """
    dims = () if dim == () else as_dims(dim, x.ndim)
    kept = [size for i, size in enumerate(x.shape) if size != 1 or i not in dims]
    return reshape(x, tuple(kept))


def unsqueeze(x: Any, dim: int) -> Any:
    """x with a new dimension of size 1 at place `dim`; -1 puts it last.

    Raises IndexError when the place is not there.
    """
    dim = as_dim(dim, x.ndim + 1)
    return reshape(x, (*x.shape[:dim], 1, *x.shape[dim:]))


def flatten(x: Any, start_dim: int = 0, end_dim: int = -1) -> Any:
    """x with the dimensions from `start_dim` to `end_dim` (inclusive) made into one.

    A 0-d tensor becomes one of shape (1,). Raises RuntimeError if `end_dim` comes first, and
    IndexError for a dim that is not there.
    """
    start, end = as_dim(start_dim, x.ndim), as_dim(end_dim, x.ndim)
    if start > end:
        raise RuntimeError("flatten: start_dim can't come after end_dim")
    return reshape(x, (*x.shape[:start], prod(x.shape[start : end + 1]), *x.shape[end + 1 :]))


def tile(x: Any, dims: Sequence[int]) -> Any:
    """Copies of x side by side: `dims[i]` of them along dimension i, aligned at the right.

    They have memory of their own, also where NumPy's reshape would give a view.
    """
    ndim = max(x.ndim, len(dims))
    sizes, times = [(*[1] * (ndim - len(each)), *each) for each in (x.shape, dims)]
    pairs = [*zip(times, sizes, strict=True)]
    apart = reshape(x, tuple([n for size in sizes for n in (1, size)]))
    stretched = broadcast_to(apart, tuple([n for pair in pairs for n in pair]))
    return of_its_own(reshape(stretched, tuple([count * size for count, size in pairs])), x)


def of_its_own(result: Any, x: Any) -> Any:
    """`result`, or a copy of it if it shares memory with x."""
    return clone(result) if memory_of(result) is memory_of(x) else result


def expand(x: Any, sizes: Sequence[int]) -> Any:
    """x stretched to `sizes` as broadcasting would, sharing memory; -1 keeps a size.

    Raises RuntimeError when it can't be stretched so, or for a -1 in front of the shape of x.
    """
    added = len(sizes) - x.ndim
    kept = (*[-1] * added, *x.shape)
    full = tuple([kept[i] if size == -1 else size for i, size in enumerate(sizes)])
    if added < 0 or -1 in full:
        raise RuntimeError(f"shape {x.shape} can't be expanded to {tuple(sizes)}")
    return reshape(x, full) if full == x.shape else broadcast_to(x, full)  # to be written to


def broadcast_tensors(*tensors: Array) -> tuple[Array, ...]:
    """The tensors stretched to the one shape that they broadcast to. Raises ValueError if they
    don't."""
    shape = np.broadcast_shapes(*[x.shape for x in tensors])
    return tuple([x if x.shape == shape else broadcast_to(x, shape) for x in tensors])


def meshgrid(*tensors: Any, indexing: str = "ij") -> tuple[Any, ...]:
    """Vectors stretched over the grid that they span, one dimension each, in their order; with
    `indexing="xy"` the first two dimensions are swapped."""
    tensors = tuple(tensors[0]) if isinstance(tensors[0], list | tuple) else tensors
    if indexing not in ("ij", "xy", None) or any(x.ndim > 1 for x in tensors):
        raise RuntimeError(f"meshgrid takes vectors and 'ij' or 'xy', not indexing={indexing!r}")
    shape = tuple([prod(x.shape) for x in tensors])
    grids = [
        broadcast_to(reshape(x, tuple([-1 if i == j else 1 for j in range(len(shape))])), shape)
        for i, x in enumerate(tensors)
    ]
    swapped = indexing == "xy" and len(grids) > 1
    return tuple([transpose(grid, 0, 1) for grid in grids] if swapped else grids)
