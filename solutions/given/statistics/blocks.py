"""Functions of each element, of many elements, some at a time. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_BLOCK = 2**16  # numbers: what is found on the way to their results stays in the cache


def in_blocks(
    function: Callable[..., np.ndarray], x: np.ndarray, *others: np.ndarray
) -> np.ndarray:
    """A function of each element of x, and of the others of its shape, which takes several steps.

    The result has the dtype of x. The exact `ndtr` of two million numbers takes less than half of
    the time.
    """
    arrays = x, *others
    if x.size <= _BLOCK or not all(a.flags.c_contiguous and a.shape == x.shape for a in arrays):
        return function(*arrays)
    out = np.empty_like(x)
    flat, results = [each.reshape(-1) for each in arrays], out.reshape(-1)
    for start in range(0, x.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        results[block] = function(*[each[block] for each in flat])
    return out
