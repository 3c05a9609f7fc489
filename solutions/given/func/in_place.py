"""In-place operations inside transforms. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...m33_vmap import align, elementwise
from ..in_place.parts import view_from_before, with_part
from .batch_rules import whole
from .batchers import defbatch, logical_shape


def placed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """`with_part(x, part, *key)` of x itself, and a key without arrays; others ask for a loop."""
    x, part, *key = args
    if params["path"] or any(isinstance(item, np.ndarray) for item in key) or any(batched[2:]):
        return NotImplemented
    if batched[1]:
        target = np.broadcast_to(0, logical_shape(x, batched[0]))[tuple(key)]
        part = align(part, np.ndim(target))
    return op(whole(x, batched[0], size), part, slice(None), *key, **params)


defbatch(placed, with_part)
defbatch(elementwise, view_from_before)
