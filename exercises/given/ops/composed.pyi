"""Formulas that are common enough to have a name; most are made of ops. (Given code.)"""

from typing import Any as Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import primitive as primitive
from ...m04_magic_methods import Number as Number
from ...m04_magic_methods import matmul as matmul
from ...m04_magic_methods import sigmoid as sigmoid
from ...m04_magic_methods import sum as sum
from ...m07_chain_rule import defvjp as defvjp
from ...m12_reductions import clamp as clamp
from ...m12_reductions import where as where
from ...given.core.cast_and_clone import cast as cast
from ...given.core.cast_and_clone import clone as clone
from ...given.core.dtypes import is_floating as is_floating
from ...given.core.promotion import promote_types as promote_types
from ...given.core.promotion import promoted as promoted
from ...given.ops.compare import isnan as isnan
from ...given.ops.reduce import norm as norm
from ...given.ops.reshape import broadcast_tensors as broadcast_tensors
from ...given.ops.reshape import unsqueeze as unsqueeze
from ..._tensor import Tensor as Tensor

def lerp(start: Tensor, end: Tensor, weight: Any) -> Tensor:
    """The point on the way from `start` to `end`: start + weight * (end - start)."""

def addcmul(x: Array, tensor1: Array, tensor2: Array, *, value: Number=1) -> Array:
    """x + value * tensor1 * tensor2."""

def addcdiv(x: Array, tensor1: Array, tensor2: Array, *, value: Number=1) -> Array:
    """x + value * tensor1 / tensor2."""

def addmm(x: Array, mat1: Array, mat2: Array, *, beta: Number=1, alpha: Number=1) -> Array:
    """beta * x + alpha * (mat1 @ mat2)."""
baddbmm = addmm

def clamp_min(x: Array, min: Array | Number) -> Array:
    """x with everything below `min` raised to it."""

def clamp_max(x: Array, max: Array | Number) -> Array:
    """x with everything above `max` cut to it."""

def nan_to_num(x: Array, nan: float | None=0.0, posinf: float | None=None, neginf: float | None=None) -> Array:
    """x with NaN and the infinities replaced: by numbers, or (None) by the dtype's extremes."""
logaddexp: Any

def normalize(x: Array, p: float=2.0, dim: int=1, eps: float=1e-12) -> Array:
    """x divided by its p-norm along `dim`, or by `eps` if that is larger."""

def cosine_similarity(x1: Array, x2: Array, dim: int=1, eps: float=1e-08) -> Array:
    """The cosine of the angle between x1 and x2 along `dim`; lengths count as at least `eps`."""

def pairwise_distance(x1: Array, x2: Array, p: float=2.0, eps: float=1e-06, keepdim: bool=False) -> Array:
    """The p-norm of x1 - x2 + eps along the last dimension."""

def cdist(x1: Array, x2: Array, p: float=2.0) -> Array:
    """The p-norms of all differences of rows: (..., n, d), (..., m, d) -> (..., n, m)."""

class Formulas:
    """The same functions as methods."""
    lerp: Any
    addcmul: Any
    addcdiv: Any
    addmm: Any
    baddbmm: Any
    clamp_min: Any
    clamp_max: Any
    nan_to_num: Any
    logaddexp: Any

    def where(self, condition: Array, other: Array | Number) -> Array:
        """self where `condition` holds, and `other` elsewhere."""
