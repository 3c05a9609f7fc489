"""Dropout of whole channels. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import mul
from ...m23_regularization import Dropout, check_probability, dropout_mask
from ..ops.in_place import updated
from ..random.drawing import vary


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
    if not input.numel():
        return input
    shape = (*input.shape[:2], *[1] * (input.ndim - 2))
    return mul(input, vary(lambda shape: dropout_mask(shape, p, input.dtype), shape))


class Dropout2d(Dropout):
    """`dropout2d` in training; in evaluation, the input as it is."""

    def forward(self, input: Any) -> Any:
        """The input, with some channels dropped if `training`."""
        out = dropout2d(input, self.p, self.training)
        return updated(input, out) if self.inplace and out is not input else out
