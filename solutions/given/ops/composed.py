"""Formulas that are common enough to have a name; made of ops, they need no rules. (Given code.)"""

from __future__ import annotations

from math import inf

import numpy as np

from ...m01_wrapper import Array
from ...m03_magic_methods import Number, exp, matmul
from ...m09_reductions import abs, clamp, maximum, where
from ..core.cast_and_clone import clone
from ..core.dtypes import is_floating
from .compare import isnan
from .elementwise import log1p


def lerp(start: Array, end: Array, weight: Array | Number) -> Array:
    """The point on the way from `start` to `end`: start + weight * (end - start)."""
    return start + weight * (end - start)


def addcmul(x: Array, tensor1: Array, tensor2: Array, *, value: Number = 1) -> Array:
    """x + value * tensor1 * tensor2."""
    return x + value * (tensor1 * tensor2)


def addcdiv(x: Array, tensor1: Array, tensor2: Array, *, value: Number = 1) -> Array:
    """x + value * tensor1 / tensor2."""
    return x + value * (tensor1 / tensor2)


def addmm(x: Array, mat1: Array, mat2: Array, *, beta: Number = 1, alpha: Number = 1) -> Array:
    """beta * x + alpha * (mat1 @ mat2)."""
    product = matmul(mat1, mat2)
    return (x if beta == 1 else beta * x) + (product if alpha == 1 else alpha * product)


baddbmm = addmm  # batches of matrices multiply in the same way


def clamp_min(x: Array, min: Array | Number) -> Array:
    """x with everything below `min` raised to it."""
    return clamp(x, min=min)


def clamp_max(x: Array, max: Array | Number) -> Array:
    """x with everything above `max` cut to it."""
    return clamp(x, max=max)


def nan_to_num(
    x: Array, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """x with NaN and the infinities replaced: by numbers, or (None) by the dtype's extremes."""
    if not is_floating(x.dtype):
        return clone(x)
    largest = float(np.finfo(x.dtype).max)
    x = where(isnan(x), nan, x)
    x = where(x == inf, largest if posinf is None else posinf, x)
    return where(x == -inf, -largest if neginf is None else neginf, x)


def logaddexp(x: Array, y: Array) -> Array:
    """log(exp(x) + exp(y)), and nothing overflows."""
    return maximum(x, y) + log1p(exp(-abs(x - y)))


class Formulas:
    """The same functions as methods."""

    __slots__ = ()

    lerp, addcmul, addcdiv, addmm, baddbmm = lerp, addcmul, addcdiv, addmm, baddbmm
    clamp_min, clamp_max, nan_to_num, logaddexp = clamp_min, clamp_max, nan_to_num, logaddexp

    def where(self, condition: Array, other: Array | Number) -> Array:
        """self where `condition` holds, and `other` elsewhere."""
        return where(condition, self, other)
