"""Sums and means of all that is a number. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import sum
from ...m07_chain_rule import defvjp, spread
from ..core.dtypes import is_floating
from ..ops.compare import isnan, logical_not


@primitive
def nansum(x: np.ndarray, dim: Any = None, keepdim: bool = False) -> np.ndarray:
    """The sum of all that is not NaN; 0 where everything is."""
    return sum(np.where(isnan(x), 0, x).astype(x.dtype, copy=False), dim, keepdim)


defvjp(nansum, lambda g, out, x, dim=None, keepdim=False: spread(g, x, dim) * (x == x))


def nanmean(x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The mean of all that is not NaN; NaN where everything is. Raises RuntimeError unless the
    dtype is floating."""
    if not is_floating(x.dtype):
        raise RuntimeError(f"nanmean of {x.dtype}: the dtype must be floating")
    return nansum(x, dim, keepdim) / sum(logical_not(isnan(x)), dim, keepdim)
