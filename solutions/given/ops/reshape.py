"""The same elements several times: copied side by side, or by broadcasting. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import broadcast_to, reshape, sum, transpose
from ...m07_chain_rule import defvjp


@primitive
def tile(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """Copies of x side by side: `dims[i]` of them along dimension i, aligned at the right."""
    return np.tile(x, tuple(dims))


def _tile_vjp(g: Any, out: Any, x: Any, dims: Sequence[int]) -> Any:
    ndim = g.ndim
    sizes = (*[1] * (ndim - x.ndim), *x.shape)
    pairs = [n for i, size in enumerate(sizes) for n in (g.shape[i] // max(size, 1), size)]
    return reshape(sum(reshape(g, tuple(pairs)), tuple(range(0, 2 * ndim, 2))), x.shape)


defvjp(tile, _tile_vjp)


def expand(x: Any, sizes: Sequence[int]) -> Any:
    """x stretched to `sizes` as broadcasting would, sharing memory; -1 keeps a size.

    Raises RuntimeError when it can't be stretched so, or for a -1 in front of the shape of x.
    """
    added = len(sizes) - x.ndim
    kept = (*[-1] * added, *x.shape)
    full = tuple([kept[i] if size == -1 else size for i, size in enumerate(sizes)])
    if added < 0 or -1 in full:
        raise RuntimeError(f"shape {x.shape} can't be expanded to {tuple(sizes)}")
    return broadcast_to(x, full)


def broadcast_tensors(*tensors: Array) -> tuple[Array, ...]:
    """The tensors stretched to the one shape that they broadcast to. Raises ValueError if they
    don't."""
    shape = np.broadcast_shapes(*[x.shape for x in tensors])
    return tuple([broadcast_to(x, shape) for x in tensors])


def meshgrid(*tensors: Any, indexing: str = "ij") -> tuple[Any, ...]:
    """Vectors stretched over the grid that they span, one dimension each, in their order; with
    `indexing="xy"` the first two dimensions are swapped."""
    tensors = tuple(tensors[0]) if isinstance(tensors[0], list | tuple) else tensors
    shape = tuple([prod(x.shape) for x in tensors])
    grids = [
        broadcast_to(reshape(x, tuple([-1 if i == j else 1 for j in range(len(shape))])), shape)
        for i, x in enumerate(tensors)
    ]
    return tuple([transpose(grid, 0, 1) for grid in grids] if indexing == "xy" else grids)
