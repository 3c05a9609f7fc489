"""Bernoulli: one of two. (Given code.)"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, Self

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad, no_grad
from ...m04_magic_methods import log, sigmoid
from ...m12_reductions import where
from ...m14_losses import binary_cross_entropy_with_logits
from ..ops.elementwise import log1p
from ..ops.reshape import broadcast_tensors, expand
from ..random.functions import bernoulli
from .discrete import inside, only_one, support_of
from .distribution import BOOLEAN, REAL, UNIT, Distribution, Shape, together


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
    def logits(self) -> Tensor:
        """log(p / (1 - p))."""
        with enable_grad():
            p = inside(self.probs)
            return log(p) - log1p(-p)

    @cached_property
    def probs(self) -> Tensor:
        """The sigmoid of the logits."""
        with enable_grad():
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
