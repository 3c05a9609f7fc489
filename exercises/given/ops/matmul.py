"""Products: mm, bmm, mv, dot, outer, which are matmul's; `linear`; and `einsum`. (Given code.)

The rule of einsum is an einsum again. With out = einsum("ij,jk->ik", x, y), x gets
einsum("ik,jk->ij", g, y): g comes in where x was, and the letters of x come out. A letter that only
x had is stretched, by a factor of ones; a letter that x has twice is a diagonal, which a factor
np.eye writes.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul, mul, reshape, sum
from ...m07_chain_rule import defvjp, defvjp_variadic
from ..core.arguments import read_equation
from ..statistics.sums import add_up


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


@primitive
def einsum(equation: str, *operands: np.ndarray) -> np.ndarray:
    """Multiply, and sum over the letters that the result lacks: einsum("ij,jk->ik", x, y) is x @ y.

    The equation may lack the arrow, and have "..." for dims without letters: `read_equation` knows.
    Raises RuntimeError for operands of several dtypes, and where letters and shapes do not fit.
    """
    terms, result = read_equation(equation, operands)
    if len({x.dtype for x in operands}) > 1:
        raise RuntimeError("einsum: all operands must have the same dtype")
    letters = "".join([*terms, result])
    alone = [tuple([i for i, c in enumerate(term) if letters.count(c) == 1]) for term in terms]
    if any(alone):  # NumPy would add these up one after the other
        terms = ["".join([c for c in term if letters.count(c) > 1]) for term in terms]
        pairs = zip(operands, alone, strict=True)
        operands = [np.asarray(add_up(x, dims), x.dtype) if dims else x for x, dims in pairs]
    return np.einsum(f"{','.join(terms)}->{result}", *operands, optimize=len(operands) > 1)


def einsum_vjp(argnum: int, g: Any, out: Any, equation: str, *operands: Any) -> Any:
    """The rule for operand `argnum` of `einsum` (the equation is number 0): an einsum again.

    The gradient and the other operands come in, and the letters of this operand come out.
    """
    terms, result = read_equation(equation, operands)
    x, term = operands[argnum - 1], terms[argnum - 1]
    inputs = [result, *terms[: argnum - 1], *terms[argnum:]]
    arrays = [g, *operands[: argnum - 1], *operands[argnum:]]
    sizes: dict[str, int] = {}
    for letters, array in zip(inputs, arrays, strict=True):
        for letter, size in zip(letters, array.shape, strict=True):
            sizes[letter] = size if size != 1 else sizes.get(letter, 1)
    wanted = ""
    for letter, size in zip(term, x.shape, strict=True):
        if letter in wanted:  # a diagonal was read: the gradient belongs on the same diagonal
            letter, twin = _unused_letter(terms, wanted), letter
            inputs.append(twin + letter)
            arrays.append(np.eye(size, dtype=x.dtype))
        elif sizes.get(letter) != size:  # summed over: each element gets the same
            inputs.append(letter)
            arrays.append(np.ones(size, x.dtype))
        wanted += letter
    return einsum(f"{','.join(inputs)}->{wanted}", *arrays)


def _unused_letter(terms: list[str], wanted: str) -> str:
    used = {*"".join(terms), *wanted}
    return next(c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in used)


defvjp_variadic(einsum, einsum_vjp)


class Products:
    """The same as a Tensor's methods."""

    __slots__ = ()

    mm, bmm, mv, dot, outer = mm, bmm, mv, dot, outer
