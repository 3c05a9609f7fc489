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
from .todo import todo


@primitive
def getitem(x: np.ndarray, *key: Any) -> np.ndarray:
    """`x[key]`: a view of x if the key holds ints, slices, None and Ellipsis, and else a copy.

    The items of the key are arguments, so that index tensors among them are seen by `primitive`;
    here they are ndarrays. Raises what `split_key` raises, and IndexError for an index that is out
    of range.
    """
    raise NotImplementedError("m10: getitem")


@primitive
def unindex(part: np.ndarray, shape: tuple[int, ...], *key: Any) -> np.ndarray:
    """Zeros of `shape` and of the dtype of `part`, which is added at the places that x[key] reads.

    An element that was picked several times gets all its shares (`add_at`). Raises what `getitem`
    raises.
    """
    raise NotImplementedError("m10: unindex")


@primitive
def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """A view whose dimension i is dimension `dims[i]` of x.

    Raises RuntimeError unless there are as many dims as x has, each named once, and IndexError for
    one that is not there. `as_dims` finds all mistakes but a wrong number.
    """
    raise NotImplementedError("m10: permute")


@primitive
def view(x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The same elements in another shape, always sharing memory; one size may be -1.

    `as_shape` reads the shape as for `reshape`. Raises RuntimeError when the elements do not fit,
    or do not lie in memory so that sharing is possible; `np.reshape` has an argument for this.
    """
    raise NotImplementedError("m10: view")


@primitive
def concatenate(*tensors: np.ndarray, dim: int = 0) -> np.ndarray:
    """The tensors one after the other along `dim`, in their promoted dtype (`promote_types`).

    Raises RuntimeError when another dimension differs, or for 0-d tensors, and IndexError for a
    dim that is not there.
    """
    raise NotImplementedError("m10: concatenate")


def concatenate_vjp(argnum: int, g: Any, out: Any, *tensors: Any, dim: int = 0) -> Any:
    """The rule for tensor number `argnum`, counted from 0: its own part of `g`."""
    raise NotImplementedError("m10: concatenate_vjp")


@primitive
def tril(x: np.ndarray, diagonal: int = 0) -> np.ndarray:
    """x with zeros above a diagonal of its last two dimensions: 0 is the main one, 1 above it.

    Raises RuntimeError for fewer than two dimensions.
    """
    raise NotImplementedError("m10: tril")


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
    raise NotImplementedError("m10: masked_fill")


@primitive
def gather(x: np.ndarray, dim: int, index: np.ndarray) -> np.ndarray:
    """Elements picked along `dim`: result[i, j] = x[i, index[i, j]] if `dim` is 1.

    The result has the shape of `index`, which has as many dimensions as x and is, apart from
    `dim`, nowhere longer. `along` (in given/core/index_keys.py) makes a key of it. A 0-d tensor
    counts as one of a single element. Raises RuntimeError if the shapes do not fit, and for an
    `index` that is not of integers, or has one out of range (negative indices count as out of
    range); IndexError for a dim that is not there.
    """
    raise NotImplementedError("m10: gather")


defvjp(getitem, lambda g, out, x, *key: todo("m10: getitem, x"))
defvjp(unindex, lambda g, out, part, shape, *key: todo("m10: unindex, part"))
defvjp(permute, lambda g, out, x, dims: todo("m10: permute, x"))
defvjp(view, lambda g, out, x, shape: todo("m10: view, x"))
defvjp_variadic(concatenate, concatenate_vjp)
defvjp(tril, lambda g, out, x, diagonal=0: todo("m10: tril, x"))
defvjp(triu, lambda g, out, x, diagonal=0: todo("m10: triu, x"))
defvjp(
    masked_fill,
    lambda g, out, x, mask, value: todo("m10: masked_fill, x"),
    None,
    lambda g, out, x, mask, value: todo("m10: masked_fill, value"),
)
defvjp(
    gather,
    lambda g, out, x, dim, index: todo("m10: gather, x"),
)


def narrow(x: Any, dim: int, start: int, length: int) -> Any:
    """The part of x that starts at `start` along `dim` and is `length` long: a view.

    A negative `start` counts from the end. Raises RuntimeError when the part is not within x, or x
    is 0-d, and IndexError for a dim that is not there.
    """
    raise NotImplementedError("m10: narrow")


def split(x: Any, split_size: int | Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` into a tuple of views: pieces of one size, or one for each size in a list.

    Of pieces of one size the last may be smaller, and an empty dim is one piece. Raises
    RuntimeError for negative sizes, for a single 0, for a list that does not add up, and for a 0-d
    tensor.
    """
    raise NotImplementedError("m10: split")


def cat(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors, one after the other along `dim`, in their promoted dtype.

    As in torch, empty tensors of shape (0,) fit the others whatever their shapes, and only their
    dtypes count.

    Raises TypeError unless it is a list or a tuple of tensors, ValueError when it is empty, and
    what `concatenate` raises.
    """
    raise NotImplementedError("m10: cat")


def stack(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors of one shape side by side, along a new dimension `dim`.

    Raises TypeError unless it is a list or a tuple of tensors, RuntimeError when it is empty or
    the shapes differ, IndexError for a dim that is not there.
    """
    raise NotImplementedError("m10: stack")


def squeeze(x: Any, dim: int | Sequence[int] | None = None) -> Any:
    """x without the dimensions named by `dim` that have size 1; others stay.

    None means all dimensions, and () none. Raises IndexError for a dim that is not there.
    """
    raise NotImplementedError("m10: squeeze")


def unsqueeze(x: Any, dim: int) -> Any:
    """x with a new dimension of size 1 at place `dim`; -1 puts it last.

    Raises IndexError when the place is not there.
    """
    raise NotImplementedError("m10: unsqueeze")


def flatten(x: Any, start_dim: int = 0, end_dim: int = -1) -> Any:
    """x with the dimensions from `start_dim` to `end_dim` (inclusive) made into one.

    A 0-d tensor becomes one of shape (1,). Raises RuntimeError if `end_dim` comes first, and
    IndexError for a dim that is not there.
    """
    raise NotImplementedError("m10: flatten")


class Shapes:
    """Indexing, and ops of shapes as methods."""

    __slots__ = ()

    squeeze, unsqueeze, flatten = squeeze, unsqueeze, flatten
    split, narrow, gather = split, narrow, gather
    tril, triu, masked_fill = tril, triu, masked_fill

    def __getitem__(self, key: Any) -> Self:
        """`x[key]`, recorded like any other op; `as_key` (in given/core/index_keys.py) makes a
        tuple of whatever stands in the brackets."""
        raise NotImplementedError("m10: Shapes.__getitem__")

    def __setitem__(self, key: Any, value: Array | Number) -> None:
        """`x[key] = value`: in place, broadcasting and casting `value`; it ends in `overwrite`.

        `split_key` wants ndarrays in the key, no Arrays. `overwrite` wants an Array around the
        part: one that requires a gradient if self does, or nothing would be refused. What index
        arrays pick is a copy, and must be put back, and that change be marked (`mark_changed`).
        Where `value` has too many dimensions, leading ones of size 1 are dropped.

        Raises TypeError unless it is a tensor or a number, and what `getitem` and `overwrite`
        raise.
        """
        raise NotImplementedError("m10: Shapes.__setitem__")

    def __iter__(self) -> Iterator[Self]:
        """The parts along the first dimension. Raises TypeError for a 0-d tensor."""
        raise NotImplementedError("m10: Shapes.__iter__")
