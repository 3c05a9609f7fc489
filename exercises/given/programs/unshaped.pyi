"""Ops whose results have a shape that depends on numbers. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m11_indexing import getitem as getitem
from ...m15_cross_entropy import one_hot as one_hot
from ...given.core.dtypes import bool_ as bool_
from ...given.ops.search import nonzero as nonzero
from collections.abc import Callable

def why_unshaped(op: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]) -> str:
    """Why another run may have a result of another shape; "" if none can."""
