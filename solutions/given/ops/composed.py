"""Formulas that are common enough to have a name; most are made of ops. (Given code.)

`lerp` and `logaddexp` are ops with rules of their own, which are right at infinities, too.
"""

from __future__ import annotations

from math import inf

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import Number, matmul, sigmoid, sum
from ...m07_chain_rule import defvjp
from ...m12_reductions import clamp, where
from ..core.cast_and_clone import cast, clone
from ..core.dtypes import is_floating
from ..core.promotion import promote_types, promoted, result_type
from .compare import isnan
from .reduce import norm
from .reshape import broadcast_tensors, unsqueeze


@primitive
def lerp(start: np.ndarray, end: np.ndarray, weight: np.ndarray | Number) -> np.ndarray:
    """The point on the way from `start` to `end`: start + weight * (end - start).

    Beyond half of the way it is found from the other end, so that a weight of 1 gives `end` itself.
    """
    way = end - start
    near, far = start + weight * way, end - (1 - weight) * way
    return np.where(np.abs(weight) < 0.5, near, far)


defvjp(
    lerp,
    lambda g, out, start, end, weight: g * (1 - weight),
    lambda g, out, start, end, weight: g * weight,
    lambda g, out, start, end, weight: g * (end - start),
)


def addcmul(x: Array, tensor1: Array, tensor2: Array, *, value: Number = 1) -> Array:
    """x + value * tensor1 * tensor2."""
    x, tensor1, tensor2 = _of_one_dtype(x, tensor1, tensor2)
    return x + value * (tensor1 * tensor2)


def addcdiv(x: Array, tensor1: Array, tensor2: Array, *, value: Number = 1) -> Array:
    """x + value * tensor1 / tensor2."""
    x, tensor1, tensor2 = _of_one_dtype(x, tensor1, tensor2)
    return x + value * (tensor1 / tensor2)


def _of_one_dtype(*tensors: Array) -> list[Array]:
    """The tensors in the dtype of a mixture of all, before anything is rounded in another."""
    dtype = result_type(*[np.empty((0,) * x.ndim, x.dtype) for x in tensors])
    return [x if x.dtype == dtype else cast(x, dtype) for x in tensors]


def addmm(x: Array, mat1: Array, mat2: Array, *, beta: Number = 1, alpha: Number = 1) -> Array:
    """beta * x + alpha * (mat1 @ mat2)."""
    product = matmul(mat1, mat2)
    product = product if alpha == 1 else alpha * product
    if beta == 0:  # NaN in x counts for nothing
        return product
    return (x if beta == 1 else beta * x) + product


baddbmm = addmm  # batches of matrices multiply in the same way


def clamp_min(x: Array, min: Array | Number) -> Array:
    """x with everything below `min` raised to it."""
    return clamp(x, min=min)


def clamp_max(x: Array, max: Array | Number) -> Array:
    """x with everything above `max` cut to it."""
    return clamp(x, max=max)


def nan_to_num(
    x: Array, nan: float | None = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """x with NaN and the infinities replaced: by numbers, or (None) by the dtype's extremes."""
    if not is_floating(x.dtype):
        return clone(x)
    largest = float(np.finfo(x.dtype).max)
    result = where(isnan(x), 0.0 if nan is None else nan, x)
    result = where(x == inf, largest if posinf is None else posinf, result)
    return where(x == -inf, -largest if neginf is None else neginf, result)


logaddexp = primitive(promoted("logaddexp", np.logaddexp, floating=True))

defvjp(
    logaddexp,
    lambda g, out, x, y: g * sigmoid(x - y),
    lambda g, out, x, y: g * sigmoid(y - x),
)


def normalize(x: Array, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Array:
    """x divided by its p-norm along `dim`, or by `eps` if that is larger."""
    length = norm(x, p, dim, keepdim=True)
    return x / clamp(length, min=eps)


def cosine_similarity(x1: Array, x2: Array, dim: int = 1, eps: float = 1e-8) -> Array:
    """The cosine of the angle between x1 and x2 along `dim`; lengths count as at least `eps`.

    Both broadcast first, so that `dim` is one of the shape that both have then.
    """
    dtype = promote_types(x1.dtype, x2.dtype)
    x1, x2 = broadcast_tensors(*[x if x.dtype == dtype else cast(x, dtype) for x in (x1, x2)])
    return sum(normalize(x1, dim=dim, eps=eps) * normalize(x2, dim=dim, eps=eps), dim)


def pairwise_distance(
    x1: Array, x2: Array, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
) -> Array:
    """The p-norm of x1 - x2 + eps along the last dimension."""
    return norm(x1 - x2 + eps, p, -1, keepdim)


def cdist(x1: Array, x2: Array, p: float = 2.0) -> Array:
    """The p-norms of all differences of rows: (..., n, d), (..., m, d) -> (..., n, m)."""
    p = p if x1.shape[-1] else 2.0  # without elements all distances are 0
    return norm(unsqueeze(x1, -2) - unsqueeze(x2, -3), p, -1)


def dist(x: Array, y: Array, p: float = 2.0) -> Array:
    """The p-norm of the difference of all elements."""
    return norm(x - y, p)


class Formulas:
    """The same functions as methods."""

    __slots__ = ()

    lerp, addcmul, addcdiv, addmm, baddbmm = lerp, addcmul, addcdiv, addmm, baddbmm
    clamp_min, clamp_max, nan_to_num, logaddexp = clamp_min, clamp_max, nan_to_num, logaddexp
    dist = dist

    def where(self, condition: Array, other: Array | Number) -> Array:
        """self where `condition` holds, and `other` elsewhere."""
        return where(condition, self, other)
