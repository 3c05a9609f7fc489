"""Lengths of vectors, and of matrices. (Given code.)"""

from __future__ import annotations

from math import inf
from typing import Any

from ...m12_reductions import amax, amin
from ..core.arguments import as_dims
from ..core.dtypes import is_floating
from ..ops import reduce
from .solving import matrices
from .spectral import svdvals


def vector_norm(x: Any, ord: float = 2, dim: Any = None, keepdim: bool = False) -> Any:
    """sum(|x| ** ord) ** (1 / ord), over one, several or all dims. `ord` may be 0, inf and -inf, as
    for `norm`, whose errors it raises."""
    if not is_floating(x.dtype):
        raise RuntimeError(f"vector_norm of {x.dtype}: the dtype must be floating")
    return reduce.norm(x, ord, dim, keepdim)


def matrix_norm(
    A: Any, ord: float | str = "fro", dim: tuple[int, int] = (-2, -1), keepdim: bool = False
) -> Any:
    """A norm of the matrices in two dims: "fro", the root of all squares; "nuc", the sum of the
    singular values; 2 or -2, the largest or smallest of them; 1 or -1, of the sums of columns; inf
    or -inf, of the sums of rows.

    Raises RuntimeError for another `ord`, and as `matrices` does.
    """
    matrices("matrix_norm", A)
    if isinstance(dim, int) or len(dim) != 2:
        raise RuntimeError(f"matrix_norm: dim must be two dims, not {dim}")
    rows, columns = as_dims(tuple(dim), A.ndim)
    if ord == "fro" or (A.numel() == 0 and ord in ("nuc", 1, 2, inf)):
        return vector_norm(A, 2, (rows, columns), keepdim)
    if ord in (1, -1, inf, -inf):
        first, second = (rows, columns) if ord in (1, -1) else (columns, rows)
        found = (amax if ord > 0 else amin)(A.abs().sum(first, True), second, True)
        return found if keepdim else found.squeeze((rows, columns))
    if ord not in ("nuc", 2, -2):
        raise RuntimeError(f"matrix_norm: ord is fro, nuc, 1, 2, inf or a negative, not {ord!r}")
    values = svdvals(A.movedim((rows, columns), (-2, -1)))
    found = values.sum(-1) if ord == "nuc" else (amax if ord == 2 else amin)(values, -1)
    for each in sorted((rows, columns)) if keepdim else ():
        found = found.unsqueeze(each)
    return found


reduce.matrix_norms.append(matrix_norm)


def norm(A: Any, ord: float | str | None = None, dim: Any = None, keepdim: bool = False) -> Any:
    """`matrix_norm` over two dims, `vector_norm` over one. Without `ord` it is the root of all
    squares, whatever the dims are.

    Raises RuntimeError if it is asked for a matrix norm of neither.
    """
    if ord is None:
        return vector_norm(A, 2, dim, keepdim)
    if dim is None and A.ndim not in (1, 2):
        raise RuntimeError(f"linalg.norm: shape {tuple(A.shape)} is not that of a matrix: say dim")
    dim = tuple(range(A.ndim)) if dim is None else dim
    if not isinstance(ord, str) and (isinstance(dim, int) or len(dim) == 1):
        return vector_norm(A, ord, dim, keepdim)
    return matrix_norm(A, ord, dim, keepdim)
