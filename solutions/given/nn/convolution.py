"""What convolutions and pooling lean on: sizes that fit, and layers with weights. (Given code.)"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_computation_graph import no_grad
from ...m03_magic_methods import overwrite
from ...m12_modules import Module, Parameter
from ..core.dtypes import get_default_dtype
from ..random.distributions import uniform

Pair = int | tuple[int, int]


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


class ConvNd(Module):
    """What `Conv1d` and `Conv2d` have in common.

    `weight` is (out_channels, in_channels / groups, *kernel_size), `bias` (out_channels,) or None.
    """

    ndim: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair | str = 0,
        dilation: Pair = 1,
        groups: int = 1,
        bias: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """A layer with parameters as `reset_parameters` draws them.

        Raises ValueError unless `groups` divides both numbers of channels, and for an unknown word
        as padding, or "same" with a stride.
        """
        super().__init__()
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ValueError(f"{groups} groups of {in_channels} and {out_channels} channels")
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride = self._sizes(kernel_size), self._sizes(stride)
        self.padding = padding if isinstance(padding, str) else self._sizes(padding)
        self.dilation = self._sizes(dilation)
        if isinstance(padding, str) and padding not in ("same", "valid"):
            raise ValueError(f"padding {padding!r} is neither 'same' nor 'valid'")
        if padding == "same" and max(self.stride) > 1:
            raise ValueError("padding='same' is not supported for strided convolutions")
        shape = (out_channels, in_channels // groups, *self.kernel_size)
        dtype = dtype or get_default_dtype()
        self.weight = Parameter(Tensor(np.empty(shape, dtype)))
        self.register_parameter("bias", None)
        if bias:
            self.bias = Parameter(Tensor(np.empty(out_channels, dtype)))
        self.reset_parameters()

    def _sizes(self, x: Pair) -> tuple[int, ...]:
        return as_pair(x) if self.ndim == 2 else (as_single(x),)

    def reset_parameters(self) -> None:
        """Draw the weight, then the bias, between -1 / sqrt(n) and 1 / sqrt(n).

        n counts what one sum is made of: C / groups * kh * kw.
        """
        bound = 1 / math.sqrt(math.prod(self.weight.shape[1:]))
        with no_grad():
            for parameter in self.parameters():
                overwrite(parameter, uniform(parameter.shape, parameter.dtype, -bound, bound))

    def extra_repr(self) -> str:
        """torch's: what differs from the defaults."""
        words = [f"{self.in_channels}, {self.out_channels}"]
        words += [f"kernel_size={self.kernel_size}, stride={self.stride}"]
        words += [f"padding={self.padding}"] if self.padding != self._sizes(0) else []
        words += [f"dilation={self.dilation}"] if self.dilation != self._sizes(1) else []
        words += [f"groups={self.groups}"] if self.groups != 1 else []
        words += ["bias=False"] if self.bias is None else []
        return ", ".join(words)
