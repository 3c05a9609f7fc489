"""How ops run on a whole batch: the table, and the batchers that teach little. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from inspect import Signature, signature
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import broadcast_to, matmul, mean, reshape, sum, transpose
from ...m10_shapes import concatenate, cut, uncut
from ...m11_indexing import getitem, unindex
from ...m12_reductions import amax, amin, cumsum, largest, logsumexp, prod, smallest, var
from ...m13_activations import log_softmax, softmax
from ...m16_modules import linear
from ..core.arguments import as_dim
from ..core.dtypes import bool_
from ..ops.mask import tril, triu
from ..ops.reduce import std
from ..ops.search import argmax, argmin

# How an op runs on a whole batch: (op, size, batched, args, params) -> the results, stacked;
# NotImplemented asks for a loop.
Op = Callable[..., Any]
Flags = Sequence[bool]  # which arguments have the batch in front
Batcher = Callable[..., Any]
batchers: dict[Callable[..., Any], Batcher] = {}


def defbatch(batcher: Batcher, *ops: Callable[..., Any]) -> None:
    """Enter how some ops run on a batch."""
    batchers.update(dict.fromkeys(ops, batcher))


def logical_shape(x: Any, is_batched: bool) -> tuple[int, ...]:
    """The shape of one of the batch."""
    return x.shape[1:] if is_batched else getattr(x, "shape", ())


@cache
def arguments_of(op: Callable[..., Any]) -> Signature:
    """How an op may be called; `.bind(*args, **params)` sorts its arguments by name."""
    return signature(op)


def along_dims(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """For an op whose first argument is a tensor and whose argument `dim` names its dims:
    an int, several, or all (None). Counted from the front they are one more, for a batch.

    A 0-d tensor has a dim 0 all the same, which the batch must be given for a while.
    """
    bound = arguments_of(op).bind(*args, **params)
    bound.apply_defaults()
    x, dim = args[0], bound.arguments["dim"]
    if isinstance(dim, bool):  # `var(x, unbiased)`
        bound.arguments["unbiased"], dim = dim, None
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


def linear_layer(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`linear(x, weight, bias=None)`, whose weight and bias may differ over the batch."""
    x, weight, bias = (*args, None)[:3]
    x_batched, weight_batched, bias_batched = (*batched, False)[:3]
    if not (weight_batched or bias_batched):
        return op(*args, **params)
    before = logical_shape(x, x_batched)[:-1]
    rows = reshape(x, (*x.shape[:1] * x_batched, -1, x.shape[-1]))
    out = matmul(rows, transpose(weight, -1, -2))
    if bias is not None:
        out = out + (reshape(bias, (size, 1, -1)) if bias_batched else bias)
    return reshape(out, (size, *before, out.shape[-1]))


def joined(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`concatenate(*tensors, dim=0)`: all must have the batch dim."""
    whole = [
        x if b else broadcast_to(x, (size, *x.shape)) for x, b in zip(args, batched, strict=True)
    ]
    return op(*whole, dim=as_dim(params.get("dim", 0), whole[0].ndim - 1) + 1)


def indexed(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`getitem(x, *key)` and `unindex(part, shape, *key)`.

    Raises RuntimeError for a mask that differs: so would the shapes. A key that is the same for all
    of the batch gets a slice in front. Where index arrays differ,
    each is read together with its number in the batch; not if they are mixed with slices.
    """
    x, *key = args
    for item, differs in zip(key, batched[-len(key) :] if key else (), strict=True):
        if differs and item.dtype == bool_:
            raise RuntimeError("vmap: the shape of x[mask] depends on the elements of the mask")
    front = [x] if op is getitem else [x, (size, *key.pop(0))]
    differ = batched[len(args) - len(key) :]
    if not any(differ):
        if _is_in_place(key):
            return op(*front, slice(None), *key)
    elif all(isinstance(item, Array | np.ndarray | int) for item in key):
        ndim = max([len(logical_shape(*each)) for each in zip(key, differ, strict=True)])
        key = [_with_dims(item, ndim) if b else item for item, b in zip(key, differ, strict=True)]
        if op is getitem and not batched[0]:
            return op(x, *key)
        if not batched[0]:
            front[0] = broadcast_to(x, (size, *x.shape))
        return op(*front, np.arange(size).reshape(size, *[1] * ndim), *key)
    return NotImplemented


def _is_in_place(key: Sequence[Any]) -> bool:
    """Whether the dims of index arrays stay where the arrays stand: NumPy puts them first when the
    arrays are apart."""
    arrays = [i for i, item in enumerate(key) if isinstance(item, Array | np.ndarray)]
    return not arrays or arrays[-1] - arrays[0] == len(arrays) - 1


def _with_dims(x: Any, ndim: int) -> Any:
    return reshape(x, (x.shape[0], *[1] * (ndim + 1 - x.ndim), *x.shape[1:]))


def last_dims(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """An op of one tensor that minds the last dims only: matrices, say."""
    return op(*args, **params) if args[0].ndim > 2 else NotImplemented


defbatch(along_dims, sum, mean, prod, var, std, amax, amin, argmax, argmin, logsumexp, cumsum)
defbatch(along_dims, softmax, log_softmax, largest, smallest, cut, uncut)
defbatch(linear_layer, linear)
defbatch(joined, concatenate)
defbatch(indexed, getitem, unindex)
defbatch(last_dims, tril, triu)
