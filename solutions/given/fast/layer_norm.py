"""`normalization`'s `layer_norm`, some rows at a time. (Given code.)

What is done to some rows finds them in the cache, sums are products with ones, and the gradients
are found together. A step of training with 1,024 rows of 512 takes half of the time.

The op takes its place where ops are recorded and nobody else looks on, for rows that are not so
long that their sums would lose digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import record
from ...m07_chain_rule import defvjp
from ...m24_normalization import normalize_last as plain
from ...m24_normalization import standardize_vjp_weight, standardize_vjp_x
from ..core.dtypes import float32, float64
from ..core.residuals import primitive_with_residuals
from ..statistics.sums import add_up

_BLOCK = 2**16  # numbers that are worked on at a time
_LONGEST = 2**14  # numbers in a row

Dims = tuple[int, ...]


class Rows:
    """x and what its rows were made normal with: their means, and 1 / sqrt(var + eps), (rows, 1).

    The gradients of weight and bias are found on the way to that of x.
    """

    def __init__(self, x: np.ndarray, dim: Dims) -> None:
        self.size = prod(x.shape[dim[0] :])
        self.mean, self.scale = np.empty((2, x.size // self.size, 1), x.dtype)
        self.step = max(1, _BLOCK // self.size)
        self.ones = np.ones(max(self.size, self.step), x.dtype)
        self.known: tuple[Any, Any, Any] = None, None, None

    def blocks(self) -> Iterator[slice]:
        """Some of the rows at a time."""
        for start in range(0, len(self.mean), self.step):
            yield slice(start, start + self.step)

    def normal(self, x: np.ndarray, weight: Any, bias: Any, eps: float) -> np.ndarray:
        """The rows of x, normalized, scaled and shifted; means and scales are written down."""
        out = np.empty(x.shape, x.dtype)
        rows, results = x.reshape(-1, self.size), out.reshape(-1, self.size)
        for some in self.blocks():
            y, mean, scale = results[some], self.mean[some], self.scale[some]
            np.dot(rows[some], self.ones[: self.size], out=mean[:, 0])
            mean /= self.size
            np.subtract(rows[some], mean, out=y)
            np.vecdot(y, y, out=scale[:, 0])
            scale[...] = 1 / np.sqrt(scale / self.size + eps)
            y *= scale if weight is None else np.dot(scale, weight.reshape(1, -1))
            if bias is not None:
                y += bias.ravel()
        return out

    def gradients(self, g: np.ndarray, x: np.ndarray, weight: Any) -> np.ndarray:
        """That of x; beside `g`, those of weight and bias are kept in `known`."""
        out = np.empty(x.shape, x.dtype)
        rows, slopes, results = (each.reshape(-1, self.size) for each in (x, g, out))
        along = self.ones[: self.size] if weight is None else weight.ravel()
        sums = []
        for some in self.blocks():
            mine, scale, ones = slopes[some], self.scale[some], self.ones[: len(rows[some])]
            y, product = rows[some] - self.mean[some], results[some]  # y is normal but for `scale`
            np.multiply(mine, y, out=product)
            sums.append([np.dot(scale[:, 0], product), np.dot(ones, mine)])
            y *= np.dot(product, along)[:, None] * scale**3 / self.size
            np.multiply(mine, np.dot(scale, along[None]), out=product)
            product -= y
            product -= np.dot(mine, along)[:, None] * scale / self.size
        self.known = g, *add_up(np.array(sums), (0,))
        return out


@primitive_with_residuals
def layer_norm(
    x: np.ndarray,
    weight: np.ndarray | None = None,
    bias: np.ndarray | None = None,
    *,
    dim: Dims,
    eps: float,
) -> tuple[np.ndarray, Rows]:
    """`standardize` over the last dimensions, which are `dim`; keeps `Rows`."""
    rows = Rows(x, dim)
    return rows.normal(x, weight, bias, eps), rows


def layer_norm_vjp_x(
    g: Any,
    out: Any,
    x: Any,
    weight: Any = None,
    bias: Any = None,
    residuals: Any = None,
    **how: Any,
) -> Any:
    """The rule for x; without residuals `standardize`'s, in ops, as the two below."""
    if residuals is None:
        return standardize_vjp_x(g, out, x, weight, bias, **how)
    return residuals.gradients(g, x, weight)


def layer_norm_vjp_weight(
    g: Any, out: Any, x: Any, weight: Any, bias: Any = None, residuals: Any = None, **how: Any
) -> Any:
    """The rule for the weight."""
    if residuals is None:
        return standardize_vjp_weight(g, out, x, weight, bias, **how)
    if residuals.known[0] is not g:
        residuals.gradients(g, x, weight)
    return residuals.known[1].reshape(weight.shape)


def layer_norm_vjp_bias(
    g: Any, out: Any, x: Any, weight: Any, bias: Any, residuals: Any = None, **how: Any
) -> Any:
    """The rule for the bias, which was added."""
    if residuals is None or residuals.known[0] is not g:
        return g
    return residuals.known[2].reshape(bias.shape)


defvjp(layer_norm, layer_norm_vjp_x, layer_norm_vjp_weight, layer_norm_vjp_bias)


def normalize_last(input: Array, dims: int, weight: Any, bias: Any, eps: float) -> Array:
    """`normalize_last` of the milestone, by this op where it may be."""
    usual = type(input).interpreter is record and input.dtype in (float32, float64)
    if usual and 0 < prod(input.shape[-dims:]) <= _LONGEST and input.numel():
        return layer_norm(input, weight, bias, dim=tuple(range(-dims, 0)), eps=eps)
    return plain(input, dims, weight, bias, eps)
