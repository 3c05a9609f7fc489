"""Layers of volumes, and some distributions, as names alone: nothing is an instance of them. (Given
code.)

Code asks `isinstance(layer, (nn.Conv2d, nn.Conv3d))`, or imports more than it makes; whoever makes
one is told what is nearest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from ...m16_modules import Module
from ..compat.left_out import why


class Volume(Module):
    """A layer or a distribution that is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Raises NotImplementedError."""
        name = type(self).__name__
        raise NotImplementedError(f"{name} is a name alone: {why(name)}")


@cache
def volume(name: str) -> type[Volume]:
    """The class of that name."""
    return type(name, (Volume,), {"__doc__": f"Left out: {why(name)}."})


def or_volume(missing: Callable[[str], Any], which: str = "3d$|^SyncB") -> Callable[[str], Any]:
    """A `__getattr__` of a module that knows the left-out names that `which` finds, too."""
    return lambda name: volume(name) if why(name) and re.search(which, name) else missing(name)
