"""Less usual activations: functions, and PReLU, which has a weight. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m12_reductions import where
from ...m13_activations import elu, softmax
from ...m16_modules import Module, Parameter
from ..core.dtypes import get_default_dtype
from ..ops.elementwise import relu6

_ALPHA, _SCALE = 1.6732632423543772, 1.0507009873554805  # selu's


def glu(x: Array, dim: int = -1) -> Array:
    """The first half of x along `dim`, times the sigmoid of the second.

    Raises RuntimeError for an odd size.
    """
    if x.shape[dim] % 2:
        raise RuntimeError(f"glu needs an even size, not {x.shape[dim]}")
    half = x.shape[dim] // 2
    return x.narrow(dim, 0, half) * x.narrow(dim, half, half).sigmoid()


def hardsigmoid(x: Array, inplace: bool = False) -> Array:
    """relu6(x + 3) / 6: a sigmoid of straight lines."""
    return relu6(x + 3) / 6


def hardswish(x: Array, inplace: bool = False) -> Array:
    """x * hardsigmoid(x); beyond -3 and 3, where it is 0 and x, the slope is 0 and 1."""
    bend = where(x.abs() >= 3, 0, x)  # an infinity must not meet the slope of what is not taken
    return where(x >= 3, x, where(x <= -3, 0 * x, bend * hardsigmoid(bend)))


def selu(x: Array, inplace: bool = False) -> Array:
    """An elu whose outputs keep the mean 0 and the variance 1."""
    return _SCALE * elu(x, _ALPHA)


def celu(x: Array, alpha: float = 1.0, inplace: bool = False) -> Array:
    """x where it is positive, alpha * (exp(x / alpha) - 1) elsewhere."""
    return elu(x / alpha) * alpha


def prelu(x: Array, weight: Array) -> Array:
    """x where it is positive, weight * x elsewhere; one weight, or one for each of dim 1."""
    if weight.numel() == 1:
        weight = weight.reshape(())
    elif x.ndim > 2:
        weight = weight.reshape(-1, *[1] * (x.ndim - 2))
    return where(x > 0, x, weight * x)


def softmin(x: Array, dim: int) -> Array:
    """`softmax` of -x."""
    return softmax(-x, dim)


def tanhshrink(x: Array) -> Array:
    """x - tanh(x)."""
    return x - x.tanh()


def hardshrink(x: Array, lambd: float = 0.5) -> Array:
    """x, and 0 between -lambd and lambd."""
    return where((x >= -lambd) & (x <= lambd), 0, x)


def softshrink(x: Array, lambd: float = 0.5) -> Array:
    """x, nearer to 0 by lambd, and 0 in between. Raises RuntimeError for a negative lambd."""
    if lambd < 0:
        raise RuntimeError(f"softshrink: lambd must not be negative, but it is {lambd}")
    return where(x > lambd, x - lambd, where(x < -lambd, x + lambd, 0 * x))


def threshold(x: Array, threshold: float, value: float, inplace: bool = False) -> Array:
    """x where it is above `threshold`, and `value` elsewhere."""
    return where(x <= threshold, value, x)


class PReLU(Module):
    """`prelu`, whose slope for negative numbers is learned."""

    def __init__(
        self, num_parameters: int = 1, init: float = 0.25, device: Any = None, dtype: Any = None
    ) -> None:
        """One slope for all, or one for each of dim 1; they start as `init`."""
        super().__init__()
        self.num_parameters = num_parameters
        slopes = np.full(num_parameters, init, dtype or get_default_dtype())
        self.weight = Parameter(Tensor(slopes))

    def forward(self, input: Array) -> Array:
        """The function of the input."""
        return prelu(input, self.weight)

    def extra_repr(self) -> str:
        """`num_parameters=1`."""
        return f"num_parameters={self.num_parameters}"
