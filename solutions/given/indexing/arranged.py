"""More ways to lay elements out, and to join tensors. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...m10_shapes import cat
from ...m11_indexing import unindex
from ..core.arguments import as_dim


def fliplr(x: Any) -> Any:
    """A copy with the columns turned around. Raises IndexError for fewer than two dims."""
    return x.flip(1)


def flipud(x: Any) -> Any:
    """A copy with the rows turned around. Raises IndexError for a 0-d tensor."""
    return x.flip(0)


def column_stack(tensors: Sequence[Any]) -> Any:
    """Vectors as columns, and matrices as they are, side by side."""
    return cat([x.reshape(-1, 1) if x.ndim < 2 else x for x in tensors], 1)


def diag_embed(x: Any, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Any:
    """Square matrices, in the dims `dim1` and `dim2`, with the last dim of x on a diagonal."""
    size = x.shape[-1] + abs(offset)
    rows = np.arange(x.shape[-1]) + max(-offset, 0)
    found = unindex(x, (*x.shape[:-1], size, size), ..., rows, rows + offset)
    return found.movedim((-2, -1), (dim1, dim2))


def block_diag(*tensors: Any) -> Any:
    """A matrix with all of these along its diagonal, and zeros elsewhere; a vector is a row."""
    rows, before = [], 0
    blocks = [x if x.ndim > 1 else x.reshape(1, -1) for x in tensors]
    width = sum([x.shape[1] for x in blocks])
    for x in blocks:
        high, wide = x.shape
        zeros = [x.new_zeros(high, n) for n in (before, width - before - wide)]
        rows.append(cat([zeros[0], x, zeros[1]], 1))
        before += wide
    return cat(rows)


def take(x: Any, index: Any) -> Any:
    """The elements of x, counted as if it were flattened, at these places: a copy."""
    return x.flatten()[index.flatten()].reshape(index.shape)


def take_along_dim(x: Any, indices: Any, dim: int | None = None) -> Any:
    """`gather`, with shapes that broadcast apart from `dim`, and indices that may count from the
    end; of all elements if `dim` is None."""
    if dim is None:
        return x.flatten().gather(0, indices.flatten())
    dim = as_dim(dim, x.ndim)
    indices = indices + (indices < 0) * x.shape[dim]
    apart = [part.shape[:dim] + part.shape[dim + 1 :] for part in (x, indices)]
    shape = np.broadcast_shapes(*apart)
    wide = [(*shape[:dim], part.shape[dim], *shape[dim:]) for part in (x, indices)]
    return x.broadcast_to(wide[0]).gather(dim, indices.broadcast_to(wide[1]))


def unfold(x: Any, dimension: int, size: int, step: int) -> Any:
    """All windows of `size` along a dim, in steps, in a new last dim. A copy, where torch has a
    view. Raises RuntimeError for a window that does not fit."""
    dim, whole = as_dim(dimension, x.ndim), x if x.ndim else x.reshape(1)
    if not 0 <= size <= whole.shape[dim] or step < 1:
        raise RuntimeError(f"unfold: windows of {size} in steps of {step} along {whole.shape[dim]}")
    if not x.ndim:
        return whole if size else whole[:0]
    starts = np.arange(0, x.shape[dim] - size + 1, step)
    found = x[(*[slice(None)] * dim, starts[:, None] + np.arange(size))]
    return found.movedim(dim + 1, -1)


class Arranged:
    """The same as methods."""

    __slots__ = ()

    fliplr, flipud, diag_embed, unfold = fliplr, flipud, diag_embed, unfold
    take, take_along_dim = take, take_along_dim
