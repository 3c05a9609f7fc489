"""m10 more magic: shapes and indexing.

Half of what a network does to its data has nothing to do with arithmetic: pick a row, put batches
together, make columns of rows, blank out what must not be seen. Python's magic for it is
`__getitem__`, which gets whatever stands in the brackets, and `__setitem__`, which also gets a
value.

From now on every op stands beside its rule, and here the rules have a pattern. No op of this file
computes anything. It only *moves* elements, so it is linear, and its rule moves `g` back to where
things came from. Where an element went nowhere its gradient is 0; where it went to several places
it is the sum of what comes back from them.

    x = [5., 6., 7.];  y = x[[2, 0, 2]]                  y is [7., 5., 7.]
    g = [.1, .2, .4]                                     x.grad is [.2, 0., .5]

`unindex` does this: zeros of the shape of x, and g added at the places that the key reads. It is
to indexing what `unbroadcast` is to broadcasting. It is an op too, because a second derivative
passes it, and as the two mirror each other, its own rule is `getitem`.

torch and NumPy understand a few keys differently; `split_key` (in given/core/index_keys.py) settles
this. It cuts a key in two: x[key] is x[basic], a view, when `advanced` is None, and otherwise the
copy x[basic][advanced]. Views share memory: write into `x[0]`, and x has changed. Index tensors and
masks always copy. An index tensor must reach the op as an argument of its own, and not inside a
tuple, or `primitive` would not see it: getitem(x, *key).

Many functions here need no rule. They are made of ops that have one: `squeeze`, `unsqueeze` and
`flatten` of `reshape`, `split` of `narrow`, `narrow` of `getitem`, `stack` of `concatenate`. Use
only `shape`, `ndim` and ops in them, so that they work for ndarrays and Tensors alike. The ops want
shapes and dims in one tuple: reshape(x, (2, 3)). One op, `triu`, is written out, as an example.

The trap: `result[key] += g` with a repeated index. NumPy reads, adds and writes once per *place*,
and all shares but the last are lost. `add_at` (in given/core/index_keys.py) does it right. You may
notice late: as long as nothing is picked twice, all is well. Another trap: `reshape` where
`permute` is meant. The shape is right, and the elements are shuffled.

    x = [[1, 2, 3], [4, 5, 6]]      permute (1, 0): [[1, 4], [2, 5], [3, 6]]
                                    reshape (3, 2): [[1, 2], [3, 4], [5, 6]]

When it is done, a batch can be cut from a data set, and the score of each example's class picked
from a table of scores: `gather` will make the losses of `losses`.

To read: NumPy's user guide, "Indexing on ndarrays", on basic and advanced indexing; E. Yang,
PyTorch internals (blog.ezyang.com, 2019), on strides; M. Blondel, V. Roulet, The Elements of
Differentiable Programming (2024), on linear maps and their adjoints in the chapter
"Differentiation".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from math import prod
from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim, as_dims, as_shape
from .given.core.changes import mark_changed
from .given.core.dtypes import bool_
from .given.core.index_keys import EVERYTHING, add_at, along, as_key, split_key
from .given.core.promotion import promote_types
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import Number, overwrite, reshape
from .m07_chain_rule import defvjp, defvjp_variadic


@primitive
def getitem(x: np.ndarray, *key: Any) -> np.ndarray:
    """`x[key]`: a view of x if the key holds ints, slices, None and Ellipsis, and else a copy.

    The items of the key are arguments, so that index tensors among them are seen by `primitive`;
    here they are ndarrays. Raises what `split_key` raises, and IndexError for an index that is out
    of range.
    """
    basic, advanced = split_key(key, x.ndim)
    view = x[basic]
    return view if advanced is None else view[advanced]


@primitive
def unindex(part: np.ndarray, shape: tuple[int, ...], *key: Any) -> np.ndarray:
    """Zeros of `shape` and of the dtype of `part`, which is added at the places that x[key] reads.

    An element that was picked several times gets all its shares (`add_at`). Raises what `getitem`
    raises.
    """
    result = np.zeros(shape, part.dtype)
    basic, advanced = split_key(key, len(shape))
    view = result[basic]
    if advanced is None:
        view[...] = part
    else:
        add_at(view, advanced, part)
    return result


@primitive
def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """A view whose dimension i is dimension `dims[i]` of x.

    Raises RuntimeError unless there are as many dims as x has, each named once, and IndexError for
    one that is not there. `as_dims` finds all mistakes but a wrong number.
    """
    if len(dims) != x.ndim:
        raise RuntimeError(f"permute: {len(dims)} dims are named, but the tensor has {x.ndim}")
    return np.transpose(x, as_dims(tuple(dims), x.ndim))


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


@primitive
def concatenate(*tensors: np.ndarray, dim: int = 0) -> np.ndarray:
    """The tensors one after the other along `dim`, in their promoted dtype (`promote_types`).

    Raises RuntimeError when another dimension differs, or for 0-d tensors, and IndexError for a
    dim that is not there.
    """
    dtype = reduce(promote_types, [x.dtype for x in tensors])
    dim = as_dim(dim, tensors[0].ndim)
    try:
        return np.concatenate(tensors, dim, dtype=dtype)
    except ValueError as error:
        raise RuntimeError(f"cat: {error}") from None


def concatenate_vjp(argnum: int, g: Any, out: Any, *tensors: Any, dim: int = 0) -> Any:
    """The rule for tensor number `argnum`, counted from 0: its own part of `g`."""
    start = sum([x.shape[dim] for x in tensors[:argnum]])
    return narrow(g, dim, start, tensors[argnum].shape[dim])


@primitive
def tril(x: np.ndarray, diagonal: int = 0) -> np.ndarray:
    """x with zeros above a diagonal of its last two dimensions: 0 is the main one, 1 above it.

    Raises RuntimeError for fewer than two dimensions.
    """
    if x.ndim < 2:
        raise RuntimeError("tril needs at least two dimensions")
    return np.tril(x, diagonal)


@primitive
def triu(x: np.ndarray, diagonal: int = 0) -> np.ndarray:
    """x with zeros below a diagonal of its last two dimensions: 0 is the main one, 1 above it.

    Raises RuntimeError for fewer than two dimensions.
    """
    if x.ndim < 2:
        raise RuntimeError("triu needs at least two dimensions")
    return np.triu(x, diagonal)


@primitive
def masked_fill(x: np.ndarray, mask: np.ndarray, value: np.ndarray | Number) -> np.ndarray:
    """x with `value`, a number or a 0-d tensor, wherever `mask` is true; dtype as x.

    `value` is cast to it. `x` and `mask` broadcast; the mask has no gradient, and `value` gets one.
    Raises RuntimeError if they can't, if the mask is not of dtype bool,
    or if `value` has dimensions.
    """
    if mask.dtype != bool_:
        raise RuntimeError(f"masked_fill takes a mask of bools, not {mask.dtype}")
    if np.ndim(value):
        raise RuntimeError("masked_fill takes a number or a 0-d tensor as value")
    try:
        return np.where(mask, np.asarray(value).astype(x.dtype), x)
    except ValueError as error:
        raise RuntimeError(f"masked_fill: {error}") from None


@primitive
def gather(x: np.ndarray, dim: int, index: np.ndarray) -> np.ndarray:
    """Elements picked along `dim`: result[i, j] = x[i, index[i, j]] if `dim` is 1.

    The result has the shape of `index`, which has as many dimensions as x and is, apart from
    `dim`, nowhere longer. `along` (in given/core/index_keys.py) makes a key of it. A 0-d tensor
    counts as one of a single element. Raises RuntimeError if the shapes do not fit, and for an
    `index` that is not of integers, or has one out of range (negative indices count as out of
    range); IndexError for a dim that is not there.
    """
    dim = as_dim(dim, x.ndim)
    if index.ndim != x.ndim or index.dtype.kind != "i":
        raise RuntimeError("gather takes an index of integers with as many dimensions as the input")
    longer = [i for i, size in enumerate(index.shape) if i != dim and size > x.shape[i]]
    if longer:
        raise RuntimeError(f"gather: an index of shape {index.shape} for {x.shape}")
    size = x.shape[dim] if x.ndim else 1
    if index.size and not 0 <= index.min() <= index.max() < size:
        raise RuntimeError(f"gather: an index is out of range for size {size}")
    return x[along(dim, index)]


def _inverse(dims: Sequence[int]) -> tuple[int, ...]:
    """The dims that undo a permutation."""
    dims = [dim % len(dims) for dim in dims]
    return tuple([dims.index(i) for i in range(len(dims))])


defvjp(getitem, lambda g, out, x, *key: unindex(g, x.shape, *key))
defvjp(unindex, lambda g, out, part, shape, *key: getitem(g, *key))
defvjp(permute, lambda g, out, x, dims: permute(g, _inverse(dims)))
defvjp(view, lambda g, out, x, shape: reshape(g, x.shape))
defvjp_variadic(concatenate, concatenate_vjp)
defvjp(tril, lambda g, out, x, diagonal=0: tril(g, diagonal))
defvjp(triu, lambda g, out, x, diagonal=0: triu(g, diagonal))
defvjp(
    masked_fill,
    lambda g, out, x, mask, value: masked_fill(g, mask, 0),
    None,
    lambda g, out, x, mask, value: g * mask,
)
defvjp(
    gather,
    lambda g, out, x, dim, index: unindex(g, x.shape, *along(as_dim(dim, x.ndim), index)),
)


def narrow(x: Any, dim: int, start: int, length: int) -> Any:
    """The part of x that starts at `start` along `dim` and is `length` long: a view.

    A negative `start` counts from the end. Raises RuntimeError when the part is not within x, or x
    is 0-d, and IndexError for a dim that is not there.
    """
    if not x.ndim:
        raise RuntimeError("narrow needs a dimension, and a 0-d tensor has none")
    dim = as_dim(dim, x.ndim)
    size = x.shape[dim]
    if start < 0:
        start += size
    if not 0 <= start <= start + length <= size:
        raise RuntimeError(f"{length} elements from {start} on exceed the dimension's size {size}")
    return getitem(x, *[EVERYTHING] * dim, slice(start, start + length))


def split(x: Any, split_size: int | Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` into a tuple of views: pieces of one size, or one for each size in a list.

    Of pieces of one size the last may be smaller, and an empty dim is one piece. Raises
    RuntimeError for negative sizes, for a single 0, for a list that does not add up, and for a 0-d
    tensor.
    """
    if not x.ndim:
        raise RuntimeError("split: a 0-d tensor has no dimension to cut")
    size = x.shape[as_dim(dim, x.ndim)]
    if isinstance(split_size, int):
        if split_size < 1:
            raise RuntimeError(f"split: {split_size} is not a size to split into")
        starts = range(0, size, split_size) or (0,)
        sizes = [min(split_size, size - start) for start in starts]
    else:
        sizes = list(split_size)
        if min(sizes, default=0) < 0 or sum(sizes) != size:
            raise RuntimeError(f"split: sizes {sizes} do not add up to {size}")
    pieces, start = [], 0
    for length in sizes:
        pieces.append(narrow(x, dim, start, length))
        start += length
    return tuple(pieces)


def cat(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors, one after the other along `dim`, in their promoted dtype.

    As in torch, empty tensors of shape (0,) fit the others whatever their shapes, and only their
    dtypes count.

    Raises TypeError unless it is a list or a tuple of tensors, ValueError when it is empty, and
    what `concatenate` raises.
    """
    _check_tensors(tensors)
    if not tensors:
        raise ValueError("cat takes a non-empty list of tensors")
    filled = [x.shape for x in tensors if x.shape != (0,)]
    if filled and filled[0] and len(filled) < len(tensors):
        nothing = list(filled[0])
        nothing[as_dim(dim, len(nothing))] = 0
        tensors = [x if x.shape != (0,) else reshape(x, tuple(nothing)) for x in tensors]
    return concatenate(*tensors, dim=dim)


def stack(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors of one shape side by side, along a new dimension `dim`.

    Raises TypeError unless it is a list or a tuple of tensors, RuntimeError when it is empty or
    the shapes differ, IndexError for a dim that is not there.
    """
    _check_tensors(tensors)
    if len({x.shape for x in tensors}) != 1:
        raise RuntimeError("stack takes a non-empty list of tensors of equal shapes")
    return concatenate(*[unsqueeze(x, dim) for x in tensors], dim=dim)


def _check_tensors(tensors: Any) -> None:
    if not isinstance(tensors, list | tuple):
        raise TypeError(f"expected a list or a tuple of tensors, got {type(tensors).__name__}")
    if not all(isinstance(x, Array | np.ndarray) for x in tensors):
        raise TypeError("expected a list of tensors, but something in it is not a tensor")


def squeeze(x: Any, dim: int | Sequence[int] | None = None) -> Any:
    """x without the dimensions named by `dim` that have size 1; others stay.

    None means all dimensions, and () none. Raises IndexError for a dim that is not there.
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


class Shapes:
    """Indexing, and ops of shapes as methods."""

    __slots__ = ()

    squeeze, unsqueeze, flatten = squeeze, unsqueeze, flatten
    split, narrow, gather = split, narrow, gather
    tril, triu, masked_fill = tril, triu, masked_fill

    def __getitem__(self, key: Any) -> Self:
        """`x[key]`, recorded like any other op; `as_key` (in given/core/index_keys.py) makes a
        tuple of whatever stands in the brackets."""
        return getitem(self, *as_key(key))

    def __setitem__(self, key: Any, value: Array | Number) -> None:
        """`x[key] = value`: in place, broadcasting and casting `value`; it ends in `overwrite`.

        `split_key` wants ndarrays in the key, no Arrays. `overwrite` wants an Array around the
        part: one that requires a gradient if self does, or nothing would be refused. What index
        arrays pick is a copy, and must be put back, and that change be marked (`mark_changed`).
        Where `value` has too many dimensions, leading ones of size 1 are dropped.

        Raises TypeError unless it is a tensor or a number, and what `getitem` and `overwrite`
        raise.
        """
        if not isinstance(value, Array | Number):
            raise TypeError(f"can't assign a {type(value).__name__} to a tensor")
        key = [item.value if isinstance(item, Array) else item for item in as_key(key)]
        basic, advanced = split_key(tuple(key), self.ndim)
        part = self.value[basic]
        picked = part if advanced is None else part[advanced]
        while isinstance(value, Array) and value.ndim > picked.ndim and len(value) == 1:
            value = value[0]
        overwrite(type(self)(picked, self.requires_grad), value)
        if advanced is not None:
            part[advanced] = picked
            mark_changed(self.value)

    def __iter__(self) -> Iterator[Self]:
        """The parts along the first dimension. Raises TypeError for a 0-d tensor."""
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter([getitem(self, i) for i in range(len(self))])
