"""Less usual activations: functions, and PReLU, which has a weight. (Given code.)"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ...m02_wrapper import Array as Array
from ...m12_reductions import where as where
from ...m13_activations import elu as elu
from ...m13_activations import softmax as softmax
from ...m16_modules import Module as Module
from ...m16_modules import Parameter as Parameter
from ...given.core.dtypes import get_default_dtype as get_default_dtype
from ...given.ops.elementwise import relu6 as relu6
_ALPHA: Any
_SCALE: Any

def glu(x: Array, dim: int=-1) -> Array:
    """The first half of x along `dim`, times the sigmoid of the second."""

def hardsigmoid(x: Array, inplace: bool=False) -> Array:
    """relu6(x + 3) / 6: a sigmoid of straight lines."""

def hardswish(x: Array, inplace: bool=False) -> Array:
    """x * hardsigmoid(x); beyond -3 and 3, where it is 0 and x, the slope is 0 and 1."""

def selu(x: Array, inplace: bool=False) -> Array:
    """An elu whose outputs keep the mean 0 and the variance 1."""

def celu(x: Array, alpha: float=1.0, inplace: bool=False) -> Array:
    """x where it is positive, alpha * (exp(x / alpha) - 1) elsewhere."""

def prelu(x: Array, weight: Array) -> Array:
    """x where it is positive, weight * x elsewhere; one weight, or one for each of dim 1."""

def softmin(x: Array, dim: int) -> Array:
    """`softmax` of -x."""

def tanhshrink(x: Array) -> Array:
    """x - tanh(x)."""

def hardshrink(x: Array, lambd: float=0.5) -> Array:
    """x, and 0 between -lambd and lambd."""

def softshrink(x: Array, lambd: float=0.5) -> Array:
    """x, nearer to 0 by lambd, and 0 in between. Raises RuntimeError for a negative lambd."""

def threshold(x: Array, threshold: float, value: float, inplace: bool=False) -> Array:
    """x where it is above `threshold`, and `value` elsewhere."""

class PReLU(Module):
    """`prelu`, whose slope for negative numbers is learned."""

    def __init__(self, num_parameters: int=1, init: float=0.25, device: Any=None, dtype: Any=None) -> None:
        """One slope for all, or one for each of dim 1; they start as `init`."""

    def forward(self, input: Array) -> Array:
        """The function of the input."""

    def extra_repr(self) -> str:
        """`num_parameters=1`."""
