"""Activations as modules, to stand in a Sequential. (Given code.)

They call the function of their name, in `magic_methods`, `activations` or more_activations.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from ... import m13_activations as activations
from ...m02_wrapper import Array
from ...m04_magic_methods import sigmoid, tanh
from ..ops.elementwise import hardtanh, relu6, softsign
from ..ops.in_place import become
from ..protocols.errors import explain
from . import more_activations as more
from .function_layer import FunctionLayer


class Activation(FunctionLayer, inplace=False):
    """An elementwise function, or a softmax. With `inplace`, the input is overwritten."""

    def forward(self, input: Array) -> Array:
        """The function of the input; in place, this is what the input becomes."""
        settings = self._current()
        if settings.pop("inplace", False):
            return become(self.function, input, **settings)
        return self.function(input, **settings)


class ReLU(Activation, function=activations.relu):
    """`relu`."""


class ReLU6(Activation, function=relu6):
    """`relu6`."""


class SiLU(Activation, function=activations.silu):
    """`silu`."""


class Mish(Activation, function=activations.mish):
    """`mish`."""


class SELU(Activation, function=more.selu):
    """`selu`."""


class Hardsigmoid(Activation, function=more.hardsigmoid, shown=""):
    """`hardsigmoid`."""


class Hardswish(Activation, function=more.hardswish, shown=""):
    """`hardswish`."""


class Sigmoid(Activation, function=sigmoid):
    """`sigmoid`."""


class Tanh(Activation, function=tanh):
    """`tanh`."""


class Tanhshrink(Activation, function=more.tanhshrink):
    """`tanhshrink`."""


class Hardshrink(FunctionLayer, function=more.hardshrink, lambd=0.5):
    """`hardshrink`."""

    def extra_repr(self) -> str:
        """`0.5`."""
        return f"{self.lambd}"


class Softshrink(Hardshrink, function=more.softshrink):
    """`softshrink`."""


class LogSigmoid(Activation, function=activations.logsigmoid):
    """`logsigmoid`."""


class Softsign(Activation, function=softsign):
    """`softsign`."""


class GELU(Activation, function=activations.gelu, approximate="none"):
    """`gelu`."""


class GLU(Activation, function=more.glu, dim=-1):
    """`glu`."""


class LeakyReLU(Activation, function=activations.leaky_relu, negative_slope=0.01, inplace=False):
    """`leaky_relu`."""


class ELU(Activation, function=activations.elu, alpha=1.0, inplace=False):
    """`elu`."""


class CELU(Activation, function=more.celu, alpha=1.0, inplace=False):
    """`celu`."""


class Hardtanh(Activation, function=hardtanh, min_val=-1.0, max_val=1.0, inplace=False):
    """`hardtanh`."""


class Threshold(Activation, function=more.threshold, threshold=..., value=..., inplace=False):
    """`threshold`."""


class Softplus(Activation, function=activations.softplus, beta=1.0, threshold=20.0):
    """`softplus`."""


def guess_dim(x: Array) -> int:
    """Along which dim torch normalises where nobody says: 0 of 0, 1 or 3 dimensions, else 1."""
    return 0 if x.ndim in (0, 1, 3) else 1


def guessing(function: Callable[..., Array]) -> Callable[..., Array]:
    """`function(x, dim)` as torch.nn.functional has it: without a dim it guesses, and x may be cast
    first."""

    @wraps(function)
    def called(
        input: Array, dim: int | None = None, _stacklevel: int = 3, dtype: np.dtype | None = None
    ) -> Array:
        try:
            x = input if dtype is None else input.to(dtype)
            return function(x, guess_dim(input) if dim is None else dim)
        except Exception as error:
            explain(error, called, (input, dim), {})
            raise

    del called.__wrapped__  # its arguments are others
    called.torchs_names = True
    return called


class Softmax(Activation, function=guessing(activations.softmax), dim=None):
    """`softmax`. Without a dim it guesses as torch does: 0 for 0, 1 or 3 dimensions, else 1."""


class LogSoftmax(Softmax, function=guessing(activations.log_softmax)):
    """`log_softmax`. Without a dim it guesses as Softmax does."""


class Softmin(Softmax, function=guessing(more.softmin)):
    """`softmin`. Without a dim it guesses as Softmax does."""
