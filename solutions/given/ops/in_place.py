"""torch's operators and methods that change a tensor in place. (Given code.)

The result has to fit: into the shape that is there, and into a dtype of its kind. Everyone who
shares the memory sees the change. Where a gradient is required, it is recorded (on_record.py); a
leaf that requires one refuses while recording, since it has no history that could go on: use these
under `no_grad()` then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from inspect import signature
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import Number, add, div, exp, mul, overwrite, sigmoid, sqrt, sub, tanh
from ...m12_reductions import clamp
from ...m13_activations import relu
from ..core.cast_and_clone import clone
from ..core.dtypes import check_fits
from ..core.index_keys import values_of
from ..core.promotion import kind_rank
from ..in_place.on_record import assign_items, copy, forget, is_recorded, replace
from ..protocols.errors import explain
from .elementwise import abs
from .mask import masked_fill


def in_place(op: Callable[..., Any]) -> Callable[..., Any]:
    """The method that makes of a tensor, in place, what `op` makes of it."""

    def method(self: Array, *args: Any, **params: Any) -> Array:
        return become(op, self, *args, **params)

    method.__name__ = f"{op.__name__}_"
    method.__doc__ = f"`{op.__name__}`, in place. Raises RuntimeError as all that writes."
    return method


def become(function: Callable[..., Any], array: Array, *args: Any, **params: Any) -> Array:
    """Make of `array` what `function` makes of it, in place, and return it."""
    result = function(array, *args, **params)
    if result is array:
        return array
    if is_recorded(array, result) and _has_steps(function, array, result):
        result = function(clone(array), *args, **params)  # in each step, they may read the array
    return updated(array, result)


def _has_steps(function: Callable[..., Any], array: Array, result: Array) -> bool:
    node = result.node
    if node is None or node.op is function:
        return False
    return any(isinstance(arg, Array) and arg is not array for arg in node.args)


def updated(array: Array, result: Array) -> Array:
    """The array with the result in it, which an op has made of it; recorded, where it has to be."""
    _check_fit(array, result)
    if is_recorded(array, result):
        return replace(array, result.to(array.dtype))
    return overwrite(array, result)


def overwriting(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, with its argument `inplace` minded: where it is true, the input becomes what the
    function makes of it, and is returned.
    """
    parameters = list(signature(function).parameters)
    if "inplace" not in parameters:  # what stands in for an op while `primitive` is not written
        return function
    place = parameters.index("inplace") - 1

    @wraps(function)
    def called(input: Array, *args: Any, **params: Any) -> Array:
        try:
            if not (args or params):
                return function(input)  # the usual case
            inplace = args[place] if len(args) > place else params.get("inplace")
            work = partial(become, function) if inplace else function
            return work(input, *args, **params)
        except Exception as error:
            explain(error, function, (input, *args), params)
            raise

    return called


def _check_fit(array: Array, result: Array) -> None:
    if kind_rank(result.dtype) > kind_rank(array.dtype):
        raise RuntimeError(f"a {result.dtype} result can't be written into a {array.dtype} tensor")
    if result.shape != array.shape:
        raise RuntimeError(f"a result of shape {result.shape} does not fit into {array.shape}")


class InPlace:
    """Operators with a `=`, and methods of a Tensor whose names end in `_`."""

    __slots__ = ()

    # Into the memory that is there, keeping its shape and dtype; integers refuse a quotient.
    __iadd__, __isub__, __imul__, __itruediv__ = map(in_place, (add, sub, mul, div))
    exp_, sqrt_, tanh_, sigmoid_, relu_ = map(in_place, (exp, sqrt, tanh, sigmoid, relu))
    abs_, mul_, div_, clamp_ = map(in_place, (abs, mul, div, clamp))
    masked_fill_ = in_place(masked_fill)

    def add_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self += alpha * other`. Raises RuntimeError as all that writes."""
        return updated(self, add(self, other if alpha == 1 else other * alpha))

    def sub_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self -= alpha * other`. Raises RuntimeError as all that writes."""
        return updated(self, sub(self, other if alpha == 1 else other * alpha))

    def zero_(self) -> Self:
        """Set every element to 0, in place, and return self."""
        return overwrite(self, 0)

    def copy_(self, source: Array | Number) -> Self:
        """Copy the elements of `source` over, in place, broadcasting and casting to any dtype.

        Raises TypeError unless `source` is a tensor or a number, and what `overwrite` raises.
        """
        if not isinstance(source, Array | np.generic | Number):
            raise TypeError(f"copy_ takes a tensor, not {type(source).__name__}")
        return overwrite(self, source)

    def fill_(self, value: Array | Number) -> Self:
        """Set every element to a number. Raises RuntimeError for one that the dtype can't hold."""
        check_fits(value, self.value.dtype)
        return overwrite(self, value)

    def detach_(self) -> Self:
        """Forget the history of this tensor: from now on it is a leaf that requires no gradient."""
        forget(self)
        return self

    def write_on_record(self, source: Array | Number) -> Self:
        """`overwrite`, where it has to be recorded. Raises what `overwrite` raises."""
        return copy(self, source)

    def assign_on_record(self, key: tuple[Any, ...], source: Array | Number) -> bool:
        """`self[key] = source`, if it has to be recorded, and whether it had.

        Raises RuntimeError for an index that differs over a batch.
        """
        inside = hasattr(self, "level")
        if not is_recorded(self, source) or (self.is_leaf and self.requires_grad and not inside):
            return False  # which refuses a leaf
        if any(hasattr(item, "level") for item in key):
            raise RuntimeError("vmap: items can't be assigned by an index that differs")
        assign_items(self, values_of(key), source)
        return True
