"""`autodiff.__version__`: the version of the torch that this library speaks as. (Given code.)"""

from __future__ import annotations

import re
from typing import Any

from .did_you_mean import missing_from


class TorchVersion(str):
    """A version, compared number by number: "2.13" comes after "2.9" and after (2, 9)."""

    __slots__ = ()

    def __lt__(self, other: Any) -> bool:
        return _numbers(self) < _numbers(other)

    def __le__(self, other: Any) -> bool:
        return _numbers(self) <= _numbers(other)

    def __gt__(self, other: Any) -> bool:
        return _numbers(self) > _numbers(other)

    def __ge__(self, other: Any) -> bool:
        return _numbers(self) >= _numbers(other)


def _numbers(version: Any) -> tuple[int, ...]:
    if not isinstance(version, str):
        return tuple(map(int, version))
    return tuple(map(int, re.findall(r"\d+", version.partition("+")[0])))


__version__ = TorchVersion("2.13.0+numpy")
cuda = hip = None
debug = False
__getattr__ = missing_from(globals())
