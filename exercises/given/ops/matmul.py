"""Matrix products under other names: mm, bmm, mv, dot, outer; and `linear`. (Given code.)"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul, mul, reshape, sum
from ...m07_chain_rule import defvjp


def mm(x: Array, y: Array) -> Array:
    """The product of two matrices. Raises RuntimeError for anything else."""
    return _product("mm", x, 2, y, 2)


def bmm(x: Array, y: Array) -> Array:
    """The products of two batches of matrices: (b, n, k), (b, k, m) -> (b, n, m).

    Raises RuntimeError for anything else.
    """
    if x.shape[:1] != y.shape[:1]:
        raise RuntimeError(f"bmm of shapes {x.shape} and {y.shape}: the batches differ")
    return _product("bmm", x, 3, y, 3)


def mv(x: Array, y: Array) -> Array:
    """The product of a matrix and a vector. Raises RuntimeError for anything else."""
    return _product("mv", x, 2, y, 1)


def dot(x: Array, y: Array) -> Array:
    """The inner product of two vectors. Raises RuntimeError for anything else."""
    return _product("dot", x, 1, y, 1)


def outer(x: Array, y: Array) -> Array:
    """The outer product of two vectors: (n,), (m,) -> (n, m). Raises RuntimeError otherwise."""
    _check_ndims("outer", x, 1, y, 1)
    return mul(reshape(x, (x.shape[0], 1)), y)


def _product(name: str, x: Array, x_ndim: int, y: Array, y_ndim: int) -> Array:
    _check_ndims(name, x, x_ndim, y, y_ndim)
    return matmul(x, y)


def _check_ndims(name: str, x: Array, x_ndim: int, y: Array, y_ndim: int) -> None:
    if (x.ndim, y.ndim) != (x_ndim, y_ndim):
        raise RuntimeError(
            f"{name} takes operands of {x_ndim} and {y_ndim} dims, got {x.shape} and {y.shape}"
        )


@primitive
def linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """x @ weight.T + bias: (..., in), (out, in), (out,) or None -> (..., out).

    Raises RuntimeError for shapes that do not fit and for different dtypes.
    """
    if x.dtype != weight.dtype or (bias is not None and bias.dtype != x.dtype):
        raise RuntimeError(f"linear: {x.dtype} input, {weight.dtype} weight; they must agree")
    if weight.ndim != 2:
        raise RuntimeError(f"linear: the weight must be (out, in), not {weight.shape}")
    try:
        out = _long_product(_rows(x), weight.T)  # one large product is faster than many small ones
        if bias is not None:
            out += bias
    except (ValueError, IndexError) as error:
        raise RuntimeError(f"linear: {error}") from None
    return out if x.ndim == 2 else out.reshape(*x.shape[:-1], len(weight))


def linear_vjp_x(g: Any, out: Any, x: Any, weight: Any, bias: Any = None) -> Any:
    """The rule for the input: g (..., out) -> (..., in). Vectors and batches of rows, as below."""
    share = _rows(g) @ weight
    return share if x.ndim == 2 else reshape(share, x.shape)


def linear_vjp_weight(g: Any, out: Any, x: Any, weight: Any, bias: Any = None) -> Any:
    """The rule for the weight: g (..., out) -> (out, in), collected from all rows.

    All rules of `linear` are written in ops, since they too are differentiated.
    """
    return _rows(g).T @ _rows(x)


defvjp(
    linear,
    linear_vjp_x,
    linear_vjp_weight,
    lambda g, out, x, weight, bias: sum(_rows(g), 0),
)


def _long_product(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """x @ y, for a y whose transpose lies in order in memory. OpenBLAS needs a tenth less time for
    few long rows if they come second."""
    if 4 * x.shape[0] > x.shape[1]:
        return x.dot(y)
    return np.ascontiguousarray(y.T.dot(x.T).T)


def _rows(x: Any) -> Any:
    """All dimensions but the last taken together, as one."""
    return x if x.ndim == 2 else reshape(x, (prod(x.shape[:-1]), x.shape[-1]))


class Products:
    """The same as a Tensor's methods."""

    __slots__ = ()

    mm, bmm, mv, dot, outer = mm, bmm, mv, dot, outer
