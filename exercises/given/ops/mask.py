"""Zeros, or another value, in the place of some elements: tril, triu, masked_fill. (Given code.)"""

from __future__ import annotations

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import Number
from ...m07_chain_rule import defvjp
from ..core.dtypes import bool_, check_fits


@primitive
def tril(x: np.ndarray, diagonal: int = 0) -> np.ndarray:
    """x with zeros above a diagonal of its last two dimensions: 0 is the main one, 1 above it.

    Raises RuntimeError for fewer than two dimensions.
    """
    if x.ndim < 2:
        raise RuntimeError("tril needs at least two dimensions")
    return np.tril(x, diagonal)


@primitive
def triu(x: np.ndarray, diagonal: int = 0) -> np.ndarray:
    """x with zeros below a diagonal of its last two dimensions: 0 is the main one, 1 above it.

    Raises RuntimeError for fewer than two dimensions.
    """
    if x.ndim < 2:
        raise RuntimeError("triu needs at least two dimensions")
    return np.triu(x, diagonal)


@primitive
def masked_fill(x: np.ndarray, mask: np.ndarray, value: np.ndarray | Number) -> np.ndarray:
    """x with `value`, a number or a 0-d tensor, wherever `mask` is true; dtype as x.

    `value` is cast to it. `x` and `mask` broadcast; the mask has no gradient, and `value` gets one.
    Raises RuntimeError if they can't, if the mask is not of dtype bool, or if `value` has
    dimensions or is too large for the dtype.
    """
    if mask.dtype != bool_:
        raise RuntimeError(f"masked_fill takes a mask of bools, not {mask.dtype}")
    if np.ndim(value):
        raise RuntimeError("masked_fill takes a number or a 0-d tensor as value")
    check_fits(value, x.dtype)
    return np.where(mask, np.asarray(value).astype(x.dtype), x)


def fill_diagonal(x: Array, fill_value: Number, wrap: bool = False) -> Array:
    """x with a number on its diagonal, which `wrap` begins anew below the end of a tall matrix."""
    mask = np.zeros(x.shape, bool)
    np.fill_diagonal(mask, True, wrap)
    return masked_fill(x, Array(mask), fill_value)


defvjp(tril, lambda g, out, x, diagonal=0: tril(g, diagonal))
defvjp(triu, lambda g, out, x, diagonal=0: triu(g, diagonal))
defvjp(
    masked_fill,
    lambda g, out, x, mask, value: masked_fill(g, mask, 0),
    None,
    lambda g, out, x, mask, value: g * mask,
)
