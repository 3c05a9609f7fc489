"""Elements turned around, or moved on, along dimensions. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ..core.arguments import as_dim, as_dims


@primitive
def flip(x: np.ndarray, dims: int | Sequence[int]) -> np.ndarray:
    """A copy with the order turned around along each of `dims`.

    Raises RuntimeError for a dim that is named twice, IndexError for one that is not there.
    """
    return np.flip(x, as_dims(dims, x.ndim) if dims != () else ()).copy()


@primitive
def roll(
    x: np.ndarray, shifts: int | Sequence[int], dims: int | Sequence[int] | None = None
) -> np.ndarray:
    """A copy with the elements moved on by `shifts` along `dims` (None: as if flattened); what
    falls off the end comes in at the front.

    Raises RuntimeError unless there is a shift for each dim, IndexError for one that is not there.
    """
    if dims is None:
        return np.roll(x, shifts)
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(shifts) != len(dims):
        raise RuntimeError(f"roll: {len(shifts)} shifts for {len(dims)} dims")
    return np.roll(x, shifts, [as_dim(dim, x.ndim) for dim in dims])


defvjp(flip, lambda g, out, x, dims: flip(g, dims))
defvjp(
    roll,
    lambda g, out, x, shifts, dims=None: roll(
        g, -shifts if isinstance(shifts, int) else [-shift for shift in shifts], dims
    ),
)
