"""Dropout of whole channels. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import mul
from ...m23_regularization import Dropout, check_probability, dropout_mask
from ..ops.in_place import updated
from ..random.drawing import vary


def _drop_channels(input: Any, p: float, training: bool, dims: int) -> Any:
    """The first `dims` dimensions say which channel of which example it is. In one step, as
    `overwriting` takes several twice."""
    if p == 0 or not training or not input.numel():
        return input
    shape = (*input.shape[:dims], *[1] * (input.ndim - dims))
    return mul(input, vary(lambda shape: dropout_mask(shape, p, input.dtype), shape))


def dropout2d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    """Channels of (N, C, H, W) dropped as a whole, in `training`, with probability p; what has
    three dimensions is (N, C, L), as in torch. `nn.functional.dropout2d` minds `inplace`.

    Raises ValueError unless 0 <= p <= 1, and RuntimeError for fewer than two dimensions.
    """
    check_probability(p)
    if training and 0 < p < 1 and input.ndim < 2:
        raise RuntimeError(f"dropout2d needs (N, C, ...), not {tuple(input.shape)}")
    return _drop_channels(input, p, training, 2)


def dropout1d(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    """Channels of (N, C, L) or (C, L) dropped as a whole. Raises RuntimeError for other numbers of
    dimensions, and what `dropout2d` raises."""
    check_probability(p)
    if input.ndim not in (2, 3):
        raise RuntimeError(f"dropout1d needs (C, L) or (N, C, L), not {tuple(input.shape)}")
    return _drop_channels(input, p, training, input.ndim - 1)


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
