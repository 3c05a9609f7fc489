"""Transformer layers in a row. (Given code.)"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ...m12_modules import Module
from ...m21_attention import TransformerEncoderLayer
from .containers import ModuleList


class TransformerEncoder(Module):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def __init__(
        self, encoder_layer: TransformerEncoderLayer, num_layers: int, norm: Module | None = None
    ) -> None:
        """The layer itself is not used, and the norm stands behind the last copy."""
        super().__init__()
        self.layers = ModuleList([deepcopy(encoder_layer) for _ in range(num_layers)])
        self.num_layers, self.norm = num_layers, norm

    def forward(
        self,
        src: Any,
        mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool | None = None,
    ) -> Any:
        """The same shape again; masks as for `MultiheadAttention`, the same for each layer."""
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask, bool(is_causal))
        return src if self.norm is None else self.norm(src)
