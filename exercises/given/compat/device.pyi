"""Devices, of which there is one: the CPU. (Given code.)"""

from typing import Any as Any
from typing import NamedTuple
from typing import Self

class device(NamedTuple('device', [('type', str), ('index', 'int | None')])):
    """Where a tensor lives: `device("cpu")`. Raises RuntimeError for any other place."""

    def __new__(cls, type: str | device='cpu', index: int | None=None) -> Self:
        ...

    def __repr__(self) -> str:
        ...

    def __str__(self) -> str:
        ...
CPU: Any
