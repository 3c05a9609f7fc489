"""Placeholders for what is still to be written. (Given code.)

`todo("m07: mul, x")` stands inside a function or a rule and raises when it is reached;
`todo_op("m04: exp")` stands in a table, for an op, and raises when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn


def todo(what: str) -> NoReturn:
    """Raise NotImplementedError, naming the part that is still to be written."""
    raise NotImplementedError(what)


def todo_op(what: str) -> Callable[..., Any]:
    """A function that raises NotImplementedError as soon as it is called, and not before."""

    def op(*args: Any, **params: Any) -> NoReturn:
        raise NotImplementedError(what)

    op.__name__ = what.partition(": ")[2] or what
    return op
