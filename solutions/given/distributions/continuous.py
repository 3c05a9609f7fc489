"""Normal and Uniform. Their samples are functions of the parameters. (Given code.)"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

from ..._tensor import Tensor
from ...m04_magic_methods import log
from ..ops.create import ones_like, zeros_like
from ..ops.reshape import expand
from ..ops.special import erf, erfinv
from ..random.functions import normal, rand
from .distribution import Distribution, Shape, together


class Normal(Distribution):
    """The bell curve around `loc`, with the standard deviation `scale`."""

    has_rsample = True
    told_by = "loc", "scale"

    def __init__(self, loc: Any, scale: Any, validate_args: bool | None = None) -> None:
        """Tensors or numbers, which broadcast. Raises ValueError unless all scales are positive."""
        self.loc, self.scale = together(loc, scale)
        super().__init__(self.loc.shape, validate_args=validate_args)
        self._demand("loc is a number", self.loc == self.loc)
        self._demand("scale is positive", self.scale > 0)

    mean = property(attrgetter("loc"))
    stddev = property(attrgetter("scale"))
    variance = property(lambda self: self.scale**2)

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """loc + scale * a standard normal number."""
        shape = self._shape(sample_shape)
        return normal(expand(self.loc.detach(), shape), expand(self.scale.detach(), shape))

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """The same, as a function of both."""
        wide = expand(self.loc, self._shape(sample_shape))
        return self.loc + normal(zeros_like(wide), ones_like(wide)) * self.scale

    def log_prob(self, value: Tensor) -> Tensor:
        """-(value - loc)^2 / (2 scale^2) - log(scale) - log(sqrt(2 pi))."""
        self._demand("a sample is a number", self._fitting(value) == value)
        away = (value - self.loc) ** 2 / (2 * self.variance)
        return -away - log(self.scale) - math.log(math.sqrt(2 * math.pi))

    def entropy(self) -> Tensor:
        """(1 + log(2 pi)) / 2 + log(scale)."""
        return 0.5 + 0.5 * math.log(2 * math.pi) + log(self.scale)

    def cdf(self, value: Tensor) -> Tensor:
        """The chance that a sample is below `value`."""
        return 0.5 * (1 + erf((self._fitting(value) - self.loc) / self.scale / math.sqrt(2)))

    def icdf(self, value: Tensor) -> Tensor:
        """Below what a sample is with the chance `value`."""
        return self.loc + self.scale * erfinv(2 * value - 1) * math.sqrt(2)


class Uniform(Distribution):
    """Anything from `low` up to `high` alike."""

    has_rsample = True
    told_by = "low", "high"

    def __init__(self, low: Any, high: Any, validate_args: bool | None = None) -> None:
        """Tensors or numbers, which broadcast. Raises ValueError unless low is below high."""
        self.low, self.high = together(low, high)
        super().__init__(self.low.shape, validate_args=validate_args)
        self._demand("low is below high", self.low < self.high)

    mean = property(lambda self: (self.high + self.low) / 2)
    variance = property(lambda self: (self.high - self.low) ** 2 / 12)

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """low + (high - low) * a number from [0, 1)."""
        unit = rand(self._shape(sample_shape), dtype=self.low.dtype)
        return self.low + unit * (self.high - self.low)

    def log_prob(self, value: Tensor) -> Tensor:
        """-log(high - low), and -infinity outside."""
        value = self._fitting(value)
        self._demand("a sample lies within", (value >= self.low) & (value <= self.high))
        within = (self.low <= value) & (self.high > value)
        return log(within.to(self.low.dtype)) - log(self.high - self.low)

    def entropy(self) -> Tensor:
        """log(high - low)."""
        return log(self.high - self.low)
