"""The arguments of convolutions, pooling and attention: whether they fit, and what they mean.
(Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m13_activations import gelu, relu
from ..core.dtypes import bool_, is_floating

Pair = int | tuple[int, int]
Activation = str | Callable[[Any], Any]


def as_pair(x: Pair) -> tuple[int, int]:
    """`x` for rows and for columns: 3 and (3,) become (3, 3), and (1, 2) stays.

    Raises RuntimeError for any other number of sizes.
    """
    sizes = tuple(x) if isinstance(x, tuple | list) else (x,)
    if len(sizes) not in (1, 2):
        raise RuntimeError(f"expected one size or two, got {sizes}")
    return sizes if len(sizes) == 2 else sizes * 2


def as_single(x: int | tuple[int]) -> int:
    """`x`, alone or in a tuple. Raises RuntimeError for any other number of sizes."""
    sizes = tuple(x) if isinstance(x, tuple | list) else (x,)
    if len(sizes) != 1:
        raise RuntimeError(f"expected one size, got {sizes}")
    return sizes[0]


def check_convolution(x: Any, weight: Any, bias: Any, groups: int) -> None:
    """Raise RuntimeError unless shapes and dtypes fit together."""
    if x.ndim not in (3, 4) or weight.ndim != 4 or 0 in weight.shape:
        raise RuntimeError(f"conv2d of an input {x.shape} and a weight {weight.shape}")
    if groups < 1 or weight.shape[0] % groups or x.shape[-3] != weight.shape[1] * groups:
        raise RuntimeError(
            f"a weight {weight.shape} in {groups} groups expects {weight.shape[1] * groups} "
            f"channels, and an input {x.shape} has {x.shape[-3]}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise RuntimeError(f"a bias {bias.shape} does not fit a weight {weight.shape}")
    if len({part.dtype for part in (x, weight, bias) if part is not None}) > 1:
        raise RuntimeError("the input, the weight and the bias must have the same dtype")


def padding_amounts(
    padding: Pair | str, kernel: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> tuple[int, int, int, int]:
    """What `constant_pad` is to put to the left and the right, at the top and the bottom.

    Raises RuntimeError for negative padding, an unknown word, and "same" with a stride.
    """
    if isinstance(padding, str) and padding not in ("same", "valid"):
        raise RuntimeError(f"padding {padding!r} is neither 'same' nor 'valid'")
    if padding == "same":
        if stride != (1, 1):
            raise RuntimeError("padding='same' is not supported for strided convolutions")
        height, width = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        return width // 2, width - width // 2, height // 2, height - height // 2
    height, width = as_pair(0 if padding == "valid" else padding)
    if min(height, width) < 0:
        raise RuntimeError(f"negative padding {padding} is not supported")
    return width, width, height, height


def pooling_windows(
    kernel_size: Pair, stride: Pair | None, padding: Pair, dilation: Pair
) -> tuple[dict[str, tuple[int, int]], tuple[int, int, int, int]]:
    """The parameters of `windows`, and what `constant_pad` has to add.

    Raises RuntimeError for negative padding, or more than half a kernel of it.
    """
    kernel, dilation = as_pair(kernel_size), as_pair(dilation)
    stride = kernel if stride is None else as_pair(stride)
    amounts = padding_amounts(padding, kernel, stride, dilation)
    reach = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    if 2 * amounts[0] > reach[1] or 2 * amounts[2] > reach[0]:
        raise RuntimeError(f"padding {padding} is more than half of kernel {kernel}")
    return {"kernel": kernel, "stride": stride, "dilation": dilation}, amounts


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


def as_activation(x: Activation) -> Callable[[Any], Any]:
    """A function, or that which "relu" or "gelu" names. Raises RuntimeError for another word."""
    if not isinstance(x, str):
        return x
    if x not in ("relu", "gelu"):
        raise RuntimeError(f"activation {x!r} is neither 'relu' nor 'gelu'")
    return relu if x == "relu" else gelu


def unlike(module: Any, **usual: Any) -> list[str]:
    """`name=value` for each of these attributes that is there and not as usual."""
    found = {name: getattr(module, name, value) for name, value in usual.items()}
    return [f"{name}={value}" for name, value in found.items() if value != usual[name]]
