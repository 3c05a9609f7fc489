"""Arguments of torch's functions that a lesson has no use for: what each of them does. (Given
code.)

`keywords` comes here with a call that has one of them: `call` is the function without it, and the
rest is what else it was called with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import is_grad_enabled, no_grad
from ...m09_autograd_mechanics import as_tuple, grad
from ..core.cast_and_clone import cast
from ..core.dtypes import bool_, is_floating
from ..core.promotion import kind_rank, promote_types
from ..ops import compare, elementwise, move, reshape, search
from ..ops.index import scatter_add
from .device import check_place, contiguous_format

Call = Callable[..., Any]


def cast_first(call: Call, dtype: np.dtype, x: Array, *args: Any, **params: Any) -> Any:
    """`dtype`: what the elements are cast to before anything is computed, and the result's."""
    out = call(x if x.dtype == dtype else cast(x, dtype=dtype), *args, **params)
    return out if out.dtype == dtype else cast(out, dtype=dtype)


def scaled(call: Call, alpha: Any, x: Any, *args: Any, **params: Any) -> Any:
    """`alpha`: what the last tensor is multiplied by. Raises RuntimeError for a float among
    integers."""
    *args, y = args
    if isinstance(alpha, float) and not any(_is_floating(each) for each in (x, y)):
        raise RuntimeError("alpha must not be a float where all else is integer")
    product = y * alpha
    if isinstance(y, Array) and y.dtype == bool_:
        product = product.to(promote_types(x.dtype, bool_))
    return call(x, *args, product, **params)


def _is_floating(x: Any) -> bool:
    return is_floating(x.dtype) if isinstance(x, Array | np.ndarray) else isinstance(x, float)


def rounded(call: Call, rounding_mode: str, x: Any, y: Any) -> Any:
    """`rounding_mode` of a division: down ("floor") or towards 0 ("trunc"); integers stay integers.

    Raises RuntimeError for another mode, TypeError for what is not a str.
    """
    if rounding_mode == "floor":
        return elementwise.rounded_down(x, y)
    if rounding_mode != "trunc":
        kind = RuntimeError if isinstance(rounding_mode, str) else TypeError
        raise kind(f"rounding_mode must be None, 'trunc' or 'floor', not {rounding_mode!r}")
    if _is_floating(x) or _is_floating(y):
        return elementwise.trunc(call(x, y))
    return elementwise.rounded_down(x - elementwise.fmod(x, y), y)


def as_columns(call: Call, as_tuple: bool, x: Array) -> tuple[Array, ...]:
    """`as_tuple`: the indices of `nonzero`, a vector for each dimension."""
    return move.unbind(call(x if x.ndim else reshape.unsqueeze(x, 0)), 1)


def of_slices(call: Call, dim: int, x: Array, *args: Any, **params: Any) -> Any:
    """`dim` of `unique`: whole slices along it are compared."""
    asked = dict(zip(("sorted", "return_inverse", "return_counts"), args, strict=False)) | params
    asked.pop("sorted", None)
    found = np.unique(x.value, axis=dim, **asked)
    if not isinstance(found, tuple):
        return x.new_tensor(found)
    rest = [x.new_tensor(part.reshape(-1), dtype=part.dtype) for part in found[1:]]
    return x.new_tensor(found[0]), *rest


def added(call: Call, reduce: str, x: Array, dim: int, index: Array, src: Any) -> Array:
    """`reduce` of `scatter`: "add". Raises NotImplementedError for another one."""
    if reduce != "add":
        raise NotImplementedError(f"scatter: reduce={reduce!r} is not supported; 'add' is")
    if not isinstance(src, Array):
        src = x.new_full(index.shape, src)
    return scatter_add(x, dim, index, src)


def inverted(call: Call, invert: bool, *args: Any, **params: Any) -> Array:
    """`invert` of `isin`."""
    return compare.logical_not(call(*args, **params))


def as_it_is(call: Call, value: Any, *args: Any, **params: Any) -> Any:
    """An argument that changes how torch computes, and not what."""
    return call(*args, **params)


def in_format(call: Call, memory_format: Any, x: Array) -> Any:
    """`memory_format`: as x lies in memory, or in order."""
    check_place(memory_format=memory_format)
    return call(x.contiguous() if memory_format == contiguous_format else x)


def written(call: Call, out: Any, *args: Any, **params: Any) -> Any:
    """`out`: the tensors that results are written to. They get the shapes of the results.

    Raises RuntimeError for one of a lower kind of dtype (bool < int < float), and while recording,
    if a gradient is required.
    """
    outs = out if isinstance(out, tuple | list) else (out,)
    tensors = [x for x in (*args, *params.values(), *outs) if isinstance(x, Array)]
    if is_grad_enabled() and any(x.requires_grad for x in tensors):
        raise RuntimeError("out=... does not go with arguments that require a gradient")
    results = call(*args, **params)
    parts = results if isinstance(results, tuple) else (results,)
    for place, result in zip(outs, parts, strict=True):
        if kind_rank(result.dtype) > kind_rank(place.dtype):
            raise RuntimeError(f"a {result.dtype} result can't be written to {place.dtype}")
        if place.shape != result.shape:
            place.value = np.empty(result.shape, place.dtype)
        with no_grad():
            place.copy_(result)
    return type(results)(*outs) if hasattr(results, "_fields") else out


def shared_anyway(call: Call, force: bool, x: Array) -> np.ndarray:
    """`force` of `numpy`: without the history."""
    return call(x.detach())


def into_some(
    call: Call, inputs: Any, x: Array, gradient: Any = None, *args: Any, **params: Any
) -> None:
    """`inputs` of `backward`: those whose `.grad` is to be added to, and no others."""
    add_to_grads(inputs, grad(x, inputs, gradient, *args, **params))


def add_to_grads(inputs: Any, gradients: tuple[Array, ...]) -> None:
    """Add to the `.grad` of each of the inputs."""
    for x, g in zip(as_tuple(inputs), gradients, strict=True):
        x.grad = g if x.grad is None else x.grad + g


def where_or_indices(where: Call) -> Call:
    """`where`, which for a condition alone gives the indices at which it holds."""

    def called(*args: Any, **params: Any) -> Any:
        if len(args) + len(params) > 1:
            return where(*args, **params)
        return as_columns(search.nonzero, True, *args, *params.values())

    called.__name__, called.__doc__, called.__wrapped__ = "where", where.__doc__, where
    return called
