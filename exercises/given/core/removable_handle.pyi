"""What takes a hook away again, from a tensor or a module. (Given code.)"""

from typing import Any as Any
from typing import Self
Hook: Any

class RemovableHandle:
    """Takes a hook away again, by `remove()` or at the end of a `with` block."""
    _ids: Any

    def __init__(self, hooks: dict[float, Hook], hook: Hook) -> None:
        """Enter `hook` in a table of hooks."""

    def remove(self) -> None:
        """Take the hook away, if it is still there."""

    def __enter__(self) -> Self:
        ...

    def __exit__(self, *_: object) -> None:
        ...
