"""How near to wrong a right answer is: whoever looks for tests that pass by luck asks this."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..sandbox.inside.normal_form import Pair
from .comparison import errors, tolerance


def nearness(yours: Pair, torch: Pair) -> float:
    """The largest error in an answer that `compare` finds right, as a part of what is allowed:
    from 0 to 1."""
    return max((_nearness(*pair) for pair in _arrays(yours, torch)), default=0.0)


def _nearness(yours: np.ndarray, torch: np.ndarray) -> float:
    error = float(errors(yours, torch).max(initial=0.0))
    return error / tolerance(torch) if error else 0.0


def _arrays(yours: Pair, torch: Pair) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The floats in two answers of the same form."""
    kind, expected = torch
    if kind in ("tensor", "ndarray", "numpy scalar", "float"):
        array = np.asarray(expected)
        if array.dtype.kind == "f":
            yield np.asarray(yours[1]), array
    elif kind in ("list", "tuple"):
        for mine, theirs in zip(yours[1], expected, strict=True):
            yield from _arrays(mine, theirs)
    elif kind == "dict":
        mine = {repr(key): value for key, value in yours[1]}
        for key, value in expected:
            yield from _arrays(mine[repr(key)], value)
