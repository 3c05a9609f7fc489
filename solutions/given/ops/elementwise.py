"""More ops that act on each element by itself; there is nothing new to learn here. (Given code.)

What is flat has the derivative 0 wherever it has one: sign, floor, ceil and round. At the
kink of abs torch takes 0, too; the sign of NaN is 0.
"""

from __future__ import annotations

from math import log as _log
from typing import Any, Self

import numpy as np

from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ..core.dtypes import bool_, float16, int64, is_floating
from ..core.promotion import promoted


def _hypot(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    if x.dtype == bool_:  # a bool beside a float is a number
        raise RuntimeError("hypot does not support two bool tensors")
    return np.hypot(x, y)


def lifted(names: str, **how: bool) -> list[Any]:
    """Ops that NumPy has under the same names, all with these options of `promoted`."""
    return [primitive(promoted(name, getattr(np, name), **how)) for name in names.split()]


sin, cos, tan, sinh, cosh = lifted("sin cos tan sinh cosh", floating=True)
asin, acos, atan, atan2 = lifted("asin acos atan atan2", floating=True)
asinh, acosh, atanh = lifted("asinh acosh atanh", floating=True)
log1p, log2, log10, expm1, exp2 = lifted("log1p log2 log10 expm1 exp2", floating=True)
reciprocal = primitive(promoted("reciprocal", np.reciprocal, floating=True))
hypot = primitive(promoted("hypot", _hypot))
rsqrt = primitive(promoted("rsqrt", lambda x: 1 / np.sqrt(x), floating=True))
square = primitive(promoted("square", lambda x: x * x if x.dtype != bool_ else x.astype(int64)))

defvjp(sin, lambda g, out, x: g * cos(x))
defvjp(cos, lambda g, out, x: -g * sin(x))
defvjp(tan, lambda g, out, x: g * (1 + out * out))
defvjp(atan, lambda g, out, x: g / (1 + x * x))


def _over_square(x: Any, y: Any) -> Any:
    """1 / (x^2 + y^2), and 1 where both are 0, for a slope of 0."""
    square = x * x + y * y
    return reciprocal(square + (square == 0))


defvjp(exp2, lambda g, out, x: g * out * _log(2))
defvjp(asin, lambda g, out, x: g * rsqrt(1 - x * x))
defvjp(acos, lambda g, out, x: -g * rsqrt(1 - x * x))
defvjp(asinh, lambda g, out, x: g * rsqrt(x * x + 1))
defvjp(acosh, lambda g, out, x: g * rsqrt(x * x - 1))
defvjp(atanh, lambda g, out, x: g / (1 - x * x))
defvjp(
    atan2,
    lambda g, out, x, y: g * y * _over_square(x, y),
    lambda g, out, x, y: -g * x * _over_square(x, y),
)
defvjp(hypot, lambda g, out, x, y: g * (x / out), lambda g, out, x, y: g * (y / out))
defvjp(sinh, lambda g, out, x: g * cosh(x))
defvjp(cosh, lambda g, out, x: g * sinh(x))
defvjp(log1p, lambda g, out, x: g / (1 + x))
defvjp(expm1, lambda g, out, x: g * (1 + out))
defvjp(log2, lambda g, out, x: g / (x * _log(2)))
defvjp(log10, lambda g, out, x: g / (x * _log(10)))
defvjp(rsqrt, lambda g, out, x: g * out * out * out * -0.5)
defvjp(reciprocal, lambda g, out, x: -g * out * out)
defvjp(square, lambda g, out, x: 2 * g * x)


def _sign(x: np.ndarray) -> np.ndarray:
    return np.subtract(x > 0, x < 0, dtype=x.dtype) if x.dtype != bool_ else x.copy()


@primitive
def heaviside(x: np.ndarray, values: np.ndarray) -> np.ndarray:
    """0 below 0, 1 above it, and `values` at 0. Raises RuntimeError for two dtypes."""
    if x.dtype != values.dtype:
        raise RuntimeError(f"heaviside of {x.dtype} and {values.dtype}: both must be the same")
    return np.where(x == 0, values, (x > 0).astype(x.dtype))


abs, floor, ceil, trunc = lifted("abs floor ceil trunc", boolean=False)
sign = primitive(promoted("sign", _sign))


@primitive
def round(x: np.ndarray, *, decimals: int = 0) -> np.ndarray:
    """Each element rounded to so many decimals; halves go to the even neighbour."""
    exact = x.astype(np.float32) if x.dtype == float16 else x  # tenths are too rough in float16
    return np.round(exact, decimals).astype(x.dtype, copy=False)


defvjp(abs, lambda g, out, x: g * sign(x))
for _flat in (sign, floor, ceil, trunc):
    defvjp(_flat, lambda g, out, x: 0 * g)
defvjp(round, lambda g, out, x, *, decimals=0: 0 * g)


def _whole(name: str, divide: np.ufunc) -> Any:
    def checked(x: np.ndarray, y: np.ndarray | float) -> np.ndarray:
        if x.dtype == bool_:
            raise NotImplementedError(f"{name} is not implemented for bool")
        if not (is_floating(x.dtype) or np.all(y)) and x.size:
            raise ValueError("division of integers by zero")
        return divide(x, y)

    return primitive(promoted(name, checked))


remainder = _whole("remainder", np.remainder)
floor_divide = _whole("floor_divide", np.floor_divide)  # has no rules, as in torch
rounded_down = _whole("rounded_down", np.floor_divide)

fmod = _whole("fmod", np.fmod)

defvjp(rounded_down, lambda g, out, x, y: 0 * g, lambda g, out, x, y: 0 * g)
defvjp(fmod, lambda g, out, x, y: g, lambda g, out, x, y: -g * trunc(x / y))
defvjp(remainder, lambda g, out, x, y: g, lambda g, out, x, y: -g * rounded_down(x, y))


@primitive
def hardtanh(x: np.ndarray, min_val: float = -1.0, max_val: float = 1.0) -> np.ndarray:
    """x, cut off at two bounds; the gradient passes strictly between them.

    It keeps the dtype of x, also of integers, whatever the bounds are. Raises RuntimeError for
    bools.
    """
    if x.dtype.kind == "b":
        raise RuntimeError("hardtanh does not support bool tensors")
    return np.clip(x, min_val, max_val).astype(x.dtype, copy=False)


defvjp(
    hardtanh,
    lambda g, out, x, min_val=-1.0, max_val=1.0: g * ((x > min_val) & (x < max_val)),
)


def frac(x: Any) -> Any:
    """What is behind the point: x - trunc(x)."""
    return x - trunc(x)


def relu6(x: Any, inplace: bool = False) -> Any:
    """x, cut off at 0 and at 6. Takes integers."""
    return hardtanh(x, 0.0, 6.0)


def softsign(x: Any) -> Any:
    """x / (1 + |x|); integers become floats."""
    return x / (1 + abs(x))


class Elementwise:
    """The same ops as a Tensor's methods and operators."""

    __slots__ = ()

    __abs__ = abs
    __mod__ = remainder
    __floordiv__ = floor_divide

    sin, cos, tan, atan, sinh, cosh = sin, cos, tan, atan, sinh, cosh
    asin, acos, atan2, asinh, acosh, atanh = asin, acos, atan2, asinh, acosh, atanh
    arcsin, arccos, arctan, arctan2 = asin, acos, atan, atan2
    trunc, fix, frac, fmod, hypot = trunc, trunc, frac, fmod, hypot
    log1p, expm1, log2, log10, exp2 = log1p, expm1, log2, log10, exp2
    arcsinh, arccosh, arctanh = asinh, acosh, atanh
    rsqrt, reciprocal, square = rsqrt, reciprocal, square
    abs, sign, floor, ceil, round = abs, sign, floor, ceil, round
    remainder, floor_divide, heaviside = remainder, floor_divide, heaviside

    def __rmod__(self, other: Any) -> Self:
        """`other % self`."""
        return remainder(other, self)

    def __rfloordiv__(self, other: Any) -> Self:
        """`other // self`."""
        return floor_divide(other, self)
