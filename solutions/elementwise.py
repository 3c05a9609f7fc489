"""More ops that act on each element by itself; there is nothing new to learn here. (Given code.)

What is flat has the derivative 0 wherever it has one: sign, floor, ceil and round.
"""

from __future__ import annotations

from math import log as _log
from typing import Any, Self

import numpy as np

from .dtypes import is_floating, promoted
from .m02_computation_graph import primitive
from .m06_chain_rule import defvjp

sin = primitive(promoted("sin", np.sin, floating=True))
cos = primitive(promoted("cos", np.cos, floating=True))
tan = primitive(promoted("tan", np.tan, floating=True))
atan = primitive(promoted("atan", np.arctan, floating=True))
sinh = primitive(promoted("sinh", np.sinh, floating=True))
cosh = primitive(promoted("cosh", np.cosh, floating=True))
log1p = primitive(promoted("log1p", np.log1p, floating=True))
expm1 = primitive(promoted("expm1", np.expm1, floating=True))
log2 = primitive(promoted("log2", np.log2, floating=True))
log10 = primitive(promoted("log10", np.log10, floating=True))
rsqrt = primitive(promoted("rsqrt", lambda x: 1 / np.sqrt(x), floating=True))
reciprocal = primitive(promoted("reciprocal", np.reciprocal, floating=True))
square = primitive(promoted("square", np.square))

defvjp(sin, lambda g, out, x: g * cos(x))
defvjp(cos, lambda g, out, x: -g * sin(x))
defvjp(tan, lambda g, out, x: g * (1 + out * out))
defvjp(atan, lambda g, out, x: g / (1 + x * x))
defvjp(sinh, lambda g, out, x: g * cosh(x))
defvjp(cosh, lambda g, out, x: g * sinh(x))
defvjp(log1p, lambda g, out, x: g / (1 + x))
defvjp(expm1, lambda g, out, x: g * (1 + out))
defvjp(log2, lambda g, out, x: g / (x * _log(2)))
defvjp(log10, lambda g, out, x: g / (x * _log(10)))
defvjp(rsqrt, lambda g, out, x: g * out * out * out * -0.5)
defvjp(reciprocal, lambda g, out, x: -g * out * out)
defvjp(square, lambda g, out, x: 2 * g * x)

sign = primitive(promoted("sign", np.sign, boolean=False))
floor = primitive(promoted("floor", np.floor, boolean=False))
ceil = primitive(promoted("ceil", np.ceil, boolean=False))


@primitive
def round(x: np.ndarray, *, decimals: int = 0) -> np.ndarray:
    """Each element rounded to so many decimals; halves go to the even neighbour."""
    return np.round(x, decimals)


defvjp(sign, lambda g, out, x: 0 * g)
defvjp(floor, lambda g, out, x: 0 * g)
defvjp(ceil, lambda g, out, x: 0 * g)
defvjp(round, lambda g, out, x, *, decimals=0: 0 * g)


def _whole(name: str, divide: np.ufunc) -> Any:
    def checked(x: np.ndarray, y: np.ndarray | float) -> np.ndarray:
        if not (is_floating(x.dtype) or np.all(y)):
            raise ValueError("division of integers by zero")
        return divide(x, y)

    checked.nin = 2  # how `promoted` tells functions of two arguments
    return primitive(promoted(name, checked, boolean=False))


remainder = _whole("remainder", np.remainder)
floor_divide = _whole("floor_divide", np.floor_divide)

defvjp(remainder, lambda g, out, x, y: g, lambda g, out, x, y: -g * floor(x / y))

isnan = primitive(promoted("isnan", np.isnan))
isinf = primitive(promoted("isinf", np.isinf))
isfinite = primitive(promoted("isfinite", np.isfinite))
logical_not = primitive(promoted("logical_not", np.logical_not))
logical_and = primitive(promoted("logical_and", np.logical_and))
logical_or = primitive(promoted("logical_or", np.logical_or))
logical_xor = primitive(promoted("logical_xor", np.logical_xor))


@primitive
def isclose(
    x: np.ndarray, y: np.ndarray, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> np.ndarray:
    """Whether |x - y| <= atol + rtol * |y|, element by element.

    Raises RuntimeError for two dtypes, and for shapes that do not broadcast.
    """
    if x.dtype != y.dtype:
        raise RuntimeError(f"isclose of {x.dtype} and {y.dtype}: both must have the same dtype")
    try:
        return np.isclose(x, y, rtol, atol, equal_nan)
    except ValueError as error:
        raise RuntimeError(f"isclose: {error}") from None


def _bitwise(name: str, function: np.ufunc) -> Any:
    lifted = promoted(name, function)

    def checked(*operands: Any) -> np.ndarray:
        for x in operands:
            if isinstance(x, float) or is_floating(np.asarray(x).dtype):
                raise NotImplementedError(f"{name} takes bools and integers, not floats")
        return lifted(*operands)

    checked.__name__ = checked.__qualname__ = name
    checked.__doc__ = lifted.__doc__
    return primitive(checked)


bitwise_and = _bitwise("bitwise_and", np.bitwise_and)
bitwise_or = _bitwise("bitwise_or", np.bitwise_or)
bitwise_xor = _bitwise("bitwise_xor", np.bitwise_xor)
bitwise_not = _bitwise("bitwise_not", np.invert)


class Elementwise:
    """The same ops as a Tensor's methods and operators."""

    __slots__ = ()

    __and__ = __rand__ = bitwise_and
    __or__ = __ror__ = bitwise_or
    __xor__ = __rxor__ = bitwise_xor
    __invert__ = bitwise_not
    __mod__ = remainder
    __floordiv__ = floor_divide

    sin, cos, tan, atan, sinh, cosh = sin, cos, tan, atan, sinh, cosh
    log1p, expm1, log2, log10 = log1p, expm1, log2, log10
    rsqrt, reciprocal, square = rsqrt, reciprocal, square
    sign, floor, ceil, round = sign, floor, ceil, round
    remainder, floor_divide = remainder, floor_divide
    bitwise_and, bitwise_or, bitwise_xor = bitwise_and, bitwise_or, bitwise_xor
    bitwise_not = bitwise_not
    isnan, isinf, isfinite, isclose = isnan, isinf, isfinite, isclose
    logical_not, logical_and, logical_or, logical_xor = (
        logical_not,
        logical_and,
        logical_or,
        logical_xor,
    )

    def __rmod__(self, other: Any) -> Self:
        """`other % self`."""
        return remainder(other, self)

    def __rfloordiv__(self, other: Any) -> Self:
        """`other // self`."""
        return floor_divide(other, self)
