"""The arguments of convolutions and pooling: whether they fit, and what they mean. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m13_activations import gelu, relu

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


def check_convolution(x: Any, weight: Any, bias: Any, groups: int, turned: bool = False) -> None:
    """Raise RuntimeError unless shapes and dtypes fit together. The weight of one that is `turned`
    around is that of a convolution from its outputs to its inputs."""
    if x.ndim not in (3, 4) or weight.ndim != 4 or 0 in (*weight.shape, *x.shape[-3:] * turned):
        raise RuntimeError(f"conv2d of an input {x.shape} and a weight {weight.shape}")
    gives, takes = weight.shape[0], weight.shape[1] * groups
    if turned:
        gives, takes = takes, gives
    if groups < 1 or weight.shape[0] % groups or x.shape[-3] != takes:
        raise RuntimeError(
            f"a weight {weight.shape} in {groups} groups expects {takes} "
            f"channels, and an input {x.shape} has {x.shape[-3]}"
        )
    if bias is not None and bias.shape != (gives,):
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
