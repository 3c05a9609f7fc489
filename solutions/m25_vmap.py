"""m25 vmap: write it for one, run it for many.

lesson
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from math import prod as product
from typing import Any, NoReturn

import numpy as np

from .batching import arguments_of, batch_size, batchers, defbatch, logical_shape, spread
from .casting import cast, clone
from .dims import as_dim, as_shape
from .levels import Level, Wrapped, lift, lower, new_level
from .m01_wrapper import Array
from .m03_magic_methods import (
    add,
    broadcast_to,
    div,
    exp,
    log,
    matmul,
    mean,
    mul,
    neg,
    pow,
    reshape,
    sigmoid,
    sqrt,
    sub,
    sum,
    tanh,
    transpose,
)
from .m08_shapes import getitem, permute, stack, view
from .m09_reductions import (
    abs,
    amax,
    amin,
    argmax,
    argmin,
    cumsum,
    eq,
    ge,
    gt,
    le,
    logsumexp,
    lt,
    maximum,
    minimum,
    ne,
    prod,
    std,
    var,
    where,
)
from .m10_activations import gelu, log_softmax, relu, silu, softmax
from .rearranging import movedim
from .tensor import Tensor
from .trees import flatten, tree_map


def align(x: Any, ndim: int) -> Any:
    """A batch of arrays with dims of size 1 put behind the first, so that each has `ndim` dims."""
    missing = ndim - (x.ndim - 1)
    return reshape(x, (x.shape[0], *[1] * missing, *x.shape[1:])) if missing > 0 else x


def elementwise(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The results of `op` on a batch of `size`, along a new first dim; for an elementwise op.

    `batched` tells which of `args` hold the whole batch, along their first dim. The others are what
    each one of the batch gets. What is batched is aligned, so that it broadcasts as one would.
    """
    ndim = max([len(logical_shape(*each)) for each in zip(args, batched, strict=True)])
    return op(*[align(x, ndim) if b else x for x, b in zip(args, batched, strict=True)], **params)


def along_dims(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for an op whose first argument is a tensor and whose argument `dim` names its dims:
    an int, several, or all (None). Counted from the front they are one more, for a batch.

    A 0-d tensor has a dim 0 all the same, which the batch must be given for a while.
    """
    bound = arguments_of(op).bind(*args, **params)
    bound.apply_defaults()
    x, dim = args[0], bound.arguments["dim"]
    ndim = x.ndim - 1
    flat = ndim == 0 or (dim is None and op in (argmax, argmin, prod))
    if flat:
        x, dim, ndim = reshape(x, (size, -1)), 0, 1
    bound.arguments[next(iter(bound.arguments))] = x
    if dim is None or dim == ():
        bound.arguments["dim"] = tuple(range(1, ndim + 1))
    elif isinstance(dim, tuple | list):
        bound.arguments["dim"] = tuple([as_dim(d, ndim) + 1 for d in dim])
    else:
        bound.arguments["dim"] = as_dim(dim, ndim) + 1
    out = op(*bound.args, **bound.kwargs)
    if flat:
        kept = bound.arguments.get("keepdim", False)
        out = reshape(out, (size, *[1] * (args[0].ndim - 1) * kept))
    return out


def transposed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `transpose(x, dim0, dim1)` and `permute(x, dims)`."""
    x, *dims = arguments_of(op).bind(*args, **params).args
    ndim = x.ndim - 1
    if op is permute:
        return permute(x, (0, *[as_dim(dim, ndim) + 1 for dim in dims[0]]))
    return transpose(x, *[as_dim(dim, ndim) + 1 for dim in dims]) if ndim else x


def reshaped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `reshape(x, shape)`, `view` and `broadcast_to`."""
    x, shape = arguments_of(op).bind(*args, **params).args
    if op is broadcast_to:
        return broadcast_to(align(x, len(shape)), (size, *shape))
    return op(x, (size, *as_shape((shape,), product(x.shape[1:]))))


def matrix_product(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `matmul`: vectors become matrices for a while, so that a batch of vectors is not
    taken for a matrix."""
    (x, y), (x_batched, y_batched) = args, batched
    x_shape, y_shape = logical_shape(x, x_batched), logical_shape(y, y_batched)
    ndim = max(len(x_shape), len(y_shape), 2)
    if len(x_shape) == 1:
        x = reshape(x, (*x.shape[:-1], 1, x.shape[-1]))
    if len(y_shape) == 1:
        y = reshape(y, (*y.shape, 1))
    out = op(align(x, ndim) if x_batched else x, align(y, ndim) if y_batched else y)
    rows = out.shape[-2:-1] if len(x_shape) > 1 else ()
    columns = out.shape[-1:] if len(y_shape) > 1 else ()
    return reshape(out, (*out.shape[:-2], *rows, *columns))


def looped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for any op: one after the other, and stacked."""
    pairs = tuple(zip(args, batched, strict=True))
    return lower(
        stack(
            [
                lift(op(*[getitem(x, i) if b else x for x, b in pairs], **params))
                for i in range(size)
            ]
        )
    )


defbatch(elementwise, add, sub, mul, div, pow, neg, exp, log, sqrt, tanh, sigmoid, clone, cast)
defbatch(elementwise, eq, ne, lt, le, gt, ge, abs, maximum, minimum, where, relu, gelu, silu)
defbatch(along_dims, sum, mean, prod, var, std, amax, amin, argmax, argmin, logsumexp, cumsum)
defbatch(along_dims, softmax, log_softmax)
defbatch(transposed, transpose, permute)
defbatch(reshaped, reshape, view, broadcast_to)
defbatch(matrix_product, matmul)


class Batched(Wrapped):
    """A whole batch that looks like one of it: the first dim of its value is hidden."""

    __slots__ = ()

    def __init__(self, value: Any, level: Level) -> None:
        """`value` belongs to the level below, with the batch along its first dim."""
        super().__init__(value, level, requires_grad=True)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one of the batch."""
        return self.value.shape[1:]

    @property
    def ndim(self) -> int:
        """How many dimensions one of the batch has."""
        return self.value.ndim - 1

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Run `op` on the whole batch, by its batcher, or else `looped`.

        The batcher gets the size of the batch, which of the arguments are Batched of this level,
        and all arguments: of these the `value`, of other Arrays what `lower` makes of them.
        """
        level = self.level
        batched = [isinstance(arg, Batched) and arg.level is level for arg in args]
        values = tuple([x.value if b else lower(x) for x, b in zip(args, batched, strict=True)])
        batcher, size = batchers.get(op, looped), self.value.shape[0]
        out = batcher(op, size, batched, values, params)
        if out is NotImplemented:
            out = looped(op, size, batched, values, params)
        return Batched(out, level)

    def detach(self) -> Tensor:
        """The batch without its history."""
        return Batched(lift(self.value).detach(), self.level)

    def item(self) -> NoReturn:
        """Raises RuntimeError: there is no one number here."""
        raise RuntimeError("vmap: a batch has no single number to decide by, or to give out")

    tolist = item


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
    *,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """A function that runs `func`, which is written for one, on a batch.

    Args:
        func: takes tensors, or trees of them, and returns such.
        in_dims: along which dim of each argument the batch lies; None for an argument that all of
            the batch share. One for all, or a tuple with one for each argument, which may be a tree
            where the argument is. Keyword arguments are batched along dim 0.
        out_dims: where the batch dim of the results shall be; one for all, or built like them.
        randomness, chunk_size: accepted, and of no effect.

    Raises ValueError for `in_dims` that do not fit the arguments, sizes that differ, nothing to map
    over, and results that are no tensors.
    """

    @wraps(func)
    def transformed(*args: Any, **kwargs: Any) -> Any:
        leaves, rebuild = flatten((args, kwargs))
        dims = [*spread(in_dims, args), *spread(0, kwargs)]
        size = batch_size(leaves, dims)
        with new_level(enable_grad=False) as level:
            inputs = [
                x if dim is None else Batched(_moved(lower(x), dim, 0), level)
                for x, dim in zip(leaves, dims, strict=True)
            ]
            new_args, new_kwargs = rebuild(inputs)
            outputs = func(*new_args, **new_kwargs)
        leaves, rebuild = flatten(outputs)
        places = zip(leaves, spread(out_dims, outputs), strict=True)
        return rebuild([_unbatched(x, dim, size, level) for x, dim in places])

    return transformed


def _moved(x: Any, source: int, destination: int) -> Any:
    return x if source == destination else movedim(x, source, destination)


def _unbatched(x: Any, dim: int | None, size: int, level: Level) -> Any:
    if not isinstance(x, Array):
        raise ValueError(f"a function under vmap must return tensors, not {type(x).__name__}")
    mine = isinstance(x, Batched) and x.level is level
    if dim is None:
        if mine:
            raise ValueError("this result differs over the batch, so its out_dim can't be None")
        return x
    whole = x.value if mine else broadcast_to(x, (size, *x.shape))
    return lift(_moved(whole, 0, dim))
