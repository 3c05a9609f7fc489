"""`func.linearize`: a function near a point, as a linear one. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m32_forward_mode import jvp
from ..core.cast_and_clone import clone
from .trees import tree_map


def linearize(func: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """The result of `func`, and a function of tangents, built like `primals`: how the result
    changes as they move so.

    torch keeps what it has computed for all tangents; here each call is a `jvp` of its own, at the
    primals as they are now. Raises what `jvp` raises.
    """
    point = tree_map(clone, primals)
    return func(*primals), lambda *tangents: jvp(func, point, tangents)[1]
