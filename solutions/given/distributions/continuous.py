"""Normal, MultivariateNormal, Uniform: samples are functions of the parameters. (Given code.)"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ..linalg.factors import cholesky
from ..linalg.solving import inv, solve_triangular
from ..ops.create import ones_like, zeros_like
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
        return normal(self.loc.detach().expand(shape), self.scale.detach().expand(shape))

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """The same, as a function of both."""
        wide = self.loc.expand(self._shape(sample_shape))
        return self.loc + normal(zeros_like(wide), ones_like(wide)) * self.scale

    def log_prob(self, value: Tensor) -> Tensor:
        """-(value - loc)^2 / (2 scale^2) - log(scale) - log(sqrt(2 pi))."""
        self._demand("a sample is a number", self._fitting(value) == value)
        away = (value - self.loc) ** 2 / (2 * self.variance)
        return -away - self.scale.log() - math.log(math.sqrt(2 * math.pi))

    def entropy(self) -> Tensor:
        """(1 + log(2 pi)) / 2 + log(scale)."""
        return 0.5 + 0.5 * math.log(2 * math.pi) + self.scale.log()

    def cdf(self, value: Tensor) -> Tensor:
        """The chance that a sample is below `value`."""
        away = (self._fitting(value) - self.loc) / self.scale
        return 0.5 * (1 + (away / math.sqrt(2)).erf())

    def icdf(self, value: Tensor) -> Tensor:
        """Below what a sample is with the chance `value`."""
        return self.loc + self.scale * (2 * value - 1).erfinv() * math.sqrt(2)


class MultivariateNormal(Distribution):
    """The bell curve around the vector `loc`, as wide in each direction as its covariance says."""

    has_rsample = True
    told_by = "loc", "covariance_matrix"

    def __init__(
        self,
        loc: Tensor,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        """The covariance, its inverse, or its `cholesky` factor; batches of them broadcast.

        Raises ValueError unless there is one, and LinAlgError if it is not positive.
        """
        given = [m for m in (covariance_matrix, precision_matrix, scale_tril) if m is not None]
        if len(given) != 1:
            raise ValueError("MultivariateNormal takes one matrix: covariance_matrix, for instance")
        if scale_tril is None:
            scale_tril = cholesky(given[0] if precision_matrix is None else inv(given[0]))
        batch = np.broadcast_shapes(scale_tril.shape[:-2], loc.shape[:-1])
        self.loc, self.scale_tril = loc.expand(*batch, -1), scale_tril.expand(*batch, -1, -1)
        super().__init__(self.loc.shape[:-1], self.loc.shape[-1:], validate_args)

    mean = property(attrgetter("loc"))
    covariance_matrix = property(lambda self: self.scale_tril @ self.scale_tril.mT)
    variance = property(lambda self: (self.scale_tril**2).sum(-1))

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """loc + the factor times a vector of standard normal numbers."""
        drawn = Normal(zeros_like(self.loc), 1.0).sample(sample_shape)
        return self.loc + (self.scale_tril @ drawn.unsqueeze(-1)).squeeze(-1)

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density."""
        self._demand("a sample is a number", self._fitting(value) == value)
        away = solve_triangular(self.scale_tril, (value - self.loc).unsqueeze(-1), upper=False)
        return 0.5 * self.loc.shape[-1] - (away**2).sum((-2, -1)) / 2 - self.entropy()

    def entropy(self) -> Tensor:
        """(1 + log(2 pi)) / 2 for each dimension + the logarithm of the factor's determinant."""
        log_det = self.scale_tril.diagonal(0, -2, -1).log().sum(-1)
        return log_det + 0.5 * self.loc.shape[-1] * (1 + math.log(2 * math.pi))


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
        return within.to(self.low.dtype).log() - (self.high - self.low).log()

    def entropy(self) -> Tensor:
        """log(high - low)."""
        return (self.high - self.low).log()
