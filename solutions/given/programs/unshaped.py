"""Ops whose results have a shape that depends on numbers. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m02_wrapper import Array
from ...m11_indexing import getitem
from ...m15_cross_entropy import one_hot
from ..core.dtypes import bool_
from ..ops.search import nonzero


def why_unshaped(op: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]) -> str:
    """Why another run may have a result of another shape; "" if none can."""
    masks = [x for x in args[1:] if isinstance(x, Array) and x.dtype == bool_]
    counts = op is one_hot and (*args[1:], *params.values(), -1)[0] == -1
    if op is nonzero or counts or (op is getitem and masks):
        name = "x[mask]" if op is getitem else op.__name__
        return f"the shape of {name} depends on the numbers"
    return ""
