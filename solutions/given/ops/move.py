"""More ways to cut, reorder and join tensors: chunk, movedim, flip, roll, hstack. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import reshape, transpose
from ...m07_chain_rule import defvjp
from ...m10_shapes import cat, permute, split
from ..core.arguments import as_dim, as_dims, as_shape
from .index import select
from .reshape import expand, flatten, tile, unsqueeze, view


def chunk(x: Any, chunks: int, dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` into at most `chunks` pieces of one size; the last may be smaller.

    Raises RuntimeError unless `chunks` is positive.
    """
    if chunks < 1:
        raise RuntimeError("chunk: there must be at least one chunk")
    size = x.shape[as_dim(dim, x.ndim)] if x.ndim else 0
    return split(x, -(-size // chunks) or [0] * chunks, dim)


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


@primitive
def flip(x: np.ndarray, dims: int | Sequence[int]) -> np.ndarray:
    """A copy with the order turned around along each of `dims`.

    Raises RuntimeError for a dim that is named twice, IndexError for one that is not there.
    """
    return np.flip(x, as_dims(dims, x.ndim) if dims != () else ()).copy("K")


@primitive
def roll(
    x: np.ndarray, shifts: int | Sequence[int], dims: int | Sequence[int] | None = None
) -> np.ndarray:
    """A copy with the elements moved on by `shifts` along `dims` (None: as if flattened); what
    falls off the end comes in at the front.

    Raises RuntimeError unless there is a shift for each dim, IndexError for one that is not there.
    """
    if dims is None or dims == ():
        return np.roll(x, shifts)
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(shifts) != len(dims):
        raise RuntimeError(f"roll: {len(shifts)} shifts for {len(dims)} dims")
    if x.ndim == 0 and dims:
        raise IndexError("roll: a 0-d tensor has no dimension to roll along")
    return np.roll(x, shifts, [as_dim(dim, x.ndim) for dim in dims])


defvjp(flip, lambda g, out, x, dims: flip(g, dims))
defvjp(
    roll,
    lambda g, out, x, shifts, dims=None: roll(
        g, -shifts if isinstance(shifts, int) else [-shift for shift in shifts], dims
    ),
)


def unflatten(x: Any, dim: int, sizes: Sequence[int]) -> Any:
    """x with one dimension made into several; one of the sizes may be -1.

    Raises RuntimeError when they do not multiply up to it, IndexError for a dim that is not there.
    """
    dim = as_dim(dim, x.ndim)
    if not x.ndim:
        raise RuntimeError("unflatten takes tensors that have a dimension")
    parts = as_shape((tuple(sizes),), x.shape[dim])
    return reshape(x, (*x.shape[:dim], *parts, *x.shape[dim + 1 :]))


def ravel(x: Array) -> Array:
    """All elements in one dimension, one after the other in memory: a copy, if they are not."""
    return flatten(x.contiguous())


def hstack(tensors: Sequence[Any]) -> Any:
    """Tensors side by side: along dim 1, or 0 for vectors."""
    tensors = [x if x.ndim else unsqueeze(x, 0) for x in tensors]
    return cat(tensors, 0 if tensors and tensors[0].ndim == 1 else 1)


def vstack(tensors: Sequence[Any]) -> Any:
    """Tensors one below the other: along dim 0; vectors are rows."""
    return cat([x if x.ndim > 1 else reshape(x, (1, -1)) for x in tensors], 0)


class Rearranging:
    """The same functions as methods, which take sizes and dims one by one, too."""

    __slots__ = ()

    movedim, swapaxes, swapdims = movedim, swapaxes, swapaxes
    unflatten, ravel, roll, chunk, unbind = unflatten, ravel, roll, chunk, unbind

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

    def nelement(self) -> int:
        """How many elements there are: `numel`, as it was called first."""
        return self.numel()

    def ndimension(self) -> int:
        """How many dimensions there are."""
        return self.ndim

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
        """Every matrix of a batch transposed. Raises RuntimeError for a vector."""
        if self.ndim == 0:
            return self
        if self.ndim < 2:
            raise RuntimeError("mT takes matrices or batches of them")
        return transpose(self, -2, -1)


def _spliced(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    spliced = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], list | tuple) else sizes
    return tuple([index(size) for size in spliced])
