"""torch's operators and methods that change a tensor in place. (Given code.)

As all that writes, they are refused while recording if a gradient is required: use them under
`no_grad()`. The result has to fit: into the shape that is there, and into a dtype of its kind.
Everyone who shares the memory sees the change.

torch allows them on results while recording, and rewrites its graph. Here methods (`y.add_(1)`)
are refused. But an operator may return another tensor, and Python gives the name to that one: where
y is a result, `y += 1` does as `y = y + 1`, as for `loss += penalty`. Another name of the old one
keeps the old value (in torch, it sees the change).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import is_grad_enabled
from ...m04_magic_methods import (
    Number,
    add,
    div,
    exp,
    log,
    mul,
    neg,
    overwrite,
    pow,
    sigmoid,
    sqrt,
    sub,
    tanh,
)
from ...m12_reductions import clamp
from ...m13_activations import relu
from ..core.promotion import kind_rank
from .composed import addcdiv, addcmul, clamp_max, clamp_min, lerp
from .elementwise import abs, ceil, cos, floor, reciprocal, round, rsqrt, sin, square
from .index import index_add, scatter, scatter_add
from .mask import masked_fill, tril, triu


def _in_place(op: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Array, *args: Any, **params: Any) -> Array:
        return _written(self, op(self, *args, **params))

    method.__name__ = f"{op.__name__}_"
    method.__doc__ = f"`{op.__name__}`, in place. Raises RuntimeError as all that writes."
    return method


def updated(array: Array, result: Array) -> Array:
    """What an operator gives: the array with the result in it, or what takes over its name."""
    if array.node is None or not is_grad_enabled():
        return _written(array, result)
    _check_fit(array, result)
    return result.to(array.dtype)


def overwriting(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, with its argument `inplace` minded: where it is true, the input is what an
    operator with a `=` would make of it, and is returned. Inside transforms, where tensors have a
    `level`, nothing is written.
    """
    parameters = list(signature(function).parameters)
    if "inplace" not in parameters:  # what stands in for an op while `primitive` is not written
        return function
    place = parameters.index("inplace") - 1

    @wraps(function)
    def called(input: Array, *args: Any, **params: Any) -> Array:
        if not (args or params):
            return function(input)  # the usual case
        out = function(input, *args, **params)
        inplace = args[place] if len(args) > place else params.get("inplace")
        if not inplace or out is input or hasattr(input, "level"):
            return out
        return updated(input, out)

    return called


def _written(array: Array, result: Array) -> Array:
    _check_fit(array, result)
    return overwrite(array, result)


def _check_fit(array: Array, result: Array) -> None:
    if kind_rank(result.dtype) > kind_rank(array.dtype):
        raise RuntimeError(f"a {result.dtype} result can't be written into a {array.dtype} tensor")
    if result.shape != array.shape:
        raise RuntimeError(f"a result of shape {result.shape} does not fit into {array.shape}")


class InPlace:
    """Operators with a `=`, and methods of a Tensor whose names end in `_`."""

    __slots__ = ()

    def __iadd__(self, other: Any) -> Self:
        """`self += other`: into the memory that is there, keeping its shape and dtype.

        Raises RuntimeError if the result has another shape than self, even one that would
        broadcast, or a higher kind of dtype (bool < int < float; float64 into float32 is fine), and
        what `overwrite` raises.
        """
        return updated(self, add(self, other))

    def __isub__(self, other: Any) -> Self:
        """`self -= other`, like `+=`."""
        return updated(self, sub(self, other))

    def __imul__(self, other: Any) -> Self:
        """`self *= other`, like `+=`."""
        return updated(self, mul(self, other))

    def __itruediv__(self, other: Any) -> Self:
        """`self /= other`, like `+=`; integers refuse it, since the result is floating."""
        return updated(self, div(self, other))

    exp_, log_, sqrt_, neg_ = _in_place(exp), _in_place(log), _in_place(sqrt), _in_place(neg)
    abs_, pow_, square_ = _in_place(abs), _in_place(pow), _in_place(square)
    reciprocal_, rsqrt_ = _in_place(reciprocal), _in_place(rsqrt)
    sin_, cos_ = _in_place(sin), _in_place(cos)
    floor_, ceil_, round_ = _in_place(floor), _in_place(ceil), _in_place(round)
    tanh_, sigmoid_, relu_ = _in_place(tanh), _in_place(sigmoid), _in_place(relu)
    clamp_, clamp_min_ = _in_place(clamp), _in_place(clamp_min)
    clamp_max_ = _in_place(clamp_max)
    lerp_, addcmul_, addcdiv_ = _in_place(lerp), _in_place(addcmul), _in_place(addcdiv)
    tril_, triu_, masked_fill_ = _in_place(tril), _in_place(triu), _in_place(masked_fill)
    scatter_, scatter_add_ = _in_place(scatter), _in_place(scatter_add)
    index_add_ = _in_place(index_add)

    def add_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self += alpha * other`. Raises RuntimeError as all that writes."""
        return _written(self, add(self, other if alpha == 1 else other * alpha))

    def sub_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self -= alpha * other`. Raises RuntimeError as all that writes."""
        return _written(self, sub(self, other if alpha == 1 else other * alpha))

    mul_, div_ = _in_place(mul), _in_place(div)

    def zero_(self) -> Self:
        """Set every element to 0, in place, and return self."""
        return overwrite(self, 0)

    def copy_(self, source: Array | Number) -> Self:
        """Copy the elements of `source` over, in place, broadcasting and casting to any dtype.

        Returns self. Raises TypeError unless `source` is a tensor or a number, and what `overwrite`
        raises.
        """
        if not isinstance(source, Array | np.generic | Number):
            raise TypeError(f"copy_ takes a tensor, not {type(source).__name__}")
        return overwrite(self, source)

    def fill_(self, value: Array | Number) -> Self:
        """Set every element to a number."""
        return overwrite(self, value)

    def detach_(self) -> Self:
        """Forget the history of this tensor: from now on it is a leaf that requires no gradient."""
        self.node, self._requires_grad = None, False
        return self
