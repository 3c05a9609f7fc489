"""Bernoulli and Categorical: samples are whole numbers, which have no gradient. (Given code.)

Both are told by probabilities or by logits; whichever is missing is found when it is needed.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, Self

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad, no_grad
from ...m04_magic_methods import log, reshape, sigmoid, sum
from ...m11_indexing import gather
from ...m12_reductions import clamp, logsumexp, where
from ...m13_activations import softmax
from ...m14_losses import binary_cross_entropy_with_logits
from ..core.dtypes import int64
from ..ops.create import arange, full_like
from ..ops.elementwise import log1p
from ..ops.reshape import broadcast_tensors, expand
from ..ops.search import argmax
from ..random.functions import bernoulli, multinomial
from .distribution import BOOLEAN, REAL, UNIT, Check, Distribution, Shape, together


def only_one(probs: Any, logits: Any) -> None:
    """Raises ValueError unless one of both is None."""
    if (probs is None) == (logits is None):
        raise ValueError("give either probs or logits")


def inside(probs: Tensor) -> Tensor:
    """Probabilities that are not quite 0 or 1, so that they have a logarithm."""
    eps = float(np.finfo(probs.dtype).eps)
    return clamp(probs, eps, 1 - eps)


def support_of(distribution: Distribution, count: int, dtype: np.dtype, wide: bool) -> Tensor:
    """All samples there can be, along a new first dim; `wide`, for each of the batch."""
    shape = distribution.batch_shape
    values = reshape(arange(count, dtype=dtype), (-1, *[1] * len(shape)))
    return expand(values, (count, *shape)) if wide else values


class Bernoulli(Distribution):
    """1 with the probability `probs`, or else 0."""

    arg_constraints = {"probs": UNIT, "logits": REAL}  # noqa: RUF012
    support = BOOLEAN
    has_enumerate_support = True

    def __init__(
        self, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        """One of both: tensors or numbers; logits are log(p / (1 - p))."""
        only_one(probs, logits)
        name, given = ("logits", logits) if probs is None else ("probs", probs)
        (found,) = together(given)
        setattr(self, name, found)
        super().__init__(found.shape, validate_args=validate_args)

    @cached_property
    @enable_grad()
    def logits(self) -> Tensor:
        """log(p / (1 - p))."""
        p = inside(self.probs)
        return log(p) - log1p(-p)

    @cached_property
    @enable_grad()
    def probs(self) -> Tensor:
        """The sigmoid of the logits."""
        return sigmoid(self.logits)

    @property
    def mean(self) -> Tensor:
        """`probs`."""
        return self.probs

    @property
    def mode(self) -> Tensor:
        """The likelier one; NaN for a half."""
        likelier = (self.probs >= 0.5).to(self.probs.dtype)
        return where(self.probs == 0.5, math.nan, likelier)

    @property
    def variance(self) -> Tensor:
        """p * (1 - p)."""
        return self.probs * (1 - self.probs)

    @property
    def param_shape(self) -> Shape:
        """The shape of `probs`."""
        return self.probs.shape

    def expand(self, batch_shape: Shape) -> Self:
        """The same, for a larger batch."""
        return self._expanded(batch_shape, "probs", "logits")

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """Zeros and ones."""
        with no_grad():
            return bernoulli(expand(self.probs, self._shape(sample_shape)))

    def log_prob(self, value: Tensor) -> Tensor:
        """log(p) for a 1, log(1 - p) for a 0."""
        logits, value = broadcast_tensors(self.logits, self._checked(value))
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self) -> Tensor:
        """-p log(p) - (1 - p) log(1 - p)."""
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """0 and 1."""
        return support_of(self, 2, self.mean.dtype, expand)


class Categorical(Distribution):
    """The numbers of classes, each with its probability: the last dim of `probs`."""

    has_enumerate_support = True

    def __init__(
        self,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        """One of both: probabilities, which are made to sum to 1, or scores, whose softmax they
        are. Raises ValueError for a single number."""
        only_one(probs, logits)
        given = logits if probs is None else probs
        if given.ndim < 1:
            raise ValueError("Categorical needs a dim of classes")
        if probs is not None:
            self.probs = probs / sum(probs, -1, True)
        else:
            self.logits = logits - logsumexp(logits, -1, True)
        self._num_events = given.shape[-1]
        super().__init__(given.shape[:-1], validate_args=validate_args)

    @property
    def arg_constraints(self) -> dict[str, Check]:  # type: ignore[override]
        """Probabilities are not negative, and sum to 1."""
        simplex: Check = (
            "are probabilities that sum to 1",
            lambda p: (p >= 0).all(-1) & ((sum(p, -1) - 1).abs() < 1e-6),
        )
        return {"probs": simplex, "logits": REAL}

    @property
    def support(self) -> Check:  # type: ignore[override]
        """The numbers of the classes."""
        most = self._num_events - 1
        return f"are 0 to {most}", lambda x: (x % 1 == 0) & (x >= 0) & (x <= most)

    @cached_property
    @enable_grad()
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return log(inside(self.probs))

    @cached_property
    @enable_grad()
    def probs(self) -> Tensor:
        """The softmax of the logits."""
        return softmax(self.logits, -1)

    @property
    def param_shape(self) -> Shape:
        """The shape of `probs`."""
        return self.probs.shape

    @property
    def mean(self) -> Tensor:
        """NaN: numbers of classes have no mean."""
        return full_like(self.probs[..., 0], math.nan)

    variance = mean

    @property
    def mode(self) -> Tensor:
        """The likeliest class."""
        return argmax(self.probs, -1)

    def expand(self, batch_shape: Shape) -> Self:
        """The same, for a larger batch."""
        return self._expanded(batch_shape, "probs", "logits", event=1)

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """Numbers of classes, int64."""
        rows = reshape(self.probs.detach(), (-1, self._num_events))
        drawn = multinomial(rows, math.prod(sample_shape), True)
        return reshape(drawn.T, self._shape(sample_shape))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logit of the class."""
        index = self._checked(value).to(int64)[..., None]
        index, logits = broadcast_tensors(index, self.logits)
        return gather(logits, -1, index[..., :1])[..., 0]

    def entropy(self) -> Tensor:
        """-sum(p log(p))."""
        least = float(np.finfo(self.logits.dtype).min)
        return -sum(clamp(self.logits, min=least) * self.probs, -1)

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """0, 1, 2, ..."""
        return support_of(self, self._num_events, int64, expand)
