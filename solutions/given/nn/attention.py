"""What attention leans on: does everything fit together? (Given code.)"""

from __future__ import annotations

from typing import Any

from ..core.dtypes import bool_, is_floating


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
    if key.shape != value.shape:
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
