"""The weights and settings of convolution layers: what Conv1d and Conv2d share. (Given code.)"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import no_grad
from ...m04_magic_methods import overwrite
from ...m16_modules import Module, Parameter
from ..core.dtypes import get_default_dtype
from ..ops.pad import FRAMES, pad
from ..random.distributions import uniform
from .layer_arguments import Pair, as_pair, as_single, padding_amounts, unlike


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
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """A layer with parameters as `reset_parameters` draws them.

        Args:
            padding_mode: "zeros", "reflect", "replicate" or "circular": what stands in the frame.

        Raises ValueError unless `groups` divides both numbers of channels, and for an unknown word
        as padding or padding_mode, or "same" with a stride.
        """
        super().__init__()
        if padding_mode not in ("zeros", *FRAMES):
            raise ValueError(f"padding_mode {padding_mode!r} is not zeros, {', '.join(FRAMES)}")
        self.padding_mode = padding_mode
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
        dtype = dtype or get_default_dtype()
        self.weight = Parameter(Tensor(np.empty(self._weight_shape(), dtype)))
        self.register_parameter("bias", None)
        if bias:
            self.bias = Parameter(Tensor(np.empty(out_channels, dtype)))
        self.reset_parameters()

    def _weight_shape(self) -> tuple[int, ...]:
        return (self.out_channels, self.in_channels // self.groups, *self.kernel_size)

    def _sizes(self, x: Pair) -> tuple[int, ...]:
        return as_pair(x) if self.ndim == 2 else (as_single(x),)

    def framed(self, input: Any) -> tuple[Any, Any]:
        """The images with what their padding mode puts around them, and the zeros that are left to
        be put there."""
        if self.padding_mode == "zeros":
            return input, self.padding
        kernel, dilation = [(1, *each)[-2:] for each in (self.kernel_size, self.dilation)]
        padding = self.padding if isinstance(self.padding, str) else (0, *self.padding)[-2:]
        amounts = padding_amounts(padding, kernel, (1, 1), dilation)[: 2 * self.ndim]
        return pad(input, amounts, self.padding_mode), self._sizes(0)

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
        zeros, ones = self._sizes(0), self._sizes(1)
        words = [f"{self.in_channels}, {self.out_channels}"]
        words += [f"kernel_size={self.kernel_size}, stride={self.stride}"]
        words += unlike(self, padding=zeros, dilation=ones, output_padding=zeros, groups=1)
        words += ["bias=False"] if self.bias is None else []
        return ", ".join([*words, *unlike(self, padding_mode="zeros")])
