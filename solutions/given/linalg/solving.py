"""Inverses, systems of equations and determinants. (Given code.)

M. Giles, An extended collection of matrix derivative results (2008), has the rules.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul, mul, reshape, sum, transpose
from ...m07_chain_rule import defvjp
from ..core.dtypes import float32, float64
from ..ops.mask import tril, triu


class LinAlgError(RuntimeError):
    """A matrix that has no such thing: no inverse, say."""


def matrices(name: str, *operands: Any, square: bool = False) -> None:
    """Raises RuntimeError unless all are matrices, or batches, of float32 or float64; `square`, the
    first is square, too."""
    for x in operands:
        if x.dtype not in (float32, float64):
            raise RuntimeError(f"{name} takes float32 or float64, not {x.dtype}")
        if x.ndim < 2:
            raise RuntimeError(f"{name} takes matrices, not shape {tuple(x.shape)}")
    if square and operands[0].shape[-1] != operands[0].shape[-2]:
        raise RuntimeError(f"{name} takes square matrices, not {tuple(operands[0].shape)}")


def tried(function: Any, *args: Any) -> Any:
    """What a function of `np.linalg` gives. Raises LinAlgError where that does."""
    try:
        return function(*args)
    except np.linalg.LinAlgError as error:
        raise LinAlgError(f"linalg: {error}") from None


def mT(x: Any) -> Any:
    """Each matrix transposed."""
    return transpose(x, -1, -2)


def scaled(g: Any, x: Any) -> Any:
    """Matrices x, each times its number in g."""
    return reshape(g, (*g.shape, 1, 1)) * x


@primitive
def inv(x: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix. Raises LinAlgError if there is none, and what `matrices`
    raises."""
    matrices("inv", x, square=True)
    return tried(np.linalg.inv, x)


@primitive
def solution(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What x has to be multiplied by to give y; both are matrices, whose batches broadcast."""
    matrices("solve", x, y, square=True)
    return tried(np.linalg.solve, x, y)


@primitive
def det(x: np.ndarray) -> np.ndarray:
    """The determinant of a square matrix: how volumes grow. Raises what `matrices` raises."""
    matrices("det", x, square=True)
    return np.linalg.det(x)


@primitive
def cofactors(x: np.ndarray) -> np.ndarray:
    """det(x) times the inverse, transposed; by way of the SVD, so that x may have no inverse."""
    u, s, vh = np.linalg.svd(x)
    others = [np.prod(np.delete(s, i, -1), -1) for i in range(s.shape[-1])]
    others = np.stack(others, -1) if others else s
    return (np.linalg.det(u) * np.linalg.det(vh))[..., None, None] * (
        (u * others[..., None, :]) @ vh
    )


@primitive
def log_abs_det(x: np.ndarray) -> np.ndarray:
    """log(|det(x)|), of a determinant that may be too large or small for a float."""
    matrices("slogdet", x, square=True)
    return np.linalg.slogdet(x)[1]


@primitive
def sign_of_det(x: np.ndarray) -> np.ndarray:
    """The sign of the determinant: 1, -1 or 0."""
    return np.linalg.slogdet(x)[0]


def _cofactors_vjp(g: Any, out: Any, x: Any) -> Any:
    inverse = mT(inv(x))
    along = sum(mul(g, inverse), (-2, -1))
    return scaled(along, out) - matmul(out, matmul(mT(g), inverse))


defvjp(inv, lambda g, out, x: -matmul(mT(out), matmul(g, mT(out))))
defvjp(
    solution,
    lambda g, out, x, y: -matmul(solution(mT(x), g), mT(out)),
    lambda g, out, x, y: solution(mT(x), g),
)
defvjp(det, lambda g, out, x: scaled(g, cofactors(x)))
defvjp(cofactors, _cofactors_vjp)
defvjp(log_abs_det, lambda g, out, x: scaled(g, mT(inv(x))))
defvjp(sign_of_det, lambda g, out, x: 0 * x)


def solve(A: Any, B: Any, *, left: bool = True) -> Any:
    """The X for which A X = B; with `left=False`, X A = B. B holds matrices, or vectors: a single
    one, or as many as A has matrices.

    Raises LinAlgError where there is no single one, what `matrices` raises, and RuntimeError for
    vectors on the left.
    """
    vectors = B.ndim == 1 or (B.ndim == A.ndim - 1 and B.shape == A.shape[:-1])
    if not left and vectors:
        raise RuntimeError("solve: with left=False B must hold matrices")
    if not left:
        return mT(solution(mT(A), mT(B)))
    if vectors:
        found = solution(A, reshape(B, (*B.shape, 1)))
        return reshape(found, found.shape[:-1])
    return solution(A, B)


def cholesky_solve(input: Any, input2: Any, upper: bool = False) -> Any:
    """The X for which A X is `input`, where `input2` is the factor of A that `cholesky` gives."""
    low = mT(triu(input2)) if upper else tril(input2)
    return solution(matmul(low, mT(low)), input)


def solve_triangular(A: Any, B: Any, *, upper: bool, left: bool = True) -> Any:
    """`solve` for a triangle of A, the `upper` or the lower one; the rest is not read."""
    return solve(triu(A) if upper else tril(A), B, left=left)


# A determinant: its sign, and the logarithm of its size.
SignAndLog = namedtuple("SignAndLog", "sign logabsdet")


def slogdet(x: Any) -> SignAndLog:
    """Sign and logarithm of the determinant. Raises what `matrices` raises."""
    logabsdet = log_abs_det(x)
    return SignAndLog(sign_of_det(x), logabsdet)
