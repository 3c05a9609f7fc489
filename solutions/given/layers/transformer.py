"""The decoder of a transformer, and the whole of it. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m13_activations import relu
from ...m16_modules import Linear, Module
from ...m17_initialization import xavier_uniform_
from ...m23_regularization import Dropout
from ...m28_attention import MultiheadAttention, causal_mask
from ...m29_transformer import TransformerEncoderLayer
from ..core.dtypes import get_default_dtype
from ..nn.containers import TransformerEncoder
from ..nn.layer_arguments import as_activation
from ..nn.norms import LayerNorm
from ..protocols.made_with import make_with

SIZES = {"dim_feedforward": 2048, "dropout": 0.1, "activation": relu}
ORDER = {"layer_norm_eps": 1e-5, "batch_first": False, "norm_first": False}
HOW = {**ORDER, "bias": True, "device": None, "dtype": None}


class TransformerDecoderLayer(Module):
    """Attention to itself, attention to what an encoder has read, and a small network of two
    Linears, each added to what was there."""

    def _take(
        self, d_model: int, nhead: int, dim_feedforward: int, dropout: float, **settings: Any
    ) -> None:
        super().__init__()
        how = {name: settings[name] for name in ("bias", "dtype")}
        order, eps = {"batch_first": settings["batch_first"]}, settings["layer_norm_eps"]
        for name in ("self_attn", "multihead_attn"):
            setattr(self, name, MultiheadAttention(d_model, nhead, dropout, **order, **how))
        self.linear1 = Linear(d_model, dim_feedforward, **how)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **how)
        for i in (1, 2, 3):
            setattr(self, f"norm{i}", LayerNorm(d_model, eps, **how))
        for i in (1, 2, 3):
            setattr(self, f"dropout{i}", Dropout(dropout))
        self.activation = as_activation(settings["activation"])
        self.norm_first = settings["norm_first"]

    def forward(
        self,
        tgt: Any,
        memory: Any,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Any:
        """The shape of `tgt` again; masks as for `MultiheadAttention`."""

        def to_itself(x: Any) -> Any:
            how = tgt_key_padding_mask, False, tgt_mask, True, tgt_is_causal
            return self.dropout1(self.self_attn(x, x, x, *how)[0])

        def to_memory(x: Any) -> Any:
            how = memory_key_padding_mask, False, memory_mask, True, memory_is_causal
            return self.dropout2(self.multihead_attn(x, memory, memory, *how)[0])

        def think(x: Any) -> Any:
            between = self.activation, self.dropout
            for layer in (self.linear1, *between, self.linear2, self.dropout3):
                x = layer(x)
            return x

        parts = (self.norm1, to_itself), (self.norm2, to_memory), (self.norm3, think)
        for norm, part in parts:
            tgt = tgt + part(norm(tgt)) if self.norm_first else norm(tgt + part(tgt))
        return tgt


class TransformerDecoder(TransformerEncoder):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def forward(self, tgt: Any, memory: Any, *masks: Any, **named: Any) -> Any:
        """The shape of `tgt` again; further arguments as for each of the layers."""
        for layer in self.layers:
            tgt = layer(tgt, memory, *masks, **named)
        return tgt if self.norm is None else self.norm(tgt)


make_with(TransformerDecoder, {"decoder_layer": ..., "num_layers": ..., "norm": None})
make_with(TransformerDecoderLayer, {"d_model": ..., "nhead": ..., **SIZES, **HOW})


class Transformer(Module):
    """An encoder, and a decoder that reads what the encoder has read. Embeddings before and scores
    behind are not part of it (A. Vaswani et al., Attention Is All You Need, 2017)."""

    def _take(self, custom_encoder: Any, custom_decoder: Any, **settings: Any) -> None:
        """Layers as for `TransformerEncoderLayer`, and a norm behind the last of each half; all
        weights are drawn by `xavier_uniform_`."""
        super().__init__()
        counts = [settings.pop(f"num_{half}_layers") for half in ("encoder", "decoder")]
        for name in ("d_model", "nhead", "batch_first"):
            setattr(self, name, settings[name])
        how = {name: settings[name] for name in ("bias", "dtype")}
        behind = [LayerNorm(self.d_model, settings["layer_norm_eps"], **how) for _ in range(2)]
        if custom_encoder is None:
            one = TransformerEncoderLayer(**settings)
            custom_encoder = TransformerEncoder(one, counts[0], behind[0])
        if custom_decoder is None:
            one = TransformerDecoderLayer(**settings)
            custom_decoder = TransformerDecoder(one, counts[1], behind[1])
        self.encoder, self.decoder = custom_encoder, custom_decoder
        for parameter in self.parameters():
            if parameter.ndim > 1:
                xavier_uniform_(parameter)

    def forward(
        self,
        src: Any,
        tgt: Any,
        src_mask: Any = None,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        src_key_padding_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Any:
        """(S, N, E) and (T, N, E) -> (T, N, E), or with N first if `batch_first`; masks as for
        `MultiheadAttention`. Raises RuntimeError for sizes that do not fit."""
        batch = 1 - self.batch_first
        if src.ndim == 3 and src.shape[batch] != tgt.shape[batch]:
            raise RuntimeError(f"{src.shape} and {tgt.shape} are not of the same batch")
        if {src.shape[-1], tgt.shape[-1]} != {self.d_model}:
            raise RuntimeError(f"{src.shape} and {tgt.shape} must have {self.d_model} features")
        memory = self.encoder(src, src_mask, src_key_padding_mask, src_is_causal)
        paddings = tgt_key_padding_mask, memory_key_padding_mask
        how = tgt_mask, memory_mask, *paddings, tgt_is_causal, memory_is_causal
        return self.decoder(tgt, memory, *how)

    @staticmethod
    def generate_square_subsequent_mask(
        sz: int, device: Any = None, dtype: np.dtype | None = None
    ) -> Tensor:
        """(sz, sz): minus infinity where the key stands behind the query, and 0 elsewhere."""
        return Tensor(causal_mask(sz, sz, dtype or get_default_dtype()))


NUMBERS = {"d_model": 512, "nhead": 8, "num_encoder_layers": 6, "num_decoder_layers": 6}
HALVES = {"custom_encoder": None, "custom_decoder": None}
make_with(Transformer, {**NUMBERS, **SIZES, **HALVES, **HOW})
