"""What a matrix does to its own directions: eigenvalues, singular values. (Given code.)

Each part is an op of its own. A rule with differences of values in it is infinite or NaN where two
are equal: there the directions are not determined.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import matmul
from ...m07_chain_rule import defvjp
from ..ops.elementwise import reciprocal
from ..ops.reshape import unsqueeze
from .solving import matrices, mT, tried


@primitive
def eigvalsh(A: np.ndarray, UPLO: str = "L") -> np.ndarray:
    """The values of `eigh`."""
    matrices("eigh", A, square=True)
    return tried(np.linalg.eigvalsh, A, UPLO)


@primitive
def eigenvectors(x: np.ndarray, UPLO: str = "L") -> np.ndarray:
    """The vectors of `eigh`."""
    return tried(np.linalg.eigh, x, UPLO)[1]


def gaps(values: Any) -> Any:
    """1 / (values[j] - values[i]), and 0 on the diagonal."""
    ones = np.eye(values.shape[-1], dtype=values.dtype)
    away = unsqueeze(values, -2) - unsqueeze(values, -1)
    return reciprocal(away + ones) * (1 - ones)


def columns(x: Any, values: Any) -> Any:
    """x with each column times its value."""
    return x * unsqueeze(values, -2)


def _vectors_vjp(g: Any, out: Any, x: Any, UPLO: str = "L") -> Any:
    inner = matmul(mT(out), g) * gaps(eigvalsh(x, UPLO))
    return matmul(out, matmul(inner, mT(out)))


def _values_vjp(g: Any, out: Any, x: Any, UPLO: str = "L") -> Any:
    v = eigenvectors(x, UPLO)
    return matmul(columns(v, g), mT(v))


defvjp(eigvalsh, _values_vjp)
defvjp(eigenvectors, _vectors_vjp)


# A symmetric matrix is V diag(L) V^T.
Eigen = namedtuple("Eigen", "eigenvalues eigenvectors")


def eigh(A: Any, UPLO: str = "L") -> Eigen:
    """Eigenvalues, in ascending order, and as columns eigenvectors of a symmetric matrix, whose
    lower ("L") or upper ("U") triangle is read. Raises what `matrices` raises."""
    return Eigen(eigvalsh(A, UPLO), eigenvectors(A, UPLO))


@primitive
def svdvals(A: np.ndarray) -> np.ndarray:
    """The S of `svd`."""
    matrices("svd", A)
    return tried(np.linalg.svd, A, True, False)


@primitive
def singular_vectors(x: np.ndarray, which: int, full: bool = False) -> np.ndarray:
    """The U (which=0) or Vh (which=2) of `svd`."""
    return tried(np.linalg.svd, x, full)[which]


def _singular_values_vjp(g: Any, out: Any, x: Any) -> Any:
    u, vh = singular_vectors(x, 0), singular_vectors(x, 2)
    return matmul(columns(u, g), vh)


def _singular_vectors_vjp(g: Any, out: Any, x: Any, which: int, full: bool = False) -> Any:
    if full and x.shape[-1] != x.shape[-2]:
        raise RuntimeError("svd: with full_matrices the vectors have no gradient; say False")
    s, others = svdvals(x), singular_vectors(x, 2 - which, full)
    if which == 2:  # those on the right are on the left of the transposed matrix
        return mT(_from_left(mT(g), mT(out), s, mT(others)))
    return _from_left(g, out, s, others)


def _from_left(g: Any, u: Any, s: Any, vh: Any) -> Any:
    """The gradient of a matrix from that of its U."""
    inner = matmul(mT(u), g)
    turned = columns((inner - mT(inner)) * gaps(s * s), s)
    found = matmul(u, turned)
    if u.shape[-2] > u.shape[-1]:
        found = found + columns(g - matmul(u, inner), 1 / (s + (s == 0)))
    return matmul(found, vh)


defvjp(svdvals, _singular_values_vjp)
defvjp(singular_vectors, _singular_vectors_vjp)


# A matrix is U diag(S) Vh.
Singular = namedtuple("Singular", "U S Vh")


def svd(A: Any, full_matrices: bool = True) -> Singular:
    """Singular values, in descending order, and the directions on both sides: U (m, m) and
    Vh (n, n), or, without `full_matrices`, as many columns of U and rows of Vh as there are values.

    Raises what `matrices` raises.
    """
    full = full_matrices and A.shape[-1:] != A.shape[-2:-1]
    values = svdvals(A)
    return Singular(singular_vectors(A, 0, full), values, singular_vectors(A, 2, full))


# A matrix is U diag(S) V^T.
Factors = namedtuple("Factors", "U S V")


def transposed_svd(x: Any, some: bool = True, compute_uv: bool = True) -> Factors:
    """`torch.svd`, the older one: V stands upright, and `some` means not `full_matrices`; without
    `compute_uv` U and V are zeros."""
    u, s, vh = svd(x, not (some and compute_uv))
    return Factors(u, s, mT(vh)) if compute_uv else Factors(0 * u.detach(), s, 0 * vh.detach())


transposed_svd.__name__ = "svd"
