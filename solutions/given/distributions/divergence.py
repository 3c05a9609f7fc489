"""`kl_divergence`: how much is lost by taking q for p. (Given code.)"""

from __future__ import annotations

from math import inf
from typing import Any

from ..._tensor import Tensor
from ...m12_reductions import where
from ...m13_activations import softplus
from .continuous import Normal, Uniform
from .discrete import Bernoulli, Categorical
from .distribution import Distribution, Independent, over_last


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean of log(p / q) under p: 0 if both are the same.

    Raises NotImplementedError where no formula is known.
    """
    for kind, formula in FORMULAS.items():
        if isinstance(p, kind) and isinstance(q, kind):
            return formula(p, q)
    raise NotImplementedError(f"no formula for {type(p).__name__} and {type(q).__name__}")


def _normals(p: Normal, q: Normal) -> Tensor:
    ratio = (p.scale / q.scale) ** 2
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale) ** 2 - 1 - ratio.log())


def _uniforms(p: Uniform, q: Uniform) -> Tensor:
    found = ((q.high - q.low) / (p.high - p.low)).log()
    return where((q.low > p.low) | (q.high < p.high), inf, found)


def _weighed(p: Any, q: Any, log_ratio: Tensor) -> Tensor:
    """p * log_ratio: 0 where p is 0, and infinite where q alone is."""
    return where(p == 0, 0.0, where(q == 0, inf, p * log_ratio))


def _bernoullis(p: Bernoulli, q: Bernoulli) -> Tensor:
    one = _weighed(p.probs, q.probs, softplus(-q.logits) - softplus(-p.logits))
    return one + _weighed(1 - p.probs, 1 - q.probs, softplus(q.logits) - softplus(p.logits))


def _categoricals(p: Categorical, q: Categorical) -> Tensor:
    return _weighed(p.probs, q.probs, p.logits - q.logits).sum(-1)


def _independent(p: Independent, q: Independent) -> Tensor:
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError("both must have as many dims in the event")
    return over_last(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


FORMULAS = {Normal: _normals, Uniform: _uniforms, Bernoulli: _bernoullis}
FORMULAS |= {Categorical: _categoricals, Independent: _independent}
