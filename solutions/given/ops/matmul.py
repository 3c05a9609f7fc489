"""Products: einsum, and matrix products under other names: mm, bmm, mv, dot, outer. (Given code.)

The rule of einsum is an einsum again. With out = einsum("ij,jk->ik", x, y), x gets
einsum("ik,jk->ij", g, y): g comes in where x was, and the letters of x come out. A letter that only
x had is stretched, by a factor of ones; a letter that x has twice is a diagonal, which a factor
np.eye writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul, mul, reshape
from ...m07_chain_rule import defvjp_variadic


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


def read_equation(equation: str, operands: Sequence[Any]) -> tuple[list[str], str]:
    """The letters of each operand's dims, and those of the result: "ij,jk" -> ["ij", "jk"], "ik".

    Without an arrow the result has the letters that occur once, in alphabetical order. The dims
    under an ellipsis become letters too. Raises RuntimeError where letters and dims do not fit.
    """
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum: {equation!r} is about {len(terms)}, not {len(operands)}")
    spare = [c for c in "ZYXWVUTSRQPONMLKJIHGFEDCBA" if c not in equation]
    hidden = 0
    for term, x in zip(terms, operands, strict=True):
        named = len(term.replace("...", ""))
        if named > x.ndim or ("..." not in term and named < x.ndim):
            raise RuntimeError(f"einsum: {term!r} does not fit shape {x.shape}")
        hidden = max(hidden, x.ndim - named)
    dots = "".join(spare[:hidden])
    letters = []
    for term, x in zip(terms, operands, strict=True):
        covered = x.ndim - len(term.replace("...", ""))
        letters.append(term.replace("...", dots[hidden - covered :]))
    if not arrow:
        once = sorted(c for c in set(left) - set(".,") if left.count(c) == 1)
        return letters, dots + "".join(once)
    result = right.replace("...", dots)
    unknown = set(result) - set("".join(letters))
    if unknown:
        raise RuntimeError(f"einsum: {min(unknown)!r} is in no operand of {equation!r}")
    return letters, result


@primitive
def einsum(equation: str, *operands: np.ndarray) -> np.ndarray:
    """Multiply, and sum over the letters that the result lacks: einsum("ij,jk->ik", x, y) is x @ y.

    The equation may lack the arrow, and have "..." for dims without letters: `read_equation` knows.
    Raises RuntimeError for operands of several dtypes, and where letters and shapes do not fit.
    """
    terms, result = read_equation(equation, operands)
    if len({x.dtype for x in operands}) > 1:
        raise RuntimeError("einsum: all operands must have the same dtype")
    try:
        return np.einsum(f"{','.join(terms)}->{result}", *operands, optimize=len(operands) > 1)
    except ValueError as error:
        raise RuntimeError(f"einsum: {error}") from None


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
