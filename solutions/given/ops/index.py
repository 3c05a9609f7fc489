"""More ways to pick elements by their places, and to put them back. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import Number, broadcast_to, reshape, sum
from ...m07_chain_rule import defvjp
from ...m10_shapes import permute
from ...m11_indexing import along, gather, getitem, unindex
from ..compat.keywords import with_torchs_names
from ..core.arguments import as_dim, as_dims
from ..core.dtypes import is_floating
from ..core.index_keys import EVERYTHING, split_key
from .reshape import flatten

Steps = tuple[tuple[Any, tuple[Any, ...], dict[str, Any]], ...]


@primitive
def index_select(x: np.ndarray, dim: int, index: np.ndarray) -> np.ndarray:
    """The parts of x along `dim` whose numbers stand in `index`, a vector of integers.

    Raises IndexError for an index out of range (a negative one is) or with several dimensions, and
    RuntimeError unless it holds integers.
    """
    if index.dtype.kind != "i":
        raise RuntimeError(f"index_select takes an index of integers, not {index.dtype}")
    if index.ndim > 1:
        raise IndexError("index_select takes a vector of indices")
    dim, index = as_dim(dim, x.ndim), index.reshape(-1)
    if index.size and not 0 <= index.min() <= index.max() < (x.shape[dim] if x.ndim else 1):
        raise IndexError(f"index_select: an index is out of range for shape {x.shape}, dim {dim}")
    return np.take(x, index, dim) if x.ndim else x.copy()


def follow(x: Any, path: Steps) -> Any:
    """The view of a view of ... x, by these ops, each with the rest of its arguments."""
    for op, rest, params in path:
        x = op(x, *rest, **params)
    return x


@primitive
def with_part(x: np.ndarray, part: np.ndarray | Number, *key: Any, path: Steps = ()) -> np.ndarray:
    """A copy of x in which `part` was assigned to the items `key` of the view by `path`; what
    `x[key] = part` would be if it could be recorded. No element of x may be picked twice."""
    result = np.array(x)
    target = follow(result, path)
    basic, advanced = split_key(key, target.ndim)
    target[basic][... if advanced is None else advanced] = part
    return result


@primitive
def diagonal(x: np.ndarray, offset: int = 0, dim1: int = 0, dim2: int = 1) -> np.ndarray:
    """The diagonal of the matrices in two dims of x, as the last dimension: a view.

    `offset` counts from the main diagonal, upwards. Raises IndexError for a dim that is not there,
    RuntimeError if both are the same.
    """
    view = np.diagonal(x, offset, *as_dims((dim1, dim2), x.ndim))
    view.flags.writeable = x.flags.writeable
    return view


def _index_select_vjp(g: Any, out: Any, x: Any, dim: int, index: Any) -> Any:
    return unindex(g, x.shape, *up_to(dim, x.ndim), reshape(index, (-1,))) if x.ndim else g


def _diagonal_vjp(g: Any, out: Any, x: Any, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Any:
    dim1, dim2 = as_dims((dim1, dim2), x.ndim)
    batch = [dim for dim in range(x.ndim) if dim not in (dim1, dim2)]
    order = [*batch, dim1, dim2]
    shape = tuple([x.shape[dim] for dim in order])
    matrices = unindex(g, shape, Ellipsis, *_diagonal_key(shape[-2:], offset))
    return permute(matrices, [order.index(dim) for dim in range(x.ndim)])


def _diagonal_key(shape: tuple[int, ...], offset: int) -> tuple[np.ndarray, np.ndarray]:
    row, column = max(-offset, 0), max(offset, 0)
    i = np.arange(max(0, min(shape[0] - row, shape[1] - column)))
    return i + row, i + column


defvjp(index_select, _index_select_vjp)
defvjp(
    with_part,
    lambda g, out, x, part, *key, path=(): with_part(g, 0.0, *key, path=path),
    lambda g, out, x, part, *key, path=(): getitem(follow(g, path), *key),
)
defvjp(diagonal, _diagonal_vjp)


def up_to(dim: int, ndim: int) -> tuple[slice, ...]:
    """The beginning of a key that goes on with an index for `dim`."""
    return (EVERYTHING,) * as_dim(dim, ndim)


def select(x: Any, dim: int, index: int) -> Any:
    """The part of x with number `index` along `dim`, which it no longer has: a view. Raises
    IndexError for a dim or an index that is not there."""
    return getitem(x, *up_to(dim, x.ndim), index)


def diag(x: Any, diagonal: int = 0) -> Any:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal: a copy.

    Raises RuntimeError for any other number of dimensions.
    """
    if x.ndim == 2:
        return getitem(x, *_diagonal_key(x.shape, diagonal))
    if x.ndim != 1:
        raise RuntimeError("diag takes a vector or a matrix")
    size = x.shape[0] + abs(diagonal)
    return unindex(x, (size, size), *_diagonal_key((size, size), diagonal))


def trace(x: Any) -> Any:
    """The sum of a matrix's diagonal. Raises RuntimeError unless there are two dimensions."""
    if x.ndim != 2:
        raise RuntimeError(f"trace takes a matrix, not a shape of {x.shape}")
    return sum(diagonal(x))


def repeat_interleave(x: Any, repeats: int | np.ndarray, dim: int | None = None) -> Any:
    """Each part of x along `dim` (None: each element) `repeats` times in a row: a number for all,
    or a vector with a number for each."""
    if dim is None:
        return repeat_interleave(flatten(x), repeats, 0)
    dim = as_dim(dim, x.ndim)
    picked = np.repeat(np.arange(x.shape[dim]), getattr(repeats, "value", repeats))
    return getitem(x, *up_to(dim, x.ndim), picked)


def masked_select(x: Any, mask: Any) -> Any:
    """A vector of the elements of x where `mask` is true; both broadcast."""
    shape = np.broadcast_shapes(x.shape, mask.shape)
    return getitem(broadcast_to(x, shape), broadcast_to(mask, shape))


@with_torchs_names
def scatter(x: Any, dim: int, index: Any, src: Any) -> Any:
    """A copy of x with elements set along `dim`: result[i, index[i, j]] = src[i, j] if `dim` is 1.

    `src` is a number, or a tensor at least as large as `index`; `gather` tells about the rest.
    """
    return with_part(x, _like_index(src, index), *_scattered(x, dim, index))


def scatter_add(x: Any, dim: int, index: Any, src: Any) -> Any:
    """x with elements added along `dim`: result[i, index[i, j]] += src[i, j] if `dim` is 1.

    What is picked several times gets several shares; `src` is at least as large as `index`.
    """
    return x + unindex(_like_index(src, index), x.shape, *_scattered(x, dim, index))


@with_torchs_names
def index_add(x: Any, dim: int, index: Any, source: Any) -> Any:
    """x with each part of `source` along `dim` added to that whose number stands in `index`."""
    dim = as_dim(dim, x.ndim)
    if not x.ndim:
        return reshape(index_add(flatten(x), 0, flatten(index), flatten(source)), ())
    if source.shape != (*x.shape[:dim], *index.shape, *x.shape[dim + 1 :]):
        raise RuntimeError(f"index_add: {source.shape} does not fit {len(index)} of {x.shape}")
    return x + unindex(source, x.shape, *up_to(dim, x.ndim), index)


def _scattered(x: Any, dim: int, index: Any) -> tuple[Any, ...]:
    gather(x, dim, index)  # for its errors
    return along(as_dim(dim, x.ndim), index)


def _like_index(src: Any, index: Any) -> Any:
    if isinstance(src, Number) or src.shape == index.shape:
        return src
    if src.ndim != index.ndim:
        raise RuntimeError(f"scatter: {src.shape} and {index.shape} differ in their dimensions")
    return getitem(src, *[slice(size) for size in index.shape])


class Picking:
    """The same functions as methods."""

    __slots__ = ()

    index_select, select, masked_select = index_select, select, masked_select
    diagonal, diag, trace, repeat_interleave = diagonal, diag, trace, repeat_interleave
    scatter, scatter_add, index_add = scatter, scatter_add, index_add

    def __index__(self) -> int:
        """The only element, as an index: of a list, say. Raises TypeError unless it is integer."""
        if self.numel() != 1 or is_floating(self.dtype):
            raise TypeError("only integer tensors of one element can be converted to an index")
        return int(self.item())
