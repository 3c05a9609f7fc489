"""Less usual activations and similarities as modules, and the way back from Flatten. (Given code.)

Each calls the function of its name with the settings that it was made with.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..._tensor import Tensor
from ...m01_wrapper import Array
from ...m12_modules import Module, Parameter
from ..core.dtypes import get_default_dtype
from ..ops.move import unflatten
from . import functions
from .activations import Activation, Softmax


class Unflatten(Module):
    """Makes several dimensions of one: (batch, 6) -> (batch, 2, 3)."""

    def __init__(self, dim: int, unflattened_size: Sequence[int]) -> None:
        """The dimension, and the sizes of those that it becomes."""
        super().__init__()
        self.dim, self.unflattened_size = dim, tuple(unflattened_size)

    def forward(self, input: Array) -> Array:
        """The input, its dimension `dim` unflattened."""
        return unflatten(input, self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        """`dim=1, unflattened_size=(2, 3)`."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class SELU(Activation):
    """`selu`."""

    function = staticmethod(functions.selu)


class Hardsigmoid(Activation):
    """`hardsigmoid`."""

    function = staticmethod(functions.hardsigmoid)


class Hardswish(Activation):
    """`hardswish`."""

    function = staticmethod(functions.hardswish)


class Tanhshrink(Activation):
    """`tanhshrink`."""

    function = staticmethod(functions.tanhshrink)


class CELU(Activation):
    """`celu`."""

    function = staticmethod(functions.celu)

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__(inplace, alpha=alpha)


class Threshold(Activation):
    """`threshold`."""

    function = staticmethod(functions.threshold)

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__(inplace, threshold=threshold, value=value)


class GLU(Activation):
    """`glu`."""

    function = staticmethod(functions.glu)

    def __init__(self, dim: int = -1) -> None:
        super().__init__(dim=dim)


class Softmin(Softmax):
    """`softmin`. Without a dim it guesses as Softmax does."""

    function = staticmethod(functions.softmin)


class PReLU(Module):
    """`prelu`, whose slope for negative numbers is learned."""

    def __init__(
        self, num_parameters: int = 1, init: float = 0.25, dtype: np.dtype | None = None
    ) -> None:
        """One slope for all, or one for each of dim 1; they start as `init`."""
        super().__init__()
        self.num_parameters = num_parameters
        slopes = np.full(num_parameters, init, dtype or get_default_dtype())
        self.weight = Parameter(Tensor(slopes))

    def forward(self, input: Array) -> Array:
        """The function of the input."""
        return functions.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """`num_parameters=1`."""
        return f"num_parameters={self.num_parameters}"


class CosineSimilarity(Module):
    """`cosine_similarity`."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        """The dimension of the vectors, and the least length that counts."""
        super().__init__()
        self.dim, self.eps = dim, eps

    def forward(self, x1: Array, x2: Array) -> Array:
        """The cosine of the angle between both."""
        return functions.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """`pairwise_distance`."""

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        """The norm, what is added to the difference, and whether the last dimension is kept."""
        super().__init__()
        self.norm, self.eps, self.keepdim = p, eps, keepdim

    def forward(self, x1: Array, x2: Array) -> Array:
        """The norm of the difference."""
        return functions.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
