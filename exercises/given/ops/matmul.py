"""Matrix products under other names: mm, bmm, mv, dot, outer. (Given code.)"""

from __future__ import annotations

from ...m02_wrapper import Array
from ...m04_magic_methods import matmul, mul, reshape


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


class Products:
    """The same as a Tensor's methods."""

    __slots__ = ()

    mm, bmm, mv, dot, outer = mm, bmm, mv, dot, outer
