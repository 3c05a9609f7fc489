"""Filling a tensor with random numbers, in place. (Given code.)

As every in-place operation, these are refused while recording if the tensor requires a gradient.
All take the `generator` to draw from by keyword: the default one, if it is None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import overwrite
from ..core.dtypes import int64
from . import distributions as draw
from .drawing import in_order_of
from .generator import Source


class Sampling:
    """The random in-place methods of a Tensor."""

    __slots__ = ()

    def uniform_(self, low: float = 0.0, high: float = 1.0, *, generator: Source = None) -> Self:
        """Evenly spread over [low, high). Raises RuntimeError unless the dtype is floating."""
        return _fill(self, draw.uniform, self.dtype, low, high, generator)

    def normal_(self, mean: float = 0.0, std: float = 1.0, *, generator: Source = None) -> Self:
        """Normally distributed. Raises RuntimeError unless the dtype is floating."""
        scattered = not self.value.flags.c_contiguous
        return _fill(self, draw.normal, self.dtype, mean, std, generator, scattered)

    def exponential_(self, lambd: float = 1.0, *, generator: Source = None) -> Self:
        """Exponentially distributed, with the mean 1 / lambd."""
        return _fill(self, draw.exponential, lambd, generator)

    def bernoulli_(self, p: float | Array = 0.5, *, generator: Source = None) -> Self:
        """1 with probability p, else 0; each element may have a probability of its own."""
        if isinstance(p, Array):
            p = np.broadcast_to(p.value, self.shape)
            return overwrite(self, draw.bernoulli(self.shape, p, generator))
        return _fill(self, draw.bernoulli, p, generator)

    def random_(self, *bounds: int, generator: Source = None, **named: int | None) -> Self:
        """Integers: `random_(low, high)`, `random_(high)` from 0, or as many as the dtype holds
        (a floating one: exactly) that are not negative. `high` is never drawn. By name they are
        called `from` and `to`."""
        bounds += tuple([named[name] for name in ("from", "to") if name in named])
        if not bounds:
            return _fill(self, draw.random, self.dtype, generator)
        low, high = (0, *bounds)[-2:]
        return _fill(self, draw.randint, low, high, int64, generator)


def _fill(array: Any, of: Callable[..., Any], *how: Any) -> Any:
    """Write what is drawn into an array, in the order in which its elements lie in memory."""
    return overwrite(array, in_order_of(array.value, lambda shape: of(shape, *how)))
