"""Which ops make views, and views that nobody knows the base of. (Given code.)"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from ...m03_computation_graph import primitive
from ...m04_magic_methods import broadcast_to, reshape, transpose
from ...m07_chain_rule import defvjp
from ...m10_shapes import cut, permute
from ...m11_indexing import getitem
from ..core.hooks import hooked
from ..core.observers import from_anywhere
from ..ops.index import diagonal
from ..ops.reshape import view
from .views import passing, view_ops

passing.add(hooked)
view_ops |= {getitem, cut, permute, reshape, view, transpose, broadcast_to, diagonal}


@primitive
def view_from_before(x: np.ndarray) -> np.ndarray:
    """x: a view of a tensor that had no history when the view was made. Nobody knows which."""
    return x


def _refuse(g: Any, out: Any, x: Any) -> NoReturn:
    raise RuntimeError(
        "a view was taken of a tensor that got its history by an in-place operation afterwards; "
        "take the view after that, and write into the tensor itself"
    )


defvjp(view_from_before, _refuse)
from_anywhere.add(view_from_before)
