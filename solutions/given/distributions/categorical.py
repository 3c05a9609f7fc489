"""Categorical: one of several classes. (Given code.)"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Self

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad
from ...m04_magic_methods import log, reshape, sum
from ...m11_indexing import gather
from ...m12_reductions import clamp, logsumexp
from ...m13_activations import softmax
from ..core.dtypes import int64
from ..ops.create import full_like
from ..ops.reshape import broadcast_tensors
from ..ops.search import argmax
from ..random.functions import multinomial
from .discrete import inside, only_one, support_of
from .distribution import REAL, Check, Distribution, Shape


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
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        with enable_grad():
            return log(inside(self.probs))

    @cached_property
    def probs(self) -> Tensor:
        """The softmax of the logits."""
        with enable_grad():
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
