"""A matrix as a product of triangles, and of what has right angles. (Given code.)"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul
from ...m07_chain_rule import defvjp
from ..ops.mask import tril, triu
from .solving import matrices, mT, solution, tried


@primitive
def lower_factor(x: np.ndarray) -> np.ndarray:
    """The lower triangle L for which L times its transpose is x."""
    matrices("cholesky", x, square=True)
    return tried(np.linalg.cholesky, x)


def _lower_factor_vjp(g: Any, out: Any, x: Any) -> Any:
    inner = matmul(mT(out), g)
    middle = (tril(inner) + mT(tril(inner, -1))) / 2
    return mT(solution(mT(out), mT(solution(mT(out), middle))))


defvjp(lower_factor, _lower_factor_vjp)


def cholesky(A: Any, upper: bool = False) -> Any:
    """The lower triangle L for which L times its transpose is A, or the `upper` one. A must be
    symmetric and positive: its lower triangle is read.

    Raises LinAlgError where there is none, and what `matrices` raises.
    """
    return mT(lower_factor(mT(A))) if upper else lower_factor(A)


@primitive
def orthogonal_factor(x: np.ndarray) -> np.ndarray:
    """The Q of `qr`, reduced."""
    return np.linalg.qr(x)[0]


@primitive
def triangular_factor(x: np.ndarray) -> np.ndarray:
    """The R of `qr`, reduced."""
    return np.linalg.qr(x)[1]


def _from_both(q: Any, r: Any, to_q: Any, m: Any) -> Any:
    """A rule of `qr`, of matrices that are not wide: (to_q + Q M) times the inverse of R^T, where M
    is the lower triangle of m, mirrored."""
    mirrored = matmul(q, tril(m) + mT(tril(m, -1)))
    return mT(solution(r, mT(mirrored if to_q is None else to_q + mirrored)))


def _orthogonal_vjp(g: Any, out: Any, x: Any) -> Any:
    return _from_both(out, triangular_factor(x), g, -matmul(mT(g), out))


def _triangular_vjp(g: Any, out: Any, x: Any) -> Any:
    return _from_both(orthogonal_factor(x), out, None, matmul(out, mT(triu(g))))


defvjp(orthogonal_factor, _orthogonal_vjp)
defvjp(triangular_factor, _triangular_vjp)


class Factors(NamedTuple):
    """A matrix is Q times R."""

    Q: Array
    R: Array


@primitive
def complete_factor(x: np.ndarray, which: int) -> np.ndarray:
    """Q or R of `qr` with Q square."""
    return np.linalg.qr(x, "complete")[which]


def qr(A: Any, mode: str = "reduced") -> Factors:
    """Q with columns at right angles and of length 1, and an upper triangle R, whose product is A.
    Q has as many columns as A has rows or columns, whichever is less; with "complete" as many as
    rows, and no gradient unless that is the same. With "r" it is empty.

    Raises RuntimeError for another mode, and what `matrices` raises.
    """
    matrices("qr", A)
    rows, columns = A.shape[-2:]
    if mode not in ("reduced", "complete", "r"):
        raise RuntimeError(f"qr: mode must be reduced, complete or r, not {mode!r}")
    if mode == "complete" and rows > columns:
        return Factors(complete_factor(A, 0), complete_factor(A, 1))
    if rows < columns:
        q = orthogonal_factor(A[..., :rows])
        r = triu(matmul(mT(q), A))
    else:
        q, r = orthogonal_factor(A), triangular_factor(A)
    return Factors(A.new_empty(0) if mode == "r" else q, r)
