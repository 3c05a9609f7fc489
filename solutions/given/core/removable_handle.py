"""What takes a hook away again, from a tensor or a module. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, Self

Hook = Callable[..., Any]


class RemovableHandle:
    """Takes a hook away again, by `remove()` or at the end of a `with` block."""

    _ids = count()

    def __init__(self, hooks: dict[float, Hook], hook: Hook) -> None:
        """Enter `hook` in a table of hooks."""
        self._hooks, self.id = hooks, next(self._ids)
        hooks[self.id] = hook

    def remove(self) -> None:
        """Take the hook away, if it is still there."""
        self._hooks.pop(self.id, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
