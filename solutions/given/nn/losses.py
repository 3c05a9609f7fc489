"""Losses and distances as modules. (Given code.)

Each calls the function of its name, in `losses`, `cross_entropy` or ops/composed.py, with the
settings that it was made with; these are attributes, and may be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import m14_losses as losses
from ... import m15_cross_entropy as classes
from ...m02_wrapper import Array
from ...m16_modules import Module
from ..ops.composed import cosine_similarity, pairwise_distance

Flag = bool | None


class Loss(Module):
    """How wrong an input is, given its target. Weights are buffers."""

    function: Callable[..., Array]

    def __init__(
        self, reduction: str, size_average: Flag = None, reduce: Flag = None, **settings: Any
    ) -> None:
        super().__init__()
        self._settings = ("reduction", *settings)
        if size_average is not None or reduce is not None:  # older ways to say it
            reduction = "none" if reduce is False else "sum" if size_average is False else "mean"
        self.reduction = reduction
        for name, value in settings.items():
            if name.endswith("weight"):
                self.register_buffer(name, value)
            else:
                setattr(self, name, value)

    def forward(self, input: Array, target: Array) -> Array:
        """The loss: a single number, unless the reduction is "none"."""
        settings = {name: getattr(self, name) for name in self._settings}
        return self.function(input, target, **settings)


class MSELoss(Loss):
    """`mse_loss`."""

    function = staticmethod(losses.mse_loss)

    def __init__(
        self, size_average: Flag = None, reduce: Flag = None, reduction: str = "mean"
    ) -> None:
        super().__init__(reduction, size_average, reduce)


class L1Loss(Loss):
    """`l1_loss`."""

    function = staticmethod(losses.l1_loss)

    def __init__(
        self, size_average: Flag = None, reduce: Flag = None, reduction: str = "mean"
    ) -> None:
        super().__init__(reduction, size_average, reduce)


class SmoothL1Loss(Loss):
    """`smooth_l1_loss`."""

    function = staticmethod(losses.smooth_l1_loss)

    def __init__(
        self,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
        beta: float = 1.0,
    ) -> None:
        super().__init__(reduction, size_average, reduce, beta=beta)


class HuberLoss(Loss):
    """`huber_loss`."""

    function = staticmethod(losses.huber_loss)

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction, delta=delta)


class KLDivLoss(Loss):
    """`kl_div`."""

    function = staticmethod(classes.kl_div)

    def __init__(
        self,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
        log_target: bool = False,
    ) -> None:
        super().__init__(reduction, size_average, reduce, log_target=log_target)


class BCELoss(Loss):
    """`binary_cross_entropy`."""

    function = staticmethod(losses.binary_cross_entropy)

    def __init__(
        self,
        weight: Array | None = None,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, size_average, reduce, weight=weight)


class BCEWithLogitsLoss(Loss):
    """`binary_cross_entropy_with_logits`."""

    function = staticmethod(losses.binary_cross_entropy_with_logits)

    def __init__(
        self,
        weight: Array | None = None,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
        pos_weight: Array | None = None,
    ) -> None:
        super().__init__(reduction, size_average, reduce, weight=weight, pos_weight=pos_weight)


class NLLLoss(Loss):
    """`nll_loss`."""

    function = staticmethod(classes.nll_loss)

    def __init__(
        self,
        weight: Array | None = None,
        size_average: Flag = None,
        ignore_index: int = -100,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, size_average, reduce, weight=weight, ignore_index=ignore_index)


class CrossEntropyLoss(Loss):
    """`cross_entropy`."""

    function = staticmethod(classes.cross_entropy)

    def __init__(
        self,
        weight: Array | None = None,
        size_average: Flag = None,
        ignore_index: int = -100,
        reduce: Flag = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        settings = {"ignore_index": ignore_index, "label_smoothing": label_smoothing}
        super().__init__(reduction, size_average, reduce, weight=weight, **settings)


class CosineSimilarity(Module):
    """`cosine_similarity`."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        """The dimension of the vectors, and the least length that counts."""
        super().__init__()
        self.dim, self.eps = dim, eps

    def forward(self, x1: Array, x2: Array) -> Array:
        """The cosine of the angle between both."""
        return cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """`pairwise_distance`."""

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        """The norm, what is added to the difference, and whether the last dimension is kept."""
        super().__init__()
        self.norm, self.eps, self.keepdim = p, eps, keepdim

    def forward(self, x1: Array, x2: Array) -> Array:
        """The norm of the difference."""
        return pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
