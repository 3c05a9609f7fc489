"""Dropout of whole channels, and the one that keeps a SELU's mean and variance. (Given code.)"""

from __future__ import annotations

from math import sqrt
from typing import Any

from ...m04_magic_methods import add, mul
from ...m23_regularization import Dropout, check_probability, dropout_mask
from ..ops.in_place import updated
from ..random.drawing import vary

LEAST = -1.7580993408473766  # what a SELU tends to on its left side


def _drop_channels(input: Any, p: float, dims: int = 2) -> Any:
    """Each channel of each example times 1 / (1 - p), or 0; the first `dims` dimensions say which
    channel of which example it is."""
    if not input.numel():
        return input
    shape = (*input.shape[:dims], *[1] * (input.ndim - dims))
    return mul(input, vary(lambda shape: dropout_mask(shape, p, input.dtype), shape))


def dropout2d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    """Channels of (N, C, H, W) dropped as a whole, in `training`, with probability p; what has
    three dimensions is (N, C, L), as in torch. `nn.functional.dropout2d` minds `inplace`.

    Raises ValueError unless 0 <= p <= 1, and RuntimeError for fewer than two dimensions.
    """
    check_probability(p)
    if p == 0 or not training:
        return input
    if input.ndim < 2 and p < 1:
        raise RuntimeError(f"dropout2d needs (N, C, ...), not {tuple(input.shape)}")
    return _drop_channels(input, p)


def dropout1d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    """Channels of (N, C, L) or (C, L) dropped as a whole. Raises RuntimeError for other numbers of
    dimensions, and what `dropout2d` raises."""
    check_probability(p)
    if input.ndim not in (2, 3):
        raise RuntimeError(f"dropout1d needs (C, L) or (N, C, L), not {tuple(input.shape)}")
    if p == 0 or not training:
        return input
    return _drop_channels(input, p, input.ndim - 1)


def alpha_dropout(input: Any, p: float = 0.5, training: bool = False, inplace: bool = False) -> Any:
    """Elements become SELU's least value, in `training`, with probability p; then all are moved so
    that mean and variance stay (G. Klambauer et al., Self-Normalizing Neural Networks, 2017).

    Raises ValueError unless 0 <= p <= 1.
    """
    check_probability(p)
    if p == 0 or not training or not input.numel():
        return input
    if p == 1:
        return updated(input, input * 0.0) if inplace else input * 0.0
    stays = vary(lambda shape: dropout_mask(shape, p, input.dtype), input.shape) * (1 - p)
    scale = 1 / sqrt((LEAST * LEAST * p + 1) * (1 - p))
    out = add(mul(input, stays * scale), (1 - stays) * (LEAST * scale) - LEAST * scale * p)
    return updated(input, out) if inplace else out


class Dropout2d(Dropout):
    """`dropout2d` in training; in evaluation, the input as it is."""

    function = staticmethod(dropout2d)

    def forward(self, input: Any) -> Any:
        """The input, with some channels dropped if `training`."""
        out = self.function(input, self.p, self.training)
        return updated(input, out) if self.inplace and out is not input else out


class Dropout1d(Dropout2d):
    """`dropout1d` in training; in evaluation, the input as it is."""

    function = staticmethod(dropout1d)


class AlphaDropout(Dropout2d):
    """`alpha_dropout` in training; in evaluation, the input as it is."""

    function = staticmethod(alpha_dropout)
