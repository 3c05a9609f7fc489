"""Activations as modules, to stand in a Sequential. (Given code.)

They call the function of their name, in `magic_methods` or `activations`, with the settings that
they were made with; these are attributes, and may be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from ... import m13_activations as activations
from ...m02_wrapper import Array
from ...m04_magic_methods import sigmoid, tanh
from ...m16_modules import Module
from ..ops.elementwise import hardtanh, relu6, softsign
from ..ops.in_place import become
from ..protocols.errors import explain


class Activation(Module):
    """An elementwise function, or a softmax. With `inplace`, the input is overwritten."""

    function: Callable[..., Array]

    def __init__(self, inplace: bool = False, **settings: Any) -> None:
        super().__init__()
        self.inplace = inplace
        self._settings = tuple(settings)
        vars(self).update(settings)

    def forward(self, input: Array) -> Array:
        """The function of the input; in place, this is what the input becomes."""
        settings = {name: getattr(self, name) for name in self._settings}
        if self.inplace:
            return become(self.function, input, **settings)
        return self.function(input, **settings)

    def extra_repr(self) -> str:
        """The settings; `inplace` only if it is True."""
        shown = [f"{name}={getattr(self, name)!r}" for name in self._settings]
        return ", ".join(shown + ["inplace=True"] * self.inplace)


class ReLU(Activation):
    """`relu`."""

    function = staticmethod(activations.relu)


class ReLU6(Activation):
    """`relu6`."""

    function = staticmethod(relu6)


class SiLU(Activation):
    """`silu`."""

    function = staticmethod(activations.silu)


class Mish(Activation):
    """`mish`."""

    function = staticmethod(activations.mish)


class Sigmoid(Activation):
    """`sigmoid`."""

    function = staticmethod(sigmoid)


class Tanh(Activation):
    """`tanh`."""

    function = staticmethod(tanh)


class LogSigmoid(Activation):
    """`logsigmoid`."""

    function = staticmethod(activations.logsigmoid)


class Softsign(Activation):
    """`softsign`."""

    function = staticmethod(softsign)


class GELU(Activation):
    """`gelu`."""

    function = staticmethod(activations.gelu)

    def __init__(self, approximate: str = "none") -> None:
        super().__init__(approximate=approximate)


class LeakyReLU(Activation):
    """`leaky_relu`."""

    function = staticmethod(activations.leaky_relu)

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__(inplace, negative_slope=negative_slope)


class ELU(Activation):
    """`elu`."""

    function = staticmethod(activations.elu)

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__(inplace, alpha=alpha)


class Hardtanh(Activation):
    """`hardtanh`."""

    function = staticmethod(hardtanh)

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> None:
        super().__init__(inplace, min_val=min_val, max_val=max_val)


class Softplus(Activation):
    """`softplus`."""

    function = staticmethod(activations.softplus)

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__(beta=beta, threshold=threshold)


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


class Softmax(Activation):
    """`softmax`. Without a dim it guesses as torch does: 0 for 0, 1 or 3 dimensions, else 1."""

    function = staticmethod(activations.softmax)

    def __init__(self, dim: int | None = None) -> None:
        super().__init__(dim=dim)

    def forward(self, input: Array) -> Array:
        """The function of the input, along `dim`."""
        return self.function(input, dim=guess_dim(input) if self.dim is None else self.dim)


class LogSoftmax(Softmax):
    """`log_softmax`. Without a dim it guesses as Softmax does."""

    function = staticmethod(activations.log_softmax)
