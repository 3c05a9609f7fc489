"""What attention with several heads has besides what its lesson writes: parameters, keys that
nobody has read, and whether arguments fit. (Given code.)"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m10_shapes import concatenate
from ...m16_modules import Linear, Module, Parameter, linear
from ...m17_initialization import xavier_normal_, xavier_uniform_, zeros_
from ..core.dtypes import bool_, get_default_dtype, is_floating
from ..ops.pad import constant_pad
from ..ops.reshape import expand


class NonDynamicallyQuantizableLinear(Linear):
    """A Linear, which torch prints by this name."""


class AttentionModule(Module):
    """The parameters of `MultiheadAttention`, by torch's names.

    `in_proj_weight` (3 * embed_dim, embed_dim) for query, key and value, one below the other,
    `in_proj_bias` (3 * embed_dim,), and the Linear `out_proj`. If keys or values have sizes of
    their own, three weights take the place of the one: `q_proj_weight`, `k_proj_weight` (embed_dim,
    kdim) and `v_proj_weight` (embed_dim, vdim). `bias_k` and `bias_v` (1, 1, embed_dim) are a key
    and a value that stand behind those that are read. What is not needed is None.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """`out_proj` is drawn as any Linear, and then the others, by `reset_parameters`.

        Args:
            dropout: how likely a weight is dropped, in training.
            bias: whether there are `in_proj_bias` and a bias of `out_proj`.
            add_bias_kv: whether there are `bias_k` and `bias_v`.
            add_zero_attn: whether a key and a value of zeros stand behind the others.
            kdim, vdim: how many numbers describe a key and a value; `embed_dim` if None.
            batch_first: sequences are (N, L, E), and not (L, N, E).

        Raises ValueError for sizes that are not positive, AssertionError unless `num_heads` divides
        `embed_dim`.
        """
        super().__init__()
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(f"{num_heads} heads of {embed_dim} numbers")
        if embed_dim % num_heads:
            raise AssertionError(f"{num_heads} heads can't share {embed_dim} numbers evenly")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.kdim, self.vdim = [embed_dim if size is None else size for size in (kdim, vdim)]
        self.dropout, self.batch_first, self.add_zero_attn = dropout, batch_first, add_zero_attn
        self._qkv_same_embed_dim = same = self.kdim == self.vdim == embed_dim
        sizes = {"q": embed_dim, "k": self.kdim, "v": self.vdim}
        shapes: dict[str, tuple[int, ...] | None] = {
            **{f"{x}_proj_weight": None if same else (embed_dim, n) for x, n in sizes.items()},
            "in_proj_weight": (3 * embed_dim, embed_dim) if same else None,
            "in_proj_bias": (3 * embed_dim,) if bias else None,
            **dict.fromkeys(("bias_k", "bias_v"), (1, 1, embed_dim) if add_bias_kv else None),
        }
        dtype = dtype or get_default_dtype()
        for name, shape in shapes.items():
            made = None if shape is None else Parameter(Tensor(np.empty(shape, dtype)))
            self.register_parameter(name, made)
        size = embed_dim, embed_dim
        self.out_proj = NonDynamicallyQuantizableLinear(*size, bias, dtype=dtype)
        self.reset_parameters()
        if not same:  # then the lesson's way, by rows of one weight, does not do
            self.project = partial(project_apart, self)

    def reset_parameters(self) -> None:
        """Draw weights by `xavier_uniform_`, `bias_k` and `bias_v` by `xavier_normal_`, and set the
        biases to 0."""
        for name, parameter in self._parameters.items():
            if parameter is not None and name != "in_proj_bias":
                (xavier_uniform_ if "weight" in name else xavier_normal_)(parameter)
        for bias in (self.in_proj_bias, self.out_proj.bias):
            if bias is not None:
                zeros_(bias)

    def to_more_keys(self, attention: partial[tuple[Any, Any]]) -> Any:
        """`attention`, of query, key and value, (N, heads, L or S, D), with keys and values behind
        those that it is given: `bias_k` and `bias_v`, and zeros. No mask hides them."""
        more = [] if self.bias_k is None else [[*map(self.to_heads, (self.bias_k, self.bias_v))]]
        if self.add_zero_attn:
            zeros = np.zeros((1, self.num_heads, 1, self.head_dim), self.out_proj.weight.dtype)
            more.append([Tensor(zeros)] * 2)
        if more and attention.keywords.get("mask") is not None:
            mask = constant_pad(attention.keywords["mask"], (0, len(more)))
            attention = partial(attention, mask=mask)

        def attend(query: Any, *read: Any) -> tuple[Any, Any]:
            for each in more:
                pairs = zip(read, each, strict=True)
                read = [concatenate(x, expand(y, (len(x), *y.shape[1:])), dim=-2) for x, y in pairs]
            return attention(query, *read)

        return attend if more else attention


def project_apart(module: Any, x: Any, part: int) -> Any:
    """The queries (part 0), keys (1) or values (2) of x, by a weight for each of the three."""
    rows = slice(part * module.embed_dim, (part + 1) * module.embed_dim)
    bias = None if module.in_proj_bias is None else module.in_proj_bias[rows]
    return linear(x, getattr(module, f"{'qkv'[part]}_proj_weight"), bias)


def check_attention(
    module: Any, query: Any, key: Any, value: Any, attn_mask: Any, key_padding_mask: Any
) -> None:
    """Raise AssertionError or RuntimeError, as torch does, for what a module can't attend with.

    Args:
        module: a `MultiheadAttention`, which says how large and in which order sequences are.
        query, key, value: three sequences, or three batches of them.
        attn_mask, key_padding_mask: tensors or None.
    """
    if query.ndim not in (2, 3) or not query.ndim == key.ndim == value.ndim:
        raise AssertionError(f"attention of {query.shape}, {key.shape} and {value.shape}")
    if query.shape[-1] != module.embed_dim:
        raise AssertionError(f"expected {module.embed_dim} numbers, got {query.shape[-1]}")
    sizes = key.shape[-1], value.shape[-1]
    wanted = (key.shape[-1],) * 2 if module._qkv_same_embed_dim else (module.kdim, module.vdim)
    if key.shape[:-1] != value.shape[:-1] or sizes != wanted:
        raise AssertionError(f"keys {key.shape} and values {value.shape}")
    step = 1 if module.batch_first and query.ndim == 3 else 0  # the dimension of the positions
    batch = query.shape[1 - step : 2 - step] if query.ndim == 3 else ()
    if key_padding_mask is not None:
        _check_dtype(key_padding_mask)
        if key_padding_mask.shape != (*batch, key.shape[step]):
            raise AssertionError(f"key_padding_mask {key_padding_mask.shape} of keys {key.shape}")
    if attn_mask is not None:
        _check_dtype(attn_mask)
        if attn_mask.ndim not in (2, 3):
            raise AssertionError(f"attn_mask {attn_mask.shape} has neither 2 nor 3 dimensions")
        shape = query.shape[step], key.shape[step]
        if attn_mask.ndim == 3:
            shape = (module.num_heads * (batch[0] if batch else 1), *shape)
        if attn_mask.shape != shape:
            raise RuntimeError(f"attn_mask {attn_mask.shape} should be {shape}")


def _check_dtype(mask: Any) -> None:
    if mask.dtype != bool_ and not is_floating(mask.dtype):
        raise AssertionError(f"a mask holds bools or floats, not {mask.dtype}")
