"""The error function, its inverse and the normal probability, which NumPy lacks. (Given code.)

erf(x) = 2 / sqrt(pi) * (the integral of exp(-t * t) from 0 to x), so (1 + erf(x / sqrt(2))) / 2 is
the chance that a standard normal number is below x.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import exp
from ...m07_chain_rule import defvjp
from ..core.dtypes import is_floating
from ..core.promotion import promoted
from ..statistics.blocks import in_blocks

_SLOPE = 2 / math.sqrt(math.pi)  # of erf at 0
_BEND, _CUBIC = math.sqrt(2 / math.pi), 0.044715  # of the normal probability's approximation

# A quotient of polynomials in x * x for float32 (from Eigen), highest power first.
_ABOVE = (
    *(-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05),
    *(-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02),
)
_BELOW = (
    *(-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03),
    *(-7.37332916720468e-03, -1.42647390514189e-02),
)

_LIMIT = 6  # from here on, erf is 1 to the last bit of a float64
_NODES = 16  # expansions per unit
_DEGREE = 10

_GUESS = 0.147  # of S. Winitzki (2008), for erfinv

# Half the logit of `ndtr`, divided by x, as a polynomial in x * x, highest power first; fitted so
# that the probability of a float32 is off by 1e-7 at the most.
_LOGIT = (
    *(1.756279448769557e-09, -1.3226634487803608e-07, 3.964773905496611e-06),
    *(-5.530632046824152e-05, -3.259473671512767e-05, 3.633308440246773e-02, 0.7978849414911011),
)


def erf_ndarray(x: np.ndarray) -> np.ndarray:
    """erf of each element, as accurate as the dtype allows; float32 takes a short cut."""
    return in_blocks(_write_erf, x)


def _write_erf(x: np.ndarray, out: np.ndarray) -> None:
    if x.dtype == np.float64:
        out[...] = _erf_float64(x)
        return
    x = np.clip(x, -4, 4, dtype=np.float32)
    square = x * x
    above = _polynomial(_ABOVE, square)
    above *= x
    np.divide(above, _polynomial(_BELOW, square), out=out)


def _erf_float64(x: np.ndarray) -> np.ndarray:
    """Taylor's expansion around the nearest of some nodes, all of them tabulated."""
    x = np.clip(x, -_LIMIT, _LIMIT)
    node = np.rint(x * _NODES)
    away = x - node / _NODES
    node = np.nan_to_num(node).astype(np.intp) + _LIMIT * _NODES
    table = _expansions()
    result = table[-1].take(node)
    for coefficients in table[-2::-1]:
        result *= away
        result += coefficients.take(node)
    return result


@cache
def _expansions() -> np.ndarray:
    """A row per power, a column per node. Of b, the expansion of erf's slope, b' = -2 x b says that
    (n + 1) b[n + 1] = -2 (a b[n] + b[n - 1]) at the node a."""
    a = np.arange(-_LIMIT * _NODES, _LIMIT * _NODES + 1) / _NODES
    slopes = [np.zeros_like(a), _SLOPE * np.exp(-a * a)]
    for n in range(_DEGREE - 1):
        slopes.append(-2 * (a * slopes[-1] + slopes[-2]) / (n + 1))
    integrals = [b / n for n, b in enumerate(slopes[1:], 1)]
    return np.array([[math.erf(t) for t in a], *integrals])


def _polynomial(coefficients: tuple[float, ...], x: np.ndarray) -> np.ndarray:
    result = x * coefficients[0]
    result += coefficients[1]
    for c in coefficients[2:]:
        result *= x
        result += c
    return result


def erfinv_ndarray(y: np.ndarray) -> np.ndarray:
    """The x whose erf is y, for each element: infinite at -1 and 1, and NaN beyond."""
    y = np.asarray(y)
    with np.errstate(all="ignore"):
        log = np.log1p(-np.square(y, dtype=np.float64))
        half = 2 / (math.pi * _GUESS) + log / 2
        x = np.copysign(np.sqrt(np.sqrt(half * half - log / _GUESS) - half), y)
        for _ in range(4):  # Newton's steps
            x = x - (_erf_float64(x) - y) / (_SLOPE * np.exp(-x * x))
    return np.where(np.abs(y) == 1, np.copysign(np.inf, y), x).astype(y.dtype)


erf = primitive(promoted("erf", erf_ndarray, floating=True))
erfinv = primitive(promoted("erfinv", erfinv_ndarray, floating=True))

defvjp(erf, lambda g, out, x: g * (_SLOPE * exp(-x * x)))
defvjp(erfinv, lambda g, out, x: g * (exp(out * out) / _SLOPE))


@primitive
def ndtr(x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """The chance that a standard normal number is below x: exactly ("none"), or by "tanh".

    Raises NotImplementedError unless x is floating, RuntimeError for another `approximate`.
    """
    if not is_floating(x.dtype):
        raise NotImplementedError(f"ndtr is not implemented for {x.dtype}")
    if approximate not in ("none", "tanh"):
        raise RuntimeError(f"approximate must be 'none' or 'tanh', not {approximate!r}")
    return in_blocks(WAYS[approximate].ndtr, x)


def _ndtr(x: np.ndarray, out: np.ndarray) -> None:
    if x.dtype == np.float64:
        out[...] = _erf_float64(x * math.sqrt(0.5)) * 0.5 + 0.5
        return
    numbers = x.astype(np.float32, copy=False)
    with np.errstate(over="ignore"):  # of large numbers the tanh is 1
        half = _polynomial(_LOGIT, numbers * numbers)
        half *= numbers
    _from_half_logit(half, out)


def _ndtr_by_tanh(x: np.ndarray, out: np.ndarray) -> None:
    _from_half_logit(x * (_BEND + _BEND * _CUBIC * (x * x)), out)


def _from_half_logit(half: np.ndarray, out: np.ndarray) -> None:
    np.tanh(half, out=half)
    half *= 0.5
    np.add(half, 0.5, out=out)


@primitive
def bell(x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """The slope of `ndtr`: exp(-x^2 / 2) / sqrt(2 pi), or that of its "tanh" form."""
    return in_blocks(WAYS[approximate].bell, x)


def _bell(x: np.ndarray, out: np.ndarray) -> None:
    np.multiply(x, x, out=out)
    out *= -0.5
    np.exp(out, out=out)
    out *= math.sqrt(0.5 / math.pi)


def _bell_by_tanh(x: np.ndarray, out: np.ndarray) -> None:
    _ndtr_by_tanh(x, out)
    out *= 1 - out
    out *= _steepness(x)


class Way(NamedTuple):
    """How `ndtr` and its slope are found: each writes what it makes of an ndarray."""

    ndtr: Callable[[np.ndarray, np.ndarray], None]
    bell: Callable[[np.ndarray, np.ndarray], None]


WAYS = {"none": Way(_ndtr, _bell), "tanh": Way(_ndtr_by_tanh, _bell_by_tanh)}


def _steepness(x: Any) -> Any:
    """How fast the logit of `ndtr`'s "tanh" form grows."""
    return 2 * _BEND + 6 * _BEND * _CUBIC * (x * x)


def bell_vjp(g: Any, out: Any, x: Any, approximate: str = "none") -> Any:
    """The rule for `bell`."""
    if approximate == "none":
        return -(g * out * x)
    p = ndtr(x, approximate=approximate)
    return g * (out * (1 - 2 * p) * _steepness(x) + p * (1 - p) * (12 * _BEND * _CUBIC * x))


defvjp(ndtr, lambda g, out, x, approximate="none": g * bell(x, approximate=approximate))
defvjp(bell, bell_vjp)
