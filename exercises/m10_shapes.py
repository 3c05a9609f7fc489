"""m10 more magic: shapes.

About 45 minutes; difficulty 2 of 5. If you are in a hurry, leave `cut_up` for later.

Half of what a network does to its data is not arithmetic: batches are put together, rows are cut
apart, dims (torch's word for axes) change places. The forty lines of `scalars` had no dims at all.
How does a gradient find its way back through all this?

The ops of this file compute nothing: they only *move* elements. So they are linear, and their rules
move `g` back to where the elements came from. There are three cases:

    an element goes to one place      its gradient is what comes back from there
    an element goes nowhere           its gradient is 0
    an element goes to many places    its gradient is the sum of what comes back from them

`reshape` and `permute` are of the first kind, and what undoes them is a `reshape` or a `permute`
again. A *cut* is of the second: the rest of x goes nowhere. Broadcasting is of the third, and
`unbroadcast` sums. So ops come in pairs: what goes one way by the one comes back by the other:

    y = permute(x, dims)                  g goes through the inverse permutation
    y = cut(x, dim, start, length)        g goes into zeros: `uncut`
    y = uncut(part, size, dim, start)     g is cut: `cut`
    y = concatenate(x0, x1, ...)          each gets its own part of g, by `narrow`

With shapes, for x of (2, 3, 4) and dims (2, 0, 1); and for a cut along dim 1 that starts at 1 and
is 2 long:

    y          =  permute(  x          , (2, 0, 1))
    (4, 2, 3)               (2, 3, 4)
    dL/dx      =  permute(  g          , (1, 2, 0))
    (2, 3, 4)               (4, 2, 3)

    y          =  cut(    x          , 1, 1, 2)
    (2, 2, 4)             (2, 3, 4)
    dL/dx      =  uncut(  g          , 3, 1, 1)            with zeros at [:, 0]
    (2, 3, 4)             (2, 2, 4)

A worked example. x has 5 elements, and y = cat([x[1:3], x]) has 7. The loss is a sum of these, each
times a weight of its own, and so the weights are what arrives as g.

    place of y          0    1    2    3    4    5    6
    came from x[...]    1    2    0    1    2    3    4
    g                  .1   .2    1    2    3    4    5

    x                   x[0]   x[1]   x[2]   x[3]   x[4]
    from the cut         0      .1     .2     0      0        uncut(g[:2], 5, 0, 1)
    from the whole       1      2      3      4      5        g[2:]
    x.grad               1      2.1    3.2    4      5

Many functions need no rule, as they are made of ops that have one: `squeeze`, `unsqueeze` and
`flatten` of `reshape` (see given/ops/reshape.py), `split` of `cut`, `stack` of `concatenate`. Such
functions use only `shape`, `ndim` and ops, so that they work for ndarrays and Tensors alike; so
should your `cut_up`. What torch refuses is refused by given functions, before yours are called.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
In torch a cut is a *view*: it shares memory with x, has strides (how far apart in memory its
elements lie) of its own, and costs the same for ten elements as for ten million. So does `cut`
here, for NumPy does the same. The price is that whoever writes into the view changes x, which is
why torch counts versions. JAX has no views: its arrays never change, so it need not know who shares
what, and its compiler finds out which copies can be saved. The pair of ops is the same in both: the
rule of a slice is `torch/_decomp/decompositions.py: slice_backward`, which fills zeros as `uncut`
does, and in JAX the transpose of a slice is a `jax.lax.pad`. The other way would be a rule of its
own for each function (`split`, `chunk`, `stack`, `narrow`, `hstack`, ...). Here a few pairs of ops
carry them all, and their second derivatives cost no further line.

The trap
--------
`reshape` where `permute` is meant. The shape is right, and the elements are shuffled; a network
trains on the shuffled ones, only worse.

    x = [[1, 2, 3], [4, 5, 6]]      permute (1, 0): [[1, 4], [2, 5], [3, 6]]
                                    reshape (3, 2): [[1, 2], [3, 4], [5, 6]]

Another: a permutation need not undo itself. (2, 0, 1), twice, is (1, 2, 0).

When it is done, results that were computed in one product can be cut apart, as in a recurrent
network, and parts computed one by one be put together, as in an attention. `indexing`, next, picks
elements in any order.

To read: E. Yang, PyTorch internals (blog.ezyang.com, 2019), the part on strides; M. Blondel, V.
Roulet, The Elements of Differentiable Programming (2024), on linear maps and their adjoints in the
chapter "Differentiation"; tinygrad, `tinygrad/mixin/movement.py: MovementMixin`, where all ops of
shapes are made of six: reshape, expand, permute, flip, pad, shrink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .given.core.arguments import as_dim, as_order
from .given.core.promotion import promote_types
from .given.ops.mask import masked_fill, tril, triu
from .given.ops.reshape import flatten, squeeze, unsqueeze
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import reshape
from .m07_chain_rule import defvjp, defvjp_variadic
from .todo import todo


@primitive
def permute(x: np.ndarray, dims: Sequence[int]) -> np.ndarray:
    """A view whose dimension i is dimension `dims[i]` of x.

    `as_order` reads them: it turns negative ones into those counted from the front,
    and raises IndexError for one that is not there, RuntimeError unless each is named once.
    """
    raise NotImplementedError("m10: permute")


@primitive
def cut(x: np.ndarray, dim: int, start: int, length: int) -> np.ndarray:
    """The part of x that starts at `start` along `dim` and is `length` long: a view.

    `dim` is not negative, and the part lies within x: `narrow` has seen to it.
    """
    raise NotImplementedError("m10: cut")


@primitive
def uncut(part: np.ndarray, size: int, dim: int, start: int) -> np.ndarray:
    """Zeros in the shape of `part`, but `size` long along `dim`, with `part` put in from `start`
    on: a new ndarray of the dtype of `part`. It undoes `cut`, but for what was cut off."""
    raise NotImplementedError("m10: uncut")


@primitive
def concatenate(*tensors: np.ndarray, dim: int = 0) -> np.ndarray:
    """The tensors one after the other along `dim`, in their promoted dtype.

    `promote_types` knows torch's dtype for two, and there may be any number of tensors; `dim` may
    be negative.
    """
    raise NotImplementedError("m10: concatenate")


def concatenate_vjp(argnum: int, g: Any, out: Any, *tensors: Any, dim: int = 0) -> Any:
    """The rule for tensor number `argnum`, counted from 0: its own part of `g`."""
    raise NotImplementedError("m10: concatenate_vjp")


defvjp(permute, lambda g, out, x, dims: todo("m10: permute, x"))
defvjp(cut, lambda g, out, x, dim, start, length: todo("m10: cut, x"))
defvjp(uncut, lambda g, out, part, size, dim, start: cut(g, dim, start, part.shape[dim]))
defvjp_variadic(concatenate, concatenate_vjp)


def narrow(x: Any, dim: int, start: int, length: int) -> Any:
    """The part of x that starts at `start` along `dim` and is `length` long: a view. (Given.)

    A negative `start` counts from the end. Raises RuntimeError when the part is not within x, or x
    is 0-d, and IndexError for a dim that is not there.
    """
    if not x.ndim:
        raise RuntimeError("narrow needs a dimension, and a 0-d tensor has none")
    dim, start = as_dim(dim, x.ndim), int(start)
    size = x.shape[dim]
    if start < 0:
        start += size
    if not 0 <= start <= start + length <= size:
        raise RuntimeError(f"{length} elements from {start} on exceed the dimension's size {size}")
    return cut(x, dim, start, length)


def cut_up(x: Any, split_size: int | Sequence[int], dim: int) -> tuple[Any, ...]:
    """x cut along `dim` into a tuple of views: pieces of one size, or one for each size in a list.

    Of pieces of one size the last may be smaller, and a dim of size 0 gives one piece of size 0.
    `split` has seen to it that `dim` is not negative and that the sizes fit.
    """
    raise NotImplementedError("m10: cut_up")


def split(x: Any, split_size: int | Sequence[int], dim: int = 0) -> tuple[Any, ...]:
    """x cut along `dim` into a tuple of views, of one size or of those in a list. (Given.)

    Raises RuntimeError for negative sizes, for a single 0, for a list that does not add up, and for
    a 0-d tensor.
    """
    if not x.ndim:
        raise RuntimeError("split: a 0-d tensor has no dimension to cut")
    dim = as_dim(dim, x.ndim)
    if isinstance(split_size, int):
        if split_size < 1:
            raise RuntimeError(f"split: {split_size} is not a size to split into")
    elif min(split_size, default=0) < 0 or sum(split_size) != x.shape[dim]:
        raise RuntimeError(f"split: sizes {split_size} do not add up to {x.shape[dim]}")
    return cut_up(x, split_size, dim)


def cat(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors, one after the other along `dim`, in their promoted dtype. (Given.)

    As in torch, empty tensors of shape (0,) fit the others whatever their shapes, and only their
    dtypes count.

    Raises TypeError unless it is a list or a tuple of tensors, ValueError when it is empty,
    RuntimeError when another dimension differs, or for 0-d tensors, and IndexError for a dim that
    is not there.
    """
    _check_tensors(tensors)
    if not tensors:
        raise ValueError("cat takes a non-empty list of tensors")
    filled = [x.shape for x in tensors if x.shape != (0,)]
    if filled and filled[0] and len(filled) < len(tensors):
        nothing = list(filled[0])
        nothing[as_dim(dim, len(nothing))] = 0
        tensors = [x if x.shape != (0,) else reshape(x, tuple(nothing)) for x in tensors]
    dim = as_dim(dim, tensors[0].ndim)
    try:
        return concatenate(*tensors, dim=dim)
    except ValueError as error:
        raise RuntimeError(f"cat: {error}") from error


def stack(tensors: Sequence[Any], dim: int = 0) -> Any:
    """A list of tensors of one shape side by side, along a new dimension `dim`. (Given.)

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


class Shapes:
    """Ops of shapes as methods."""

    __slots__ = ()

    squeeze, unsqueeze, flatten, split, narrow = squeeze, unsqueeze, flatten, split, narrow
    tril, triu, masked_fill = tril, triu, masked_fill
