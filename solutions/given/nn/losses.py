"""Losses and distances as modules. (Given code.)

Each calls the function of its name, in `losses`, `cross_entropy` or ops/composed.py.
"""

from __future__ import annotations

from typing import Any

from ... import m14_losses as losses
from ... import m15_cross_entropy as classes
from ..ops.composed import cosine_similarity, pairwise_distance
from .function_layer import FunctionLayer

OLDER = {"size_average": None, "reduce": None}  # older ways to say which reduction
REDUCED = {**OLDER, "reduction": "mean"}
OF_CLASSES = {"weight": None, "size_average": None, "ignore_index": -100, **REDUCED}


class Loss(FunctionLayer, shown="", **REDUCED):
    """How wrong inputs are, given their targets: a single number, unless the reduction is "none".
    Weights are buffers."""

    def _take(self, size_average: Any = None, reduce: Any = None, **settings: Any) -> None:
        if size_average is not None or reduce is not None:
            says = "none" if reduce is False else "sum" if size_average is False else "mean"
            settings["reduction"] = says
        weights = [name for name in settings if name.endswith("weight")]
        super()._take(**{name: x for name, x in settings.items() if name not in weights})
        for name in weights:
            self.register_buffer(name, settings[name])

    def _current(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._settings if name not in OLDER}


class MSELoss(Loss, function=losses.mse_loss):
    """`mse_loss`."""


class L1Loss(Loss, function=losses.l1_loss):
    """`l1_loss`."""


class SmoothL1Loss(Loss, function=losses.smooth_l1_loss, **REDUCED, beta=1.0):
    """`smooth_l1_loss`."""


class HuberLoss(Loss, function=losses.huber_loss, reduction="mean", delta=1.0):
    """`huber_loss`."""


class KLDivLoss(Loss, function=classes.kl_div, **REDUCED, log_target=False):
    """`kl_div`."""


class BCELoss(Loss, function=losses.binary_cross_entropy, weight=None, **REDUCED):
    """`binary_cross_entropy`."""


class BCEWithLogitsLoss(
    Loss, function=losses.binary_cross_entropy_with_logits, weight=None, **REDUCED, pos_weight=None
):
    """`binary_cross_entropy_with_logits`."""


class NLLLoss(Loss, function=classes.nll_loss, **OF_CLASSES):
    """`nll_loss`."""


class CrossEntropyLoss(NLLLoss, function=classes.cross_entropy, **OF_CLASSES, label_smoothing=0.0):
    """`cross_entropy`."""


class CosineSimilarity(FunctionLayer, function=cosine_similarity, shown="", dim=1, eps=1e-8):
    """`cosine_similarity`."""


class PairwiseDistance(
    FunctionLayer, function=pairwise_distance, shown="", p=2.0, eps=1e-6, keepdim=False
):
    """`pairwise_distance`."""
