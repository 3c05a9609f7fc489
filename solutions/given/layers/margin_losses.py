"""Losses of what is to be near and what is to be far, and of counts and variances; and they
as modules. (Given code.)

Each is reduced as in `losses`, and raises ValueError for an unknown reduction.
"""

from __future__ import annotations

from math import log, pi

from ...m02_wrapper import Array
from ...m12_reductions import minimum, where
from ...m14_losses import reduced
from ..nn.losses import REDUCED, Loss
from ..ops.composed import pairwise_distance


def margin_ranking_loss(
    input1: Array, input2: Array, target: Array, margin: float = 0, *, reduction: str = "mean"
) -> Array:
    """Where the target is 1, `input1` should be larger by `margin`; where it is -1, `input2`.

    Raises RuntimeError for different numbers of dimensions.
    """
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(f"margin_ranking_loss: {input1.shape}, {input2.shape}, {target.shape}")
    return reduced((margin - target * (input1 - input2)).clamp(min=0), reduction)


def cosine_embedding_loss(
    input1: Array, input2: Array, target: Array, margin: float = 0, *, reduction: str = "mean"
) -> Array:
    """1 - cosine of the rows, where the target is 1; where it is -1, what of it is above `margin`.

    Inputs are (N, D) and the target (N,), or (D,) and (). Raises RuntimeError for others.
    """
    if target.ndim not in (0, 1) or {input1.ndim, input2.ndim} != {target.ndim + 1}:
        raise RuntimeError(f"cosine_embedding_loss: {input1.shape}, {input2.shape}, {target.shape}")
    squares = [(x * x).sum(-1) + 1e-12 for x in (input1, input2)]
    cosine = (input1 * input2).sum(-1) / (squares[0] * squares[1]).sqrt()
    near = where(target == 1, 1 - cosine, 0.0)
    return reduced(near + where(target == -1, (cosine - margin).clamp(min=0), 0.0), reduction)


def triplet_margin_loss(
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    *,
    reduction: str = "mean",
) -> Array:
    """The positive should be nearer to the anchor than the negative, by `margin`, in the p-norm.

    With `swap`, the negative counts as near as it is to either. Raises ValueError unless the margin
    is positive, and RuntimeError for different numbers of dimensions.
    """

    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(f"triplets of {anchor.shape}, {positive.shape}, {negative.shape}")
    near, far = [pairwise_distance(anchor, other, p, eps) for other in (positive, negative)]
    far = minimum(far, pairwise_distance(positive, negative, p, eps)) if swap else far
    return reduced((margin + near - far).clamp(min=0), reduction)


def poisson_nll_loss(
    input: Array,
    target: Array,
    log_input: bool = True,
    full: bool = False,
    eps: float = 1e-8,
    *,
    reduction: str = "mean",
) -> Array:
    """How unlikely counts are, of which `input` is the expectation, or its logarithm; `full` adds
    Stirling's approximation of log(target!), where the target is above 1."""
    losses = input.exp() - target * input if log_input else input - target * (input + eps).log()
    if full:
        rest = target * target.log() - target + 0.5 * (2 * pi * target).log()
        losses = losses + rest.masked_fill(target <= 1, 0.0)
    return reduced(losses, reduction)


def gaussian_nll_loss(
    input: Array,
    target: Array,
    var: Array | float,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Array:
    """How unlikely `target` is, of a normal distribution with mean `input` and variance `var`, at
    least `eps`; `full` adds the constant.

    Raises ValueError for a negative variance, and for one whose shape does not fit.
    """
    if (var < 0) if isinstance(var, float) else (var < 0).any():
        raise ValueError("var has negative entries")
    var = input.new_full(input.shape, var) if isinstance(var, float) else var
    if var.shape == input.shape[:-1] and input.ndim:
        var = var.unsqueeze(-1)
    elif var.shape != input.shape:
        pairs = [*zip(input.shape, var.shape, strict=False)]
        if var.ndim != input.ndim or [b for a, b in pairs if a != b] != [1]:
            raise ValueError(f"var {var.shape} does not fit an input {input.shape}")
    var = var + where(var < eps, eps - var, 0.0).detach()  # its gradient knows nothing of `eps`
    difference = input - target
    losses = 0.5 * (var.log() + difference * difference / var)
    return reduced(losses + 0.5 * log(2 * pi) if full else losses, reduction)


class MarginRankingLoss(Loss, function=margin_ranking_loss, margin=0.0, **REDUCED):
    """`margin_ranking_loss`."""


class CosineEmbeddingLoss(Loss, function=cosine_embedding_loss, margin=0.0, **REDUCED):
    """`cosine_embedding_loss`."""


APART = {"margin": 1.0, "p": 2.0, "eps": 1e-6, "swap": False, **REDUCED}


class TripletMarginLoss(Loss, function=triplet_margin_loss, **APART):
    """`triplet_margin_loss`."""


COUNTED = {"log_input": True, "full": False, "size_average": None, "eps": 1e-8, **REDUCED}


class PoissonNLLLoss(Loss, function=poisson_nll_loss, **COUNTED):
    """`poisson_nll_loss`."""


class GaussianNLLLoss(Loss, function=gaussian_nll_loss, full=False, eps=1e-6, reduction="mean"):
    """`gaussian_nll_loss`."""
