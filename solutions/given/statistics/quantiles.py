"""`quantile`: the number below which a share of the elements is. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m02_wrapper import Array
from ...m04_magic_methods import broadcast_to, reshape
from ...m11_indexing import gather
from ...m12_reductions import where
from ..core.arguments import as_dim
from ..core.dtypes import float32, float64, int64
from ..ops.compare import any, isnan
from ..ops.composed import lerp
from ..ops.elementwise import ceil, floor
from ..ops.move import movedim
from ..ops.reshape import flatten, unsqueeze
from ..ops.sort import sort


def quantile(x: Any, q: float | Array, dim: int | None = None, keepdim: bool = False) -> Any:
    """The number below which a share q of the elements is, of all or along one dim; for a vector of
    shares, one for each along a new first dim. NaN where an element is NaN.

    Between two elements it is on the line. Raises RuntimeError for a q outside of [0, 1], with
    several dims or of another dtype, and for elements that are not float32 or float64, or none.
    """
    q = q if isinstance(q, Array) else x.new_tensor(q)
    if x.dtype not in (float32, float64) or q.dtype != x.dtype or q.ndim > 1:
        raise RuntimeError("quantile takes float32 or float64, and q of the same dtype in a row")
    if not (x.numel() and bool(((q >= 0) & (q <= 1)).all())):
        raise RuntimeError("quantile takes at least one element, and q between 0 and 1")
    kept = [1] * x.ndim
    if dim is None:
        rows = flatten(x)
    else:
        dim = as_dim(dim, x.ndim)
        kept = [1 if i == dim else size for i, size in enumerate(x.shape)]
        rows = movedim(unsqueeze(x, 0) if x.ndim == 0 else x, dim, -1)
    ordered, last = sort(rows, -1).values, rows.shape[-1] - 1
    wide = (*rows.shape[:-1], q.numel())
    rank = broadcast_to(reshape(q, (-1,)) * last, wide)
    rank = where(any(isnan(rows), -1, True), last, rank)
    below, above = [gather(ordered, -1, side(rank).to(int64)) for side in (floor, ceil)]
    found = movedim(lerp(below, above, rank - floor(rank)), -1, 0)
    return reshape(found, (*q.shape, *(kept if keepdim else rows.shape[:-1])))
