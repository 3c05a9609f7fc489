"""Bernoulli and the Categoricals: whole numbers, whose samples have no gradient. (Given code.)

They are told by probabilities or by logits; the other is found from it.
"""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import no_grad
from ...m14_losses import binary_cross_entropy_with_logits
from ..core.dtypes import int64
from ..ops.reshape import broadcast_tensors
from ..random.functions import bernoulli, multinomial
from .distribution import Distribution, Shape, together


def inside(probs: Tensor) -> Tensor:
    """Probabilities that are not quite 0 or 1, so that they have a logarithm."""
    eps = float(np.finfo(probs.dtype).eps)
    return probs.clamp(eps, 1 - eps)


class Discrete(Distribution):
    """The base of both."""

    event_dims = 0

    def __init__(
        self, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        """One of both. Raises ValueError for both or none, and for numbers that can't be one."""
        if (probs is None) == (logits is None):
            raise ValueError("give either probs or logits")
        self.told_by = ("logits",) if probs is None else ("probs",)
        (told,) = together(logits if probs is None else probs)
        if told.ndim < self.event_dims:
            raise ValueError(f"{type(self).__name__} needs a dim of classes")
        super().__init__(told.shape[: told.ndim - self.event_dims], validate_args=validate_args)
        self._demand(f"{self.told_by[0]} are numbers", told == told)
        self.probs, self.logits = self._both(told)


class Bernoulli(Discrete):
    """1 with the probability `probs`, or else 0; logits are log(p / (1 - p))."""

    def _both(self, told: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities and logits."""
        if self.told_by == ("logits",):
            return told.sigmoid(), told
        self._demand("probs lie between 0 and 1", (told >= 0) & (told <= 1))
        p = inside(told)
        return told, p.log() - (-p).log1p()

    mean = property(attrgetter("probs"))
    variance = property(lambda self: self.probs * (1 - self.probs))

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """Zeros and ones."""
        with no_grad():
            return bernoulli(self.probs.expand(self._shape(sample_shape)))

    def log_prob(self, value: Tensor) -> Tensor:
        """log(p) for a 1, log(1 - p) for a 0."""
        self._demand("a sample is 0 or 1", (self._fitting(value) == 0) | (value == 1))
        logits, value = broadcast_tensors(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self) -> Tensor:
        """-p log(p) - (1 - p) log(1 - p)."""
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")


class Categorical(Discrete):
    """The numbers of classes: `probs`, which are made to sum to 1 along the last dim, or scores,
    whose softmax they are."""

    event_dims = 1

    def _both(self, told: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities and logits."""
        if self.told_by == ("logits",):
            logits = told - told.logsumexp(-1, True)
            return logits.softmax(-1), logits
        self._demand("probs are not negative", told >= 0)
        probs = told / told.sum(-1, True)
        return probs, inside(probs).log()

    mean = variance = property(lambda self: self.probs.new_full(self.batch_shape, math.nan))

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """Numbers of classes, int64."""
        rows = self.probs.detach().reshape(-1, self.probs.shape[-1])
        drawn = multinomial(rows, math.prod(sample_shape), True)
        return drawn.T.reshape(self._shape(sample_shape))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logit of the class."""
        index, classes = self._fitting(value).to(int64)[..., None], self.probs.shape[-1]
        self._demand("a sample is a class", (value % 1 == 0) & (value >= 0) & (value < classes))
        index, logits = broadcast_tensors(index, self.logits)
        return logits.gather(-1, index[..., :1])[..., 0]

    def entropy(self) -> Tensor:
        """-sum(p log(p))."""
        least = float(np.finfo(self.logits.dtype).min)
        return -(self.logits.clamp(min=least) * self.probs).sum(-1)
