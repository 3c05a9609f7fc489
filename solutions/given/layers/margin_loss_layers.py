"""The losses of `margin_losses` as modules; each calls the function of its name. (Given code.)"""

from __future__ import annotations

from ...m02_wrapper import Array
from ..nn.losses import Flag, Loss
from . import margin_losses as losses


class Comparison(Loss):
    """A loss of two inputs and a target, or of three inputs, and a margin."""

    def __init__(
        self,
        margin: float = 0.0,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, size_average, reduce, margin=margin)

    def forward(self, input1: Array, input2: Array, target: Array) -> Array:
        """The loss: a single number, unless the reduction is "none"."""
        settings = {name: getattr(self, name) for name in self._settings}
        return self.function(input1, input2, target, **settings)


class MarginRankingLoss(Comparison):
    """`margin_ranking_loss`."""

    function = staticmethod(losses.margin_ranking_loss)


class CosineEmbeddingLoss(Comparison):
    """`cosine_embedding_loss`."""

    function = staticmethod(losses.cosine_embedding_loss)


class HingeEmbeddingLoss(Loss):
    """`hinge_embedding_loss`."""

    function = staticmethod(losses.hinge_embedding_loss)

    def __init__(
        self,
        margin: float = 1.0,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction, size_average, reduce, margin=margin)


class TripletMarginLoss(Loss):
    """`triplet_margin_loss`."""

    function = staticmethod(losses.triplet_margin_loss)

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        eps: float = 1e-6,
        swap: bool = False,
        size_average: Flag = None,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        """Raises ValueError unless the margin is positive."""
        if margin <= 0:
            raise ValueError(f"margin must be greater than 0, got {margin}")
        settings = {"margin": margin, "p": p, "eps": eps, "swap": swap}
        super().__init__(reduction, size_average, reduce, **settings)

    def forward(self, anchor: Array, positive: Array, negative: Array) -> Array:
        """The loss: a single number, unless the reduction is "none"."""
        settings = {name: getattr(self, name) for name in self._settings}
        return self.function(anchor, positive, negative, **settings)


class PoissonNLLLoss(Loss):
    """`poisson_nll_loss`."""

    function = staticmethod(losses.poisson_nll_loss)

    def __init__(
        self,
        log_input: bool = True,
        full: bool = False,
        size_average: Flag = None,
        eps: float = 1e-8,
        reduce: Flag = None,
        reduction: str = "mean",
    ) -> None:
        settings = {"log_input": log_input, "full": full, "eps": eps}
        super().__init__(reduction, size_average, reduce, **settings)


class GaussianNLLLoss(Loss):
    """`gaussian_nll_loss`."""

    function = staticmethod(losses.gaussian_nll_loss)

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(reduction, full=full, eps=eps)

    def forward(self, input: Array, target: Array, var: Array | float) -> Array:
        """The loss: a single number, unless the reduction is "none"."""
        return self.function(input, target, var, self.full, self.eps, self.reduction)
