"""m25 vmap: write it for one, run it for many.

lesson
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, wraps
from inspect import Signature, signature
from math import prod as product
from typing import Any, NoReturn

import numpy as np

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
from .m08_shapes import concatenate, getitem, permute, stack, tril, triu, unindex, view
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
from .m12_modules import linear
from .rearranging import movedim
from .tensor import Tensor
from .trees import flatten, tree_map

# How an op runs on a whole batch: (op, size, batched, args, params) -> the results, stacked.
Batcher = Callable[..., Any]
batchers: dict[Callable[..., Any], Batcher] = {}


def defbatch(batcher: Batcher, *ops: Callable[..., Any]) -> None:
    """Enter how some ops run on a batch."""
    batchers.update(dict.fromkeys(ops, batcher))


def align(x: Any, ndim: int) -> Any:
    """A batch of arrays with dims of size 1 put behind the first, so that each has `ndim` dims."""
    missing = ndim - (x.ndim - 1)
    return reshape(x, (x.shape[0], *[1] * missing, *x.shape[1:])) if missing > 0 else x


def logical_shape(x: Any, is_batched: bool) -> tuple[int, ...]:
    """The shape of one of the batch."""
    return x.shape[1:] if is_batched else getattr(x, "shape", ())


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
    bound = _signature(op).bind(*args, **params)
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


@cache
def _signature(op: Callable[..., Any]) -> Signature:
    return signature(op)


def transposed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `transpose(x, dim0, dim1)` and `permute(x, dims)`."""
    x, *dims = _signature(op).bind(*args, **params).args
    ndim = x.ndim - 1
    if op is permute:
        return permute(x, (0, *[as_dim(dim, ndim) + 1 for dim in dims[0]]))
    return transpose(x, *[as_dim(dim, ndim) + 1 for dim in dims]) if ndim else x


def reshaped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `reshape(x, shape)`, `view` and `broadcast_to`."""
    x, shape = _signature(op).bind(*args, **params).args
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


def linear_layer(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `linear(x, weight, bias=None)`, as the ops that it replaces."""
    if not any(batched[1:]):
        return op(*args, **params)
    x, weight, *bias = args
    out, both = (x, transpose(weight, -1, -2)), batched[:2]
    out = matrix_product(matmul, size, both, out, {}) if any(both) else matmul(*out)
    if not bias or bias[0] is None:
        return out
    return elementwise(add, size, (any(both), batched[2]), (out, bias[0]), {})


def joined(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `concatenate(*tensors, dim=0)`: all must have the batch dim."""
    whole = [
        x if b else broadcast_to(x, (size, *x.shape)) for x, b in zip(args, batched, strict=True)
    ]
    return op(*whole, dim=as_dim(params.get("dim", 0), whole[0].ndim - 1) + 1)


def indexed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `getitem(x, *key)` and `unindex(part, shape, *key)`.

    A key that is the same for all of the batch gets a slice in front. Where index arrays differ,
    each is read together with its number in the batch; mixed with slices, one after the other.
    """
    x, *key = args
    front = [x] if op is getitem else [x, (size, *key.pop(0))]
    differ = batched[len(args) - len(key) :]
    if not any(differ):
        if _is_in_place(key):
            return op(*front, slice(None), *key)
    elif all(isinstance(item, Array | np.ndarray | int) for item in key):
        ndim = max([len(logical_shape(*each)) for each in zip(key, differ, strict=True)])
        key = [align(item, ndim) if b else item for item, b in zip(key, differ, strict=True)]
        if op is getitem and not batched[0]:
            return op(x, *key)
        if not batched[0]:
            front[0] = broadcast_to(x, (size, *x.shape))
        return op(*front, np.arange(size).reshape(size, *[1] * ndim), *key)
    return looped(op, size, batched, args, params)


def _is_in_place(key: Sequence[Any]) -> bool:
    """Whether the dims of index arrays stay where the arrays stand: NumPy puts them first when the
    arrays are apart."""
    arrays = [i for i, item in enumerate(key) if isinstance(item, Array | np.ndarray)]
    return not arrays or arrays[-1] - arrays[0] == len(arrays) - 1


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
defbatch(linear_layer, linear)
defbatch(joined, concatenate)
defbatch(indexed, getitem, unindex)


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
        values = [arg.value if b else lower(arg) for arg, b in zip(args, batched, strict=True)]
        batcher = batchers.get(op, looped)
        size = self.value.shape[0]
        return Batched(batcher(op, size, batched, tuple(values), params), level)

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
        size = _batch_size(leaves, dims)
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


def spread(dims: Any, tree: Any) -> list[int | None]:
    """One dim for each leaf of a tree; a dim in the place of a branch counts for all its leaves.

    Raises ValueError where `dims` is not built like the tree.
    """
    if dims is None or isinstance(dims, int):
        return [dims] * len(flatten(tree)[0])
    if not isinstance(dims, tuple | list | dict):
        raise ValueError(f"dims must be ints, None, or trees of them, not {dims!r}")
    if not isinstance(tree, type(dims)) or len(dims) != len(tree):
        raise ValueError(f"the dims {dims!r} are not built like the arguments or results")
    branches = tree.items() if isinstance(tree, dict) else enumerate(tree)
    if isinstance(dims, dict) and dims.keys() != tree.keys():
        raise ValueError(f"the dims {dims!r} have other keys than the arguments")
    return [dim for key, branch in branches for dim in spread(dims[key], branch)]


def _batch_size(leaves: Sequence[Any], dims: Sequence[int | None]) -> int:
    sizes = set()
    for x, dim in zip(leaves, dims, strict=True):
        if dim is None:
            continue
        if not isinstance(x, Array):
            raise ValueError(f"vmap can't map over a {type(x).__name__}; its dim must be None")
        if not -x.ndim <= dim < x.ndim:
            raise ValueError(f"vmap over dim {dim} of a tensor of {x.ndim} dims")
        sizes.add(x.shape[dim])
    if len(sizes) != 1:
        raise ValueError(f"vmap needs batches of one size, not {sorted(sizes)}")
    return sizes.pop()


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
