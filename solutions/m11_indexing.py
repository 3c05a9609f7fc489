"""m11 more magic: indexing.

About 45 minutes; difficulty 3 of 5. `assign` may be skipped: nothing that trains needs it.

Python's magic for brackets is `__getitem__`, which gets whatever stands in them. With it a batch is
drawn from a data set, a word's vector from a table, the score of each example's class from a table
of scores. Unlike a cut, an index may name one place *several times*. A word that occurs ten times
in a text has one vector and ten gradients, and the vector must get them all. (In the forty lines of
`scalars`, a number that was used twice was one object, with one `grad` to add to. Here it is a
place in an array, and all that tells it from others is its index.)

This is the third case of `shapes`: where an element went to several places, its gradient is the sum
of what comes back from them.

    y       =  x     [key]                 y[i] is x[key[i]]
    (k,)       (n,)  (k,)
    x.grad  =  unindex(  g     , ...)      x.grad[j] is the sum of g[i] over all i with key[i] == j
    (n,)                 (k,)

With shapes: a table of (1000, 64), read at a key of (32, 10), gives (32, 10, 64). g has this shape,
too. The gradient of the table has the shape of the table: the 320 rows of g are added to at most
320 of its 1000 rows, and all other rows stay 0. A worked example:

    x = [5., 6., 7.]      key = [2, 0, 2]      y = x[key] = [7., 5., 7.]

    i            0     1     2               j                0     1     2
    key[i]       2     0     2               picked by i =    1     -     0, 2
    g[i]        .1    .2    .4               x.grad[j]       .2     0    .5

`unindex` does this: zeros of the shape of x, and g added at the places that the key reads (by
`add_at`: the trap says why). It is to indexing what `unbroadcast` is to broadcasting, and `uncut`
to a cut. It is an op, too, for second derivatives go through it. The two mirror each other: the
rule of `unindex`, which is given, is `getitem`.

torch and NumPy understand a few keys differently, and `split_key` (in given/core/index_keys.py)
settles this. It cuts a key into two keys for NumPy, `basic` and `advanced`: x[key] is the view
x[basic] if `advanced` is None, and otherwise the copy x[basic][advanced]. So x[0] shares memory
with x, and x[[0]] does not: its rows may come from anywhere, and no strides lead from one to the
next. `primitive` finds tensors among an op's arguments, but not within a tuple. So each item of a
key is an argument of its own: getitem(x, *key).

`gather` picks along one dim, and every element of its result has an index of its own:

    x = [[1., 2., 3.], [4., 5., 6.]]     index = [[2], [0]]     gather(x, 1, index) = [[3.], [4.]]

In NumPy this is x[[[0], [1]], [[2], [0]]]: row 0, column 2, and row 1, column 0. Index arrays
broadcast, so for the rows a column that counts 0, 1, ... is enough, however wide `index` is.
`along` makes this key. With it, `gather` is an index like any other, and has the same rule.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch's rule for indexing is the same: a new tensor of zeros, into which g is added
(`torch/csrc/autograd/FunctionsManual.h: index_backward`). For a table of words there is
`torch/_decomp/decompositions.py: embedding_dense_backward`. The price is the zeros: a table of a
million words has a gradient of a million rows for a batch that has read 320 of them. So torch's
`nn.Embedding` knows `sparse=True`, by which the gradient is a list of rows; but only a few
optimizers understand that. On a GPU many threads add at once. For x[key] torch sorts the places
first; for a `gather` the threads come in no fixed order, so that sums of floats differ from run to
run, unless one asks for slower, deterministic algorithms. In JAX arrays never change: in the place
of `x[key] = v` one writes `x.at[key].set(v)`, which returns a new array. Here `x[key] = v` writes
into the memory, and the change is marked, so that a rule that still needs the old values can
refuse; given code records it for gradients.

The trap
--------
`result[key] += g` with a repeated index. NumPy reads all that is picked, adds, and then writes it
back; a place that was picked twice keeps what was written last, and all other shares are lost:
above, x.grad[2] would be .4. `add_at` (in the same file as `split_key`) does it right. You may
notice this late: as long as nothing is picked twice, all is well.

When it is done, `cross_entropy` can pick the score of each example's class: that is a `gather`.

To read: NumPy's user guide, "Indexing on ndarrays", on basic and advanced indexing; M. Blondel, V.
Roulet, The Elements of Differentiable Programming (2024), on linear maps and their adjoints in the
chapter "Differentiation"; HIPS autograd, `autograd/numpy/numpy_vjps.py: untake`, which is
`unindex`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim
from .given.core.changes import mark_changed
from .given.core.dtypes import check_fits
from .given.core.index_keys import add_at, as_key, split_key, values_of, without_leading_ones
from .given.in_place.views import with_base
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import Number, overwrite
from .m07_chain_rule import defvjp


@primitive
def getitem(x: np.ndarray, *key: Any) -> np.ndarray:
    """`x[key]`: a view of x if the key holds ints, slices, None and Ellipsis, and else a copy.

    The items of the key are arguments, so that `primitive` finds the index tensors among them; here
    these have become ndarrays. Raises what `split_key` raises, and NumPy's IndexError for an index
    that is out of range.
    """
    basic, advanced = split_key(key, x.ndim)
    view = x[basic]
    return view if advanced is None else view[advanced]


@primitive
def unindex(part: np.ndarray, shape: tuple[int, ...], *key: Any) -> np.ndarray:
    """Zeros of `shape`, in the dtype of `part`, with `part` added at the places that x[key] reads.

    An element that is picked several times gets all its shares: `add_at(target, advanced, part)`
    does it. Raises what `getitem` raises.
    """
    result = np.zeros(shape, part.dtype)
    basic, advanced = split_key(key, len(shape))
    view = result[basic]
    if advanced is None:
        view[...] = part
    else:
        add_at(view, advanced, part)
    return result


def along(dim: int, index: Any) -> tuple[Any, ...]:
    """The key of a gather: it picks x[i, index[i, j]] if `dim` is 1 and `index` is a matrix.

    It holds one index array for each dimension of `index`: for `dim` it is `index` itself, as it
    is; for any other dimension it is an ndarray that counts 0, 1, 2... along that dimension, and
    has size 1 along all others. `dim` is not negative. For a 0-d index the key is ().
    """
    key: list[Any] = []
    for i, size in enumerate(index.shape):
        shape = [1] * index.ndim
        shape[i] = size
        key.append(index if i == dim else np.arange(size).reshape(shape))
    return tuple(key)


@primitive
def gather(x: np.ndarray, dim: int, index: np.ndarray) -> np.ndarray:
    """Elements picked along `dim`: result[i, j] = x[i, index[i, j]] if `dim` is 1. (Given.)

    The result has the shape of `index`, which has as many dimensions as x and is, apart from
    `dim`, nowhere longer. A 0-d tensor counts as one of a single element. Raises RuntimeError if
    the shapes do not fit, and for an `index` that is not of integers, or has one out of range
    (negative indices count as out of range); IndexError for a dim that is not there.
    """
    dim = as_dim(dim, x.ndim)
    if index.ndim != x.ndim or index.dtype.kind != "i":
        raise RuntimeError("the index must be of integers, with as many dimensions as the input")
    longer = [i for i, size in enumerate(index.shape) if i != dim and size > x.shape[i]]
    if longer:
        raise RuntimeError(f"an index of shape {index.shape} for {x.shape}")
    size = x.shape[dim] if x.ndim else 1
    if index.size and not 0 <= index.min() <= index.max() < size:
        raise RuntimeError(f"an index is out of range for size {size}")
    return x[along(dim, index)]


defvjp(getitem, lambda g, out, x, *key: unindex(g, x.shape, *key))
defvjp(unindex, lambda g, out, part, shape, *key: getitem(g, *key))
defvjp(
    gather,
    lambda g, out, x, dim, index: unindex(g, x.shape, *along(as_dim(dim, x.ndim), index)),
)


def assign(x: Array, key: tuple[Any, ...], value: Array | Number) -> None:
    """`x[key] = value`: in place, broadcasting and casting `value`; it ends in `overwrite`.

    The items of the key are ints, slices, None, Ellipsis and ndarrays. `overwrite` writes into an
    Array, so wrap the part of `x.value` that the key picks in an Array of the class of x. It
    requires a gradient if x does, and then `overwrite` can refuse it. What index arrays pick is a
    copy: put it back into `x.value`, and mark that change (`mark_changed`). As in torch, `value`
    may have too many leading dimensions of size 1: `without_leading_ones` drops those that do not
    fit the part.

    Raises what `getitem` and `overwrite` raise.
    """
    basic, advanced = split_key(key, x.ndim)
    view = x.value[basic]
    picked = view if advanced is None else view[advanced]
    value = without_leading_ones(value, picked.ndim)
    overwrite(type(x)(picked, x.requires_grad), value)
    if advanced is not None:
        view[advanced] = picked
        mark_changed(x.value)


class Indexing:
    """What stands in brackets, and `gather` as a method."""

    __slots__ = ()

    gather = gather

    def __getitem__(self, key: Any) -> Self:
        """`x[key]`, recorded like any other op; `as_key` (in given/core/index_keys.py) makes a
        tuple of whatever stands in the brackets. (Given.)"""
        key = as_key(key)
        return with_base(getitem(self, *key), self, key)

    def __setitem__(self, key: Any, value: Array | Number) -> None:
        """`x[key] = value`. (Given.) Raises TypeError unless it is a tensor or a number,
        RuntimeError for a number that is too large for the dtype, and what `assign` raises."""
        value = value.item() if isinstance(value, np.integer) else value
        if not isinstance(value, Array | Number):
            raise TypeError(f"can't assign a {type(value).__name__} to a tensor")
        check_fits(value, self.value.dtype)
        key = as_key(key)
        if not self.assign_on_record(key, value):
            assign(self, values_of(key), value)

    def __iter__(self) -> Iterator[Self]:
        """The parts along the first dimension. (Given.) Raises TypeError for a 0-d tensor."""
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d tensor")
        return iter([self[i] for i in range(len(self))])
