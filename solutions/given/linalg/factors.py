"""A matrix as a product of triangles, and of what has right angles. (Given code.)"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

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


# A matrix is Q times R.
Factors = namedtuple("Factors", "Q R")


def qr(A: Any, mode: str = "reduced") -> Factors:
    """Q with columns at right angles and of length 1, and an upper triangle R, whose product is A.
    Q has as many columns as A has rows or columns, whichever is less.

    Raises NotImplementedError for another mode, and what `matrices` raises.
    """
    matrices("qr", A)
    if mode != "reduced":
        raise NotImplementedError(f"qr: mode={mode!r} is left out; 'reduced' is there")
    rows, columns = A.shape[-2:]
    if rows >= columns:
        return Factors(orthogonal_factor(A), triangular_factor(A))
    q = orthogonal_factor(A[..., :rows])
    return Factors(q, triu(matmul(mT(q), A)))
