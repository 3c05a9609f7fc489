"""`utils.checkpoint`: calls that torch makes twice, to save memory, and that are made once here.
(Given code.)

The results and the gradients are the same; no memory is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..compat.did_you_mean import missing_from


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Any = None,
    determinism_check: str = "default",
    debug: bool = False,
    early_stop: bool = True,
    preserve_rng_state: bool = True,
    **kwargs: Any,
) -> Any:
    """`function(*args, **kwargs)`. The other arguments are about a second call."""
    return function(*args, **kwargs)


def checkpoint_sequential(
    functions: Iterable[Callable[..., Any]],
    segments: int,
    input: Any,
    use_reentrant: bool | None = None,
    **kwargs: Any,
) -> Any:
    """The functions, or a Sequential's layers, one after the other. `segments` says how many of
    them torch would remember."""
    for function in functions:
        input = function(input)
    return input


__getattr__ = missing_from(globals())
