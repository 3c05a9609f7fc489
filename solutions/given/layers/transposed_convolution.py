"""Convolution turned around: what is the gradient of a convolution for its input, as a layer of its
own, makes small images large. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m25_convolution import convolution_input
from ..nn.convolution import ConvNd
from ..nn.layer_arguments import Pair, as_pair, check_convolution
from ..nn.one_dimension import of_signals
from ..ops.pad import constant_pad
from ..protocols.made_with import make_with


def conv_transpose2d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Pair = 1,
    padding: Pair = 0,
    output_padding: Pair = 0,
    groups: int = 1,
    dilation: Pair = 1,
) -> Any:
    """Every pixel of (N, C, H, W), or (C, H, W), paints its kernel, in steps of `stride`, and what
    lies upon each other is added: (N, O, Ho, Wo).

    Args:
        weight: (C, O / groups, kh, kw): that of a convolution from O to C channels.
        padding: how much is cut off all around.
        output_padding: how much is cut off less, or added, at the bottom and to the right; it is
            smaller than the stride or the dilation.

    Ho is (H - 1) * stride - 2 * padding + dilation * (kh - 1) + output_padding + 1. Raises
    RuntimeError for shapes, dtypes and sizes that do not fit.
    """
    stride, dilation, pads, more = map(as_pair, (stride, dilation, padding, output_padding))
    check_convolution(input, weight, bias, groups, turned=True)
    if min(*pads, *more) < 0 or min(*stride, *dilation) < 1:
        raise RuntimeError(f"stride {stride}, dilation {dilation}, padding {pads}, {more}")
    too_much = [n >= max(s, d) for n, s, d in zip(more, stride, dilation, strict=True)]
    if any(too_much) and input.shape[0]:
        raise RuntimeError(f"output_padding {more} must be smaller than stride or dilation")
    steps = zip(input.shape[-2:], weight.shape[-2:], stride, dilation, strict=True)
    sizes = [(n - 1) * s + d * (k - 1) + 1 for n, k, s, d in steps]
    (top, left), (below, beside) = pads, more
    if min(sizes[0] - 2 * top + below, sizes[1] - 2 * left + beside) < 1:
        raise RuntimeError(f"conv_transpose2d: a padding of {pads} leaves nothing")
    images = input if input.ndim == 4 else input.reshape(1, *input.shape)
    n, (channels, width) = len(images), weight.shape[:2]
    images = images.reshape(n, groups, channels // groups, *images.shape[2:])
    kernels = weight.reshape(groups, channels // groups, *weight.shape[1:])
    shape = n, groups, width, *sizes
    out = convolution_input(images, kernels, shape=shape, stride=stride, dilation=dilation)
    out = constant_pad(out, (-left, beside - left, -top, below - top))
    out = out.reshape(*input.shape[:-3], groups * width, *out.shape[-2:])
    return out if bias is None else out + bias.reshape(-1, 1, 1)


conv_transpose1d = of_signals(conv_transpose2d, "conv_transpose1d")


class ConvTranspose2d(ConvNd):
    """`conv_transpose2d` with a weight and a bias of its own."""

    ndim = 2
    function = staticmethod(conv_transpose2d)

    def _take(self, output_padding: Pair, padding_mode: str, **settings: Any) -> None:
        """Raises ValueError for another padding mode."""
        if padding_mode != "zeros":
            raise ValueError(f"padding_mode {padding_mode!r}: here it is always 'zeros'")
        super().__init__(**settings)
        self.output_padding = self._sizes(output_padding)

    def _weight_shape(self) -> tuple[int, ...]:
        return (self.in_channels, self.out_channels // self.groups, *self.kernel_size)

    def forward(self, input: Any, output_size: Any = None) -> Any:
        """(N, C, H, W) -> (N, O, Ho, Wo), or the same without N.

        An `output_size` (Ho, Wo), or a whole shape, takes the place of `output_padding`. Raises
        ValueError for one that can't be.
        """
        extra = self.output_padding
        if output_size is not None:
            sizes, shape = output_size[-self.ndim :], input.shape[-self.ndim :]
            how = self.stride, self.padding, self.dilation, self.kernel_size
            steps = zip(sizes, shape, *how, strict=False)
            extra = tuple([o - (n - 1) * s + 2 * p - d * (k - 1) - 1 for o, n, s, p, d, k in steps])
            possible = all(0 <= more < s for more, s in zip(extra, self.stride, strict=False))
            if len(output_size) not in (self.ndim, input.ndim) or not possible:
                raise ValueError(f"no output of {output_size} comes of an input {input.shape}")
        how = self.stride, self.padding, extra, self.groups, self.dilation
        return self.function(input, self.weight, self.bias, *how)


class ConvTranspose1d(ConvTranspose2d):
    """`conv_transpose1d` with a weight and a bias of its own."""

    ndim = 1
    function = staticmethod(conv_transpose1d)


STEPS = {"stride": 1, "padding": 0, "output_padding": 0, "groups": 1, "bias": True, "dilation": 1}
PLACE = {"padding_mode": "zeros", "device": None, "dtype": None}
SIZES = {"in_channels": ..., "out_channels": ..., "kernel_size": ...}
for _kind in (ConvTranspose1d, ConvTranspose2d):
    make_with(_kind, {**SIZES, **STEPS, **PLACE})
