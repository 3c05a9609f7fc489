"""`autodiff.__version__`: the version of the torch that this library speaks as. (Given code.)"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any


def _numbers(version: Any) -> tuple[int, ...]:
    if not isinstance(version, str):
        return tuple(map(int, version))
    return tuple(map(int, re.findall(r"\d+", version.partition("+")[0])))


def _by_number(compare: Callable[..., bool]) -> Callable[..., bool]:
    return lambda mine, other: compare(_numbers(mine), _numbers(other))


class TorchVersion(str):
    """A version, compared number by number: "2.13" comes after "2.9" and after (2, 9)."""

    __slots__ = ()
    __lt__, __le__, __gt__, __ge__ = map(_by_number, (lt, le, gt, ge))


__version__ = TorchVersion("2.13.0+numpy")
cuda = hip = None
debug = False
