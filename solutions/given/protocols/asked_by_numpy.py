"""What NumPy asks of a tensor: `np.exp(x)`, and an ndarray on the left of an operator. (Given
code.)

A ufunc that is handed a tensor computes on its ndarray, and its results are tensors, without a
history; so it refuses a tensor that requires a gradient, as torch does. `ndarray + x` comes to
NumPy's `add`, too; it is an op like any other here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import add, div, matmul, mul, pow, sub
from ..core.dtypes import bool_, uint8
from ..ops import compare
from ..ops.elementwise import floor_divide, remainder

OPERATORS: dict[np.ufunc, Callable[..., Any]] = {
    np.add: add,
    np.subtract: sub,
    np.multiply: mul,
    np.true_divide: div,
    np.floor_divide: floor_divide,
    np.remainder: remainder,
    np.power: pow,
    np.matmul: matmul,
    np.equal: compare.eq,
    np.not_equal: compare.ne,
    np.less: compare.lt,
    np.less_equal: compare.le,
    np.greater: compare.gt,
    np.greater_equal: compare.ge,
    np.bitwise_and: compare.bitwise_and,
    np.bitwise_or: compare.bitwise_or,
    np.bitwise_xor: compare.bitwise_xor,
    np.left_shift: compare.bitwise_left_shift,
    np.right_shift: compare.bitwise_right_shift,
}


class AskedByNumPy:
    """NumPy's protocols, of a Tensor."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """A ufunc of tensors. Raises RuntimeError for one that requires a gradient, and TypeError
        for a tensor as `out`, and for a result of a dtype that tensors don't have."""
        is_call = method == "__call__" and not options
        if is_call and ufunc in OPERATORS and not isinstance(inputs[0], Array):
            return OPERATORS[ufunc](*inputs)
        if any(isinstance(out, Array) for out in options.get("out", ())):
            raise TypeError(f"np.{ufunc.__name__}: out must be an ndarray, not a tensor")
        arrays = [x.numpy() if isinstance(x, Array) else x for x in inputs]
        found = getattr(ufunc, method)(*arrays, **options)
        if method in ("outer", "at") or "out" in options:
            return found
        if isinstance(found, tuple):
            return tuple([_wrapped(self, each) for each in found])
        return _wrapped(self, found)

    def __array_wrap__(
        self, array: np.ndarray, context: Any = None, return_scalar: bool = False
    ) -> Any:
        """What another function of NumPy's has found, such as `np.cumsum(x)`, as a tensor."""
        return _wrapped(self, array)


def _wrapped(array: Array, found: Any) -> Any:
    """What a ufunc has found, as a tensor: bools become uint8, as in torch."""
    numbers = np.asarray(found)
    return array.new_tensor(numbers, dtype=uint8 if numbers.dtype == bool_ else numbers.dtype)
