"""Batchers of linear algebra, and of ops that look for places or fill them. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import reshape
from ...m33_vmap import elementwise
from ..core.arguments import as_dim
from ..indexing.reduced import scatter_extreme
from ..indexing.sorted import places_among
from ..linalg import factors, solving, spectral
from ..statistics.running import running_place
from ..statistics.without_nan import nansum
from .batch_rules import as_it_is, whole
from .batchers import Flags, Op, along_dims, defbatch


def searched(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`places_among(row, x, right, dtype)`: a row for each of the batch is a row for each of x."""
    row, x, *how = args
    if not batched[0]:
        return op(row, x, *how) if row.ndim == 1 else NotImplemented
    x = whole(x, batched[1], size)
    if row.ndim > 2:
        return op(row, x, *how)
    return reshape(op(row, reshape(x, (size, -1)), *how), x.shape)


def scattered(op: Op, size: int, batched: Flags, args: tuple, params: dict) -> Any:
    """`scatter_extreme(x, src, index, dim, largest)`."""
    pairs = zip(args[:3], batched, strict=False)
    arrays = [whole(*pair, size) for pair in pairs]
    dim = as_dim(args[3], arrays[0].ndim - 1) + 1
    return op(*arrays, dim, args[4]) if arrays[0].ndim > 1 else NotImplemented


defbatch(searched, places_among)
defbatch(scattered, scatter_extreme)
defbatch(as_it_is, solving.inv, solving.det, solving.cofactors, solving.log_abs_det)
defbatch(as_it_is, solving.sign_of_det, solving.pinv, factors.lower_factor)
defbatch(as_it_is, factors.orthogonal_factor, factors.triangular_factor)
defbatch(as_it_is, spectral.eigenvalues, spectral.eigenvectors, spectral.singular_values)
defbatch(as_it_is, spectral.singular_vectors)
defbatch(elementwise, solving.solution)
defbatch(along_dims, running_place, nansum)
