"""More products: tensordot, inner, kron, cross. (Given code.)"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from string import ascii_letters
from typing import Any

from ..core.arguments import as_dim, as_dims
from ..ops import matmul as matmul_ops
from ..ops.reshape import broadcast_tensors
from .solving import det, inv, slogdet


def einsum(equation: str, *operands: Any) -> Any:
    """The op of this name in ops/matmul.py. The operands may stand in one list, too."""
    in_a_list = len(operands) == 1 and isinstance(operands[0], list | tuple)
    return matmul_ops.einsum(equation, *(operands[0] if in_a_list else operands))


def tensordot(a: Any, b: Any, dims: int | Sequence[Any] = 2) -> Any:
    """The product summed over `dims`: so many, the last of a and the first of b, or two lists.

    Raises RuntimeError where their sizes differ.
    """
    if isinstance(dims, int):
        if dims < 0 or dims > min(a.ndim, b.ndim):
            raise RuntimeError(f"tensordot: {dims} dims of shapes {a.shape} and {b.shape}")
        dims = [range(a.ndim - dims, a.ndim), range(dims)]
    pairs = zip(dims, (a, b), strict=True)
    of_a, of_b = [as_dims(list(ds), x.ndim) if len(ds) else () for ds, x in pairs]
    if [a.shape[i] for i in of_a] != [b.shape[i] for i in of_b]:
        raise RuntimeError(f"tensordot: shapes {a.shape}, {b.shape} differ along dims {dims}")
    left, right = ascii_letters[: a.ndim], [*ascii_letters[a.ndim : a.ndim + b.ndim]]
    for i, j in zip(of_a, of_b, strict=True):
        right[j] = left[i]
    rest = [letter for letter in (*left, *right) if letter not in left or letter not in right]
    return matmul_ops.einsum(f"{left},{''.join(right)}->{''.join(rest)}", a, b)


def inner(x: Any, y: Any) -> Any:
    """The products summed over the last dim of both; a single number multiplies."""
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    return tensordot(x, y, ([-1], [-1]))


def kron(x: Any, y: Any) -> Any:
    """Every element of x times all of y, laid out side by side."""
    ndim = max(x.ndim, y.ndim)
    a, b = [(1,) * (ndim - each.ndim) + tuple(each.shape) for each in (x, y)]
    left = x.reshape([n for size in a for n in (size, 1)])
    right = y.reshape([n for size in b for n in (1, size)])
    return (left * right).reshape([m * n for m, n in zip(a, b, strict=True)])


def cross(x: Any, y: Any, dim: int | None = None) -> Any:
    """The vector at right angles to both, along a dim of size 3: the first such one, if None.

    Raises RuntimeError where there is none.
    """
    if dim is None:
        warnings.warn("cross: say dim, or use linalg.cross", stacklevel=2)
        shape = broadcast_tensors(x, y)[0].shape
        dim = next((i for i, size in enumerate(shape) if size == 3), None)
        if dim is None:
            raise RuntimeError(f"cross takes vectors of 3 elements, not shape {tuple(shape)}")
    return plain_cross(x, y, dim=dim)


def plain_cross(x: Any, y: Any, *, dim: int = -1) -> Any:
    """`linalg.cross`: the vector at right angles to both, along a dim of size 3.

    Raises RuntimeError where there is none.
    """
    x, y = broadcast_tensors(x, y)
    if x.shape[dim := as_dim(dim, x.ndim)] != 3:
        raise RuntimeError(f"cross takes vectors of 3 elements, not {tuple(x.shape)}, dim {dim}")
    return x.roll(-1, dim) * y.roll(-2, dim) - x.roll(-2, dim) * y.roll(-1, dim)


class LinearAlgebra:
    """These, and other functions of given/linalg, as methods."""

    __slots__ = ()

    inner, kron, cross, inverse, det, slogdet = inner, kron, cross, inv, det, slogdet
