"""torch's rules for mixing dtypes, and elementwise functions that follow them. (Given code.)

An integer mixed with a float takes the float's dtype, and a 0-d tensor or a Python number changes
the dtype of a tensor with dimensions only if it is of a higher kind (bool < int < float).
https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from inspect import signature
from typing import Any

import numpy as np
from numpy import asarray, ndarray  # by name: `np.` takes its time, in every op

from .dtypes import PYTHON_DTYPES, bool_, get_default_dtype, is_floating


def promote_types(type1: np.dtype, type2: np.dtype) -> np.dtype:
    """The smallest dtype that torch would give a mixture of both."""
    if is_floating(type1) != is_floating(type2):
        return type1 if is_floating(type1) else type2
    return np.promote_types(type1, type2)


def kind_rank(dtype: np.dtype) -> int:
    """The place of a dtype's kind among bool < int < float: 0, 1 or 2."""
    return "bif".index(dtype.kind.replace("u", "i"))


def result_type(*operands: np.ndarray | np.generic | bool | int | float) -> np.dtype:
    """The dtype of an elementwise result: tensors first, then 0-d tensors, then numbers."""
    groups: list[list[np.dtype]] = [[], [], []]
    for x in operands:
        if isinstance(x, np.ndarray | np.generic):
            groups[0 if x.ndim else 1].append(x.dtype)
        elif isinstance(x, bool | int | float):
            groups[2].append(PYTHON_DTYPES[type(x)])
        else:
            raise TypeError(f"expected tensors or numbers, got {type(x).__name__}")
    found = [reduce(promote_types, group) for group in groups if group]
    return reduce(_higher_kind_wins, found)


def _higher_kind_wins(strong: np.dtype, weak: np.dtype) -> np.dtype:
    return promote_types(strong, weak) if kind_rank(weak) > kind_rank(strong) else strong


# NumPy's scalars compute the same as its ufuncs do of 0-d arrays, in a third of the time.
ON_SCALARS = {np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul}


def power(x: Any, y: Any) -> Any:
    """`x ** y`; where y is 0.5 or -0.5 by the root, which is faster, and torch's way.

    It tells where x is -0 or -infinity.
    """
    if type(y) is float and (y == 0.5 or y == -0.5):
        return np.sqrt(x) if y > 0 else 1 / np.sqrt(x)
    return np.power(x, y)


Operand = np.ndarray | np.generic | bool | int | float


def _refusal(name: str, x: Any) -> TypeError:
    kind = type(x).__name__
    if hasattr(x, "requires_grad"):
        return TypeError(
            f"{name}: this is a function of ndarrays and numbers, got {kind}; `primitive` makes an "
            "op of tensors of it"
        )
    return TypeError(f"{name}: expected tensors or numbers, got {kind}")


def promoted(
    name: str, function: Callable[..., Any], *, floating: bool = False, boolean: bool = True
) -> Callable[..., Any]:
    """An elementwise function of one or two ndarrays, made to follow torch and named as torch does.

    Args:
        name: torch's name for it, which error messages and drawings show.
        function: a NumPy ufunc, or any function of ndarrays that broadcasts like one.
        floating: integers are turned into the default dtype first, as for `exp` or `/`.
        boolean: whether bool operands are allowed.

    The result raises TypeError for operands that are not numbers, and RuntimeError, as torch does,
    for shapes that do not broadcast and dtypes that do not fit.
    """
    fast_kinds = "f" if floating else "fiu"
    scalar = ON_SCALARS.get(function)
    function = power if function is np.power else function

    def converted(*operands: Any) -> list[np.ndarray]:
        for x in operands:
            if not isinstance(x, np.ndarray | np.generic | int | float):
                raise _refusal(name, x)
        dtype = result_type(*operands)
        if not boolean and any(np.asarray(x).dtype == bool_ for x in operands):
            raise RuntimeError(f"{name} does not support bool tensors")
        if floating and not is_floating(dtype):
            dtype = get_default_dtype()
        # astype lets a Python int that is too large for a small dtype wrap around, as torch does.
        return [np.asanyarray(x).astype(dtype, copy=False) for x in operands]

    def unary(x: Operand) -> Any:
        if type(x) is ndarray and x.dtype.kind in fast_kinds:
            return function(x)
        return function(*converted(x))

    def binary(x: Operand, y: Operand) -> Any:
        try:
            if type(x) is ndarray and (kind := (dtype := x.dtype).kind) in fast_kinds:
                if type(y) is ndarray:
                    if y.dtype is dtype:
                        if scalar is None or x.ndim or y.ndim or kind != "f":
                            return function(x, y)
                        return asarray(scalar(x[()], y[()]))
                elif (type(y) is float or type(y) is int) and kind == "f":
                    return function(x, y)
            return function(*converted(x, y))
        except ValueError as error:
            raise RuntimeError(f"{name}(): {error}") from None

    takes = getattr(function, "nin", None) or len(signature(function).parameters)
    lifted = binary if takes == 2 else unary
    lifted.__name__ = lifted.__qualname__ = name
    lifted.__doc__ = f"torch's `{name}`, elementwise, on ndarrays."
    return lifted
