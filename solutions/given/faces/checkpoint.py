"""`utils.checkpoint`: calls that torch makes twice, to save memory, and that are made once here.
(Given code.)

The results and the gradients are the same; no memory is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

ABOUT_A_SECOND_CALL = (
    "use_reentrant context_fn determinism_check debug early_stop preserve_rng_state"
)


def checkpoint(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """`function(*args, **kwargs)`, without what is about a second call."""
    for name in ABOUT_A_SECOND_CALL.split():
        kwargs.pop(name, None)
    return function(*args, **kwargs)


def checkpoint_sequential(
    functions: Iterable[Callable[..., Any]], segments: int, input: Any, **options: Any
) -> Any:
    """The functions, or a Sequential's layers, one after the other. `segments` says how many of
    them torch would remember."""
    for function in functions:
        input = function(input)
    return input
