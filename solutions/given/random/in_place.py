"""Filling a tensor with random numbers, in place. (Given code.)

As every in-place operation, these are refused while recording if the tensor requires a gradient.
All take the `generator` to draw from by keyword: the default one, if it is None.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from ...m02_wrapper import Array
from ...m04_magic_methods import overwrite
from ..core.dtypes import float64
from . import distributions as draw
from .generator import Source


class Sampling:
    """The random in-place methods of a Tensor."""

    __slots__ = ()

    def uniform_(self, low: float = 0.0, high: float = 1.0, *, generator: Source = None) -> Self:
        """Evenly spread over [low, high). Raises RuntimeError unless the dtype is floating."""
        return overwrite(self, draw.uniform(self.shape, self.dtype, low, high, generator))

    def normal_(self, mean: float = 0.0, std: float = 1.0, *, generator: Source = None) -> Self:
        """Normally distributed. Raises RuntimeError unless the dtype is floating."""
        return overwrite(self, draw.normal(self.shape, self.dtype, mean, std, generator))

    def exponential_(self, lambd: float = 1.0, *, generator: Source = None) -> Self:
        """Exponentially distributed, with the mean 1 / lambd."""
        unit = draw.uniform(self.shape, float64, generator=generator)
        return overwrite(self, -np.log1p(-unit) / lambd)

    def bernoulli_(self, p: float | Array = 0.5, *, generator: Source = None) -> Self:
        """1 with probability p, else 0; each element may have a probability of its own."""
        if isinstance(p, Array):
            p = np.broadcast_to(p.value, self.shape)
        return overwrite(self, draw.bernoulli(self.shape, p, generator))

    def random_(self, *bounds: int, generator: Source = None, **named: int | None) -> Self:
        """Integers: `random_(low, high)`, `random_(high)` from 0, or as many as the dtype holds
        (a floating one: exactly) that are not negative. `high` is never drawn. By name they are
        called `from` and `to`."""
        bounds += tuple([named[name] for name in ("from", "to") if name in named])
        if not bounds:
            return overwrite(self, draw.random(self.shape, self.dtype, generator))
        low, high = (0, *bounds)[-2:]
        return overwrite(self, draw.randint(self.shape, low, high, generator=generator))
