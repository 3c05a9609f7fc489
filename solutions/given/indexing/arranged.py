"""More ways to lay elements out, to join tensors and to cut them. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import broadcast_to, reshape, transpose
from ...m10_shapes import cat, narrow, stack
from ...m11_indexing import gather, getitem, unindex
from ..core.arguments import as_dim
from ..core.cast_and_clone import clone
from ..ops.index import diag
from ..ops.move import flip, movedim
from ..ops.reshape import flatten, meshgrid


def fliplr(x: Any) -> Any:
    """A copy with the columns turned around. Raises IndexError for fewer than two dims."""
    return flip(x, (1,))


def flipud(x: Any) -> Any:
    """A copy with the rows turned around. Raises IndexError for a 0-d tensor."""
    return flip(x, (0,))


def rot90(x: Any, k: int = 1, dims: Sequence[int] = (0, 1)) -> Any:
    """A copy turned k times by a quarter, from the first of the dims towards the second."""
    if k % 2 == 0:
        return flip(x, tuple(dims)) if k % 4 else clone(x)
    return transpose(flip(x, (dims[1 if k % 4 == 1 else 0],)), *dims)


def atleast_1d(*tensors: Any) -> Any:
    """Each with a dim at least: a tuple, unless there is only one."""
    return _each(lambda x: reshape(x, (1,)) if not x.ndim else x, tensors)


def atleast_2d(*tensors: Any) -> Any:
    """Each with two dims at least: a vector is a row."""
    return _each(lambda x: reshape(x, (1, x.numel())) if x.ndim < 2 else x, tensors)


def atleast_3d(*tensors: Any) -> Any:
    """Each with three dims at least, the last of them new; a vector lies along the middle one."""

    def raised(x: Any) -> Any:
        return x if x.ndim > 2 else reshape(x, (*(x.shape if x.ndim == 2 else (1, x.numel())), 1))

    return _each(raised, tensors)


def _each(function: Any, tensors: Sequence[Any]) -> Any:
    if len(tensors) == 1 and isinstance(tensors[0], tuple | list):
        return tuple([function(x) for x in tensors[0]])
    results = tuple([function(x) for x in tensors])
    return results[0] if len(results) == 1 else results


def column_stack(tensors: Sequence[Any]) -> Any:
    """Vectors as columns, and matrices as they are, side by side."""
    return cat([reshape(x, (x.numel(), 1)) if x.ndim < 2 else x for x in tensors], 1)


def dstack(tensors: Sequence[Any]) -> Any:
    """Tensors one behind the other, along the third dim."""
    return cat(list(atleast_3d(tuple(tensors))), 2)


def tensor_split(x: Any, sections: int | Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` at these indices, or into so many pieces, the first of which may be larger
    by one. Views.

    Raises RuntimeError unless there is a dim, and at least one piece.
    """
    if not x.ndim or (isinstance(sections, int) and sections < 1):
        raise RuntimeError(f"tensor_split of {x.ndim} dims into {sections}")
    size = x.shape[as_dim(dim, x.ndim)]
    if isinstance(sections, Array):
        sections = sections.tolist()
    if isinstance(sections, int):
        each, larger = divmod(size, sections)
        sections = [i * each + min(i, larger) for i in range(1, sections)]
    ends = [min(max(end + size if end < 0 else end, 0), size) for end in sections]
    pairs = zip([0, *ends], [*ends, size], strict=True)
    return tuple([narrow(x, dim, start, max(end - start, 0)) for start, end in pairs])


def diag_embed(x: Any, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Any:
    """Square matrices, in the dims `dim1` and `dim2`, with the last dim of x on a diagonal."""
    size = x.shape[-1] + abs(offset)
    rows = np.arange(x.shape[-1]) + max(-offset, 0)
    found = unindex(x, (*x.shape[:-1], size, size), ..., rows, rows + offset)
    return movedim(found, (-2, -1), (dim1, dim2))


def diagflat(x: Any, offset: int = 0) -> Any:
    """A matrix with all elements of x on a diagonal."""
    return diag(flatten(x), offset)


def block_diag(*tensors: Any) -> Any:
    """A matrix with all of these along its diagonal, and zeros elsewhere; a vector is a row."""
    rows, before = [], 0
    blocks = [atleast_2d(x) for x in tensors]
    width = sum([x.shape[1] for x in blocks])
    for x in blocks:
        high, wide = x.shape
        zeros = [x.new_zeros(high, n) for n in (before, width - before - wide)]
        rows.append(cat([zeros[0], x, zeros[1]], 1))
        before += wide
    return cat(rows)


def take(x: Any, index: Any) -> Any:
    """The elements of x, counted as if it were flattened, at these places: a copy."""
    return reshape(getitem(flatten(x), flatten(index)), index.shape)


def take_along_dim(x: Any, indices: Any, dim: int | None = None) -> Any:
    """`gather`, with shapes that broadcast apart from `dim`, and indices that may count from the
    end; of all elements if `dim` is None."""
    if dim is None:
        return gather(flatten(x), 0, flatten(indices))
    dim = as_dim(dim, x.ndim)
    indices = indices + (indices < 0) * x.shape[dim]
    apart = [part.shape[:dim] + part.shape[dim + 1 :] for part in (x, indices)]
    shape = np.broadcast_shapes(*apart)
    wide = [(*shape[:dim], part.shape[dim], *shape[dim:]) for part in (x, indices)]
    return gather(broadcast_to(x, wide[0]), dim, broadcast_to(indices, wide[1]))


def unfold(x: Any, dimension: int, size: int, step: int) -> Any:
    """All windows of `size` along a dim, in steps, in a new last dim. A copy, where torch has a
    view. Raises RuntimeError for a window that does not fit."""
    dim, whole = as_dim(dimension, x.ndim), x if x.ndim else reshape(x, (1,))
    if not 0 <= size <= whole.shape[dim] or step < 1:
        raise RuntimeError(f"unfold: windows of {size} in steps of {step} along {whole.shape[dim]}")
    if not x.ndim:
        return whole if size else whole[:0]
    starts = np.arange(0, x.shape[dim] - size + 1, step)
    found = getitem(x, *[slice(None)] * dim, starts[:, None] + np.arange(size))
    return movedim(found, dim + 1, -1)


def cartesian_prod(*tensors: Any) -> Any:
    """A row for each way to take one element of each vector."""
    if len(tensors) == 1:
        return tensors[0]
    return stack([flatten(x) for x in meshgrid(*tensors, indexing="ij")], 1)


class Arranged:
    """The same as methods."""

    __slots__ = ()

    fliplr, flipud, rot90 = fliplr, flipud, rot90
    tensor_split = tensor_split
    diag_embed, diagflat, unfold = diag_embed, diagflat, unfold
    take, take_along_dim = take, take_along_dim
