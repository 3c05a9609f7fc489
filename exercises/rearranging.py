"""More ways to cut and rearrange tensors, nearly all of them made of m08's. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index
from typing import Any, Self

import numpy as np

from .dims import as_dim, as_dims, as_shape
from .dtypes import is_floating
from .indexing import EVERYTHING, along, as_key, split_key
from .m01_wrapper import Array
from .m02_computation_graph import primitive
from .m03_magic_methods import Number, broadcast_to, overwrite, reshape, sum, transpose
from .m06_chain_rule import defvjp
from .m08_shapes import (
    cat,
    flatten,
    getitem,
    masked_fill,
    permute,
    split,
    unindex,
    unsqueeze,
    view,
)


@primitive
def index_select(x: np.ndarray, dim: int, index: np.ndarray) -> np.ndarray:
    """The parts of x along `dim` whose numbers stand in `index`, a vector of integers.

    Raises IndexError for an index out of range (negative ones are) or with several dimensions, and
    RuntimeError unless it holds integers.
    """
    if index.dtype.kind != "i":
        raise RuntimeError(f"index_select takes an index of integers, not {index.dtype}")
    if index.ndim > 1:
        raise IndexError("index_select takes a vector of indices")
    dim, index = as_dim(dim, x.ndim), index.reshape(-1)
    if index.size and not 0 <= index.min() <= index.max() < x.shape[dim]:
        raise IndexError(f"index_select: an index is out of range for size {x.shape[dim]}")
    return np.take(x, index, dim)


@primitive
def flip(x: np.ndarray, dims: int | Sequence[int]) -> np.ndarray:
    """A copy with the order turned around along each of `dims`.

    Raises RuntimeError for a dim that is named twice, IndexError for one that is not there.
    """
    return np.flip(x, as_dims(dims, x.ndim) if dims != () else ()).copy()


@primitive
def roll(
    x: np.ndarray, shifts: int | Sequence[int], dims: int | Sequence[int] | None = None
) -> np.ndarray:
    """A copy with the elements moved on by `shifts` along `dims` (None: as if flattened); what
    falls off the end comes in at the front.

    Raises RuntimeError unless there is a shift for each dim, IndexError for one that is not there.
    """
    if dims is None:
        return np.roll(x, shifts)
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(shifts) != len(dims):
        raise RuntimeError(f"roll: {len(shifts)} shifts for {len(dims)} dims")
    return np.roll(x, shifts, [as_dim(dim, x.ndim) for dim in dims])


@primitive
def tile(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """Copies of x side by side: `dims[i]` of them along dimension i, aligned at the right."""
    return np.tile(x, tuple(dims))


@primitive
def setitem(x: np.ndarray, source: np.ndarray | Number, *key: Any) -> np.ndarray:
    """A copy of x in which `copy[key] = source` was done; what `x[key] = source` would be if it
    could be recorded. No element of x may be picked twice."""
    basic, advanced = split_key(key, x.ndim)
    result = x.copy()
    result[basic][... if advanced is None else advanced] = source
    return result


def _tile_vjp(g: Any, out: Any, x: Any, dims: Sequence[int]) -> Any:
    ndim = g.ndim
    sizes = (*[1] * (ndim - x.ndim), *x.shape)
    pairs = [n for i, size in enumerate(sizes) for n in (g.shape[i] // max(size, 1), size)]
    return reshape(sum(reshape(g, tuple(pairs)), tuple(range(0, 2 * ndim, 2))), x.shape)


defvjp(
    index_select,
    lambda g, out, x, dim, index: unindex(g, x.shape, *_along(dim, x.ndim), reshape(index, -1)),
)
defvjp(flip, lambda g, out, x, dims: flip(g, dims))
defvjp(
    roll,
    lambda g, out, x, shifts, dims=None: roll(
        g, -shifts if isinstance(shifts, int) else [-shift for shift in shifts], dims
    ),
)
defvjp(tile, _tile_vjp)
defvjp(
    setitem,
    lambda g, out, x, source, *key: setitem(g, 0.0, *key),
    lambda g, out, x, source, *key: getitem(g, *key),
)


def _along(dim: int, ndim: int) -> tuple[slice, ...]:
    """The beginning of a key, up to `dim`."""
    return (EVERYTHING,) * as_dim(dim, ndim)


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


def chunk(x: Any, chunks: int, dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` into at most `chunks` pieces of one size; the last may be smaller.

    Raises RuntimeError unless `chunks` is positive.
    """
    if chunks < 1:
        raise RuntimeError("chunk: there must be at least one chunk")
    size = x.shape[as_dim(dim, x.ndim)] if x.ndim else 0
    return split(x, max(1, -(-size // chunks)), dim)


def unbind(x: Any, dim: int = 0) -> tuple[Any, ...]:
    """All parts of x along `dim`, which they no longer have: views.

    Raises IndexError for a dim that is not there.
    """
    if not x.ndim:
        raise IndexError("a 0-d tensor has no dimension to unbind")
    return tuple([select(x, dim, i) for i in range(x.shape[dim])])


def movedim(x: Any, source: int | Sequence[int], destination: int | Sequence[int]) -> Any:
    """A view in which the dims `source` have moved to the places `destination`; the others keep
    their order.

    Raises RuntimeError unless there are as many of both, IndexError for a dim that is not there.
    """
    sources = as_dims(source, x.ndim)
    places = as_dims(destination, x.ndim)
    if len(sources) != len(places):
        raise RuntimeError(f"movedim: {len(sources)} dims to {len(places)} places")
    moved = dict(zip(places, sources, strict=True))
    rest = iter([dim for dim in range(x.ndim) if dim not in sources])
    return permute(x, tuple([moved[i] if i in moved else next(rest) for i in range(x.ndim)]))


def swapaxes(x: Any, axis0: int, axis1: int) -> Any:
    """`transpose`, as NumPy spells it."""
    return transpose(x, axis0, axis1)


def select(x: Any, dim: int, index: int) -> Any:
    """The part of x with number `index` along `dim`, which it no longer has: a view.

    Raises IndexError for a dim or an index that is not there.
    """
    return getitem(x, *_along(dim, x.ndim), index)


def unflatten(x: Any, dim: int, sizes: Sequence[int]) -> Any:
    """x with one dimension made into several; one of the sizes may be -1.

    Raises RuntimeError when they do not multiply up to it, IndexError for a dim that is not there.
    """
    dim = as_dim(dim, x.ndim)
    return reshape(
        x, (*x.shape[:dim], *as_shape((tuple(sizes),), x.shape[dim]), *x.shape[dim + 1 :])
    )


def repeat_interleave(x: Any, repeats: int, dim: int | None = None) -> Any:
    """Each part of x along `dim` (None: each element) `repeats` times in a row."""
    if dim is None:
        return repeat_interleave(flatten(x), repeats, 0)
    dim = as_dim(dim, x.ndim)
    picked = np.repeat(np.arange(x.shape[dim]), repeats)
    return getitem(x, *_along(dim, x.ndim), picked)


def diagonal(x: Any, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Any:
    """A copy of the diagonal of the matrices in two dims of x; it becomes the last dimension.

    `offset` counts from the main diagonal, upwards. Raises IndexError for a dim that is not there.
    """
    x = movedim(x, (dim1, dim2), (-2, -1))
    return getitem(x, Ellipsis, *_diagonal_key(x.shape[-2:], offset))


def diag(x: Any, diagonal: int = 0) -> Any:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal.

    Raises RuntimeError for any other number of dimensions.
    """
    if x.ndim == 2:
        return getitem(x, *_diagonal_key(x.shape, diagonal))
    if x.ndim != 1:
        raise RuntimeError("diag takes a vector or a matrix")
    size = x.shape[0] + abs(diagonal)
    return unindex(x, (size, size), *_diagonal_key((size, size), diagonal))


def _diagonal_key(shape: tuple[int, ...], offset: int) -> tuple[np.ndarray, np.ndarray]:
    row, column = max(-offset, 0), max(offset, 0)
    i = np.arange(max(0, min(shape[0] - row, shape[1] - column)))
    return i + row, i + column


def trace(x: Any) -> Any:
    """The sum of a matrix's diagonal."""
    return sum(diagonal(x))


def scatter(x: Any, dim: int, index: Any, src: Any) -> Any:
    """A copy of x with elements set along `dim`: result[i, index[i, j]] = src[i, j] if `dim` is 1.

    `src` is a number, or a tensor at least as large as `index`; `gather` tells about the rest.
    """
    return setitem(x, _like_index(src, index), *along(as_dim(dim, x.ndim), index))


def scatter_add(x: Any, dim: int, index: Any, src: Any) -> Any:
    """x with elements added along `dim`: result[i, index[i, j]] += src[i, j] if `dim` is 1.

    What is picked several times gets several shares; `src` is at least as large as `index`.
    """
    key = along(as_dim(dim, x.ndim), index)
    return x + unindex(_like_index(src, index), x.shape, *key)


def _like_index(src: Any, index: Any) -> Any:
    if isinstance(src, Number) or src.shape == index.shape:
        return src
    return getitem(src, *[slice(size) for size in index.shape])


def masked_select(x: Any, mask: Any) -> Any:
    """A vector of the elements of x where `mask` is true; both broadcast."""
    shape = np.broadcast_shapes(x.shape, mask.shape)
    return getitem(broadcast_to(x, shape), broadcast_to(mask, shape))


def hstack(tensors: Sequence[Any]) -> Any:
    """Tensors side by side: along dim 1, or 0 for vectors."""
    tensors = [x if x.ndim else unsqueeze(x, 0) for x in tensors]
    return cat(tensors, 0 if tensors and tensors[0].ndim == 1 else 1)


def vstack(tensors: Sequence[Any]) -> Any:
    """Tensors one below the other: along dim 0; vectors are rows."""
    return cat([x if x.ndim > 1 else reshape(x, (1, -1)) for x in tensors], 0)


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


class Rearranging:
    """The same ops as methods, and those that write in place."""

    __slots__ = ()

    movedim, swapaxes, swapdims, select = movedim, swapaxes, swapaxes, select
    unflatten, diagonal, diag, trace = unflatten, diagonal, diag, trace
    scatter, scatter_add, masked_select = scatter, scatter_add, masked_select
    roll, repeat_interleave, index_select = roll, repeat_interleave, index_select
    chunk, unbind = chunk, unbind

    def __index__(self) -> int:
        """The only element, as an index: of a list, say. Raises TypeError unless it is integer."""
        if self.numel() != 1 or is_floating(self.dtype):
            raise TypeError("only integer tensors of one element can be converted to an index")
        return int(self.item())

    def view(self, *shape: int | tuple[int, ...]) -> Self:
        """The same memory in another shape: `x.view(2, -1)` or `x.view((2, -1))`."""
        return view(self, as_shape(shape, self.numel()))

    def permute(self, *dims: int | tuple[int, ...]) -> Self:
        """The dimensions in another order: `x.permute(2, 0, 1)` or `x.permute((2, 0, 1))`."""
        return permute(self, _spliced(dims))

    def expand(self, *sizes: int | tuple[int, ...]) -> Self:
        """Stretched without copying: `x.expand(4, -1)` or `x.expand((4, -1))`."""
        return expand(self, _spliced(sizes))

    def flip(self, *dims: int | Sequence[int]) -> Self:
        """The order turned around along each of the dims."""
        return flip(self, _spliced(dims))

    def tile(self, *dims: int | Sequence[int]) -> Self:
        """Copies side by side, aligned at the right."""
        return tile(self, _spliced(dims))

    def repeat(self, *sizes: int | Sequence[int]) -> Self:
        """Copies side by side. Raises RuntimeError for fewer sizes than there are dimensions."""
        if len(_spliced(sizes)) < self.ndim:
            raise RuntimeError(f"repeat takes at least {self.ndim} sizes for this tensor")
        return tile(self, _spliced(sizes))

    def view_as(self, other: Array) -> Self:
        """The same memory in the shape of another tensor."""
        return self.view(other.shape)

    def reshape_as(self, other: Array) -> Self:
        """The same elements in the shape of another tensor."""
        return reshape(self, other.shape)

    def expand_as(self, other: Array) -> Self:
        """Stretched to the shape of another tensor."""
        return expand(self, other.shape)

    def t(self) -> Self:
        """The transposed matrix; vectors stay. Raises RuntimeError for more dimensions."""
        if self.ndim > 2:
            raise RuntimeError(f"t() takes a matrix, not {self.ndim} dimensions")
        return transpose(self, 0, 1) if self.ndim == 2 else self

    @property
    def mT(self) -> Self:
        """Every matrix of a batch transposed. Raises RuntimeError for fewer than two dims."""
        if self.ndim < 2:
            raise RuntimeError("mT takes matrices or batches of them")
        return transpose(self, -2, -1)

    def fill_(self, value: Array | Number) -> Self:
        """Set every element to a number, in place."""
        return overwrite(self, value)

    def masked_fill_(self, mask: Array, value: Array | Number) -> Self:
        """Set the elements where `mask` is true, in place."""
        return overwrite(self, masked_fill(self, mask, value))

    def scatter_(self, dim: int, index: Array, src: Array | Number) -> Self:
        """`scatter` in place: of zeros, it makes one-hot vectors of class numbers."""
        return overwrite(self, scatter(self, dim, index, src))

    def scatter_add_(self, dim: int, index: Array, src: Array) -> Self:
        """`scatter_add` in place."""
        return overwrite(self, scatter_add(self, dim, index, src))

    def index_add_(self, dim: int, index: Array, source: Array) -> Self:
        """Add the parts of `source` along `dim` to those whose numbers stand in `index`."""
        key = (*_along(dim, self.ndim), *as_key(index))
        return overwrite(self, self + unindex(source, self.shape, *key))


def _spliced(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    spliced = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], list | tuple) else sizes
    return tuple([index(size) for size in spliced])
