"""What NumPy asks of a tensor: `np.exp(x)`, and an ndarray on the left of an operator. (Given
code.)

A ufunc that is handed a tensor computes on its ndarray, and its results are tensors, without a
history; so it refuses a tensor that requires a gradient, as torch does. `ndarray + x` comes to
NumPy's `add`, too, and is handed to `x.__radd__`, an op like any other here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ..core.dtypes import bool_, uint8

# What Python calls where the ndarray on the left does not know how.
REFLECTED = """
    add radd, subtract rsub, multiply rmul, true_divide rtruediv, floor_divide rfloordiv,
    remainder rmod, power rpow, matmul rmatmul, equal eq, not_equal ne, less gt, less_equal ge,
    greater lt, greater_equal le, bitwise_and rand, bitwise_or ror, bitwise_xor rxor,
    left_shift rlshift, right_shift rrshift
"""
METHODS = {getattr(np, name): f"__{to}__" for name, to in map(str.split, REFLECTED.split(","))}


class AskedByNumPy:
    """NumPy's protocols, of a Tensor."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """A ufunc of tensors. Raises RuntimeError for one that requires a gradient, and TypeError
        for a tensor as `out`, and for a result of a dtype that tensors don't have."""
        is_call = method == "__call__" and not options
        if is_call and ufunc in METHODS and not isinstance(inputs[0], Array):
            return getattr(inputs[1], METHODS[ufunc])(inputs[0])
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
