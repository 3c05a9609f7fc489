"""`kl_divergence`: how much is lost by taking q for p. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import inf, pi, sqrt
from typing import Any

from ..._tensor import Tensor
from ...m04_magic_methods import log, sum
from ...m12_reductions import where
from ...m13_activations import softplus
from ..ops.create import full_like
from .bernoulli import Bernoulli
from .categorical import Categorical
from .continuous import Normal, Uniform
from .distribution import Distribution
from .independent import Independent, over_last

Formula = Callable[[Any, Any], Tensor]
formulas: dict[tuple[type, type], Formula] = {}


def register_kl(type_p: type, type_q: type) -> Callable[[Formula], Formula]:
    """A decorator of the formula for two kinds of distributions."""

    def entered(formula: Formula) -> Formula:
        formulas[type_p, type_q] = formula
        return formula

    return entered


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean of log(p / q) under p: 0 if both are the same.

    Raises NotImplementedError where no formula is known.
    """
    for kinds in product(type(p).__mro__, type(q).__mro__):
        if kinds in formulas:
            return formulas[kinds](p, q)
    raise NotImplementedError(f"no formula for {type(p).__name__} and {type(q).__name__}")


@register_kl(Normal, Normal)
def _normals(p: Normal, q: Normal) -> Tensor:
    ratio = (p.scale / q.scale) ** 2
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale) ** 2 - 1 - log(ratio))


@register_kl(Uniform, Uniform)
def _uniforms(p: Uniform, q: Uniform) -> Tensor:
    found = log((q.high - q.low) / (p.high - p.low))
    return where((q.low > p.low) | (q.high < p.high), inf, found)


@register_kl(Uniform, Normal)
def _uniform_and_normal(p: Uniform, q: Normal) -> Tensor:
    width, away = p.high - p.low, (p.high + p.low - 2 * q.loc) / 2
    shares = 0.5 * (width**2 / 12 + away**2) / q.scale**2
    return log(sqrt(2 * pi) * q.scale / width) + shares


@register_kl(Normal, Uniform)
def _normal_and_uniform(p: Normal, _: Uniform) -> Tensor:
    return full_like(p.loc, inf)


@register_kl(Bernoulli, Bernoulli)
def _bernoullis(p: Bernoulli, q: Bernoulli) -> Tensor:
    one = p.probs * (softplus(-q.logits) - softplus(-p.logits))
    one = where(p.probs == 0, 0.0, where(q.probs == 0, inf, one))
    zero = (1 - p.probs) * (softplus(q.logits) - softplus(p.logits))
    return one + where(p.probs == 1, 0.0, where(q.probs == 1, inf, zero))


@register_kl(Categorical, Categorical)
def _categoricals(p: Categorical, q: Categorical) -> Tensor:
    each = p.probs * (p.logits - q.logits)
    return sum(where(p.probs == 0, 0.0, where(q.probs == 0, inf, each)), -1)


@register_kl(Independent, Independent)
def _independent(p: Independent, q: Independent) -> Tensor:
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError("both must have as many dims in the event")
    return over_last(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)
