"""Layers that find out how many channels there are when they see the first batch. (Given code.)

Until then their parameters have a size of 0; then these are filled in, in the same Parameters,
drawn, and the layer becomes an ordinary one.
"""

from __future__ import annotations

from inspect import signature
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m16_modules import Linear, Module, Parameter
from ...m24_normalization import BatchNorm1d
from ...m25_convolution import BatchNorm2d, Conv2d
from ..nn.one_dimension import Conv1d

UNKNOWN = "a lazy layer has no weights yet: show the network a batch first"


class UninitializedParameter(Parameter):
    """A Parameter whose shape is not known yet."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Raises RuntimeError: it has none."""
        raise RuntimeError(UNKNOWN)

    def numel(self) -> int:
        """Raises ValueError: nobody knows."""
        raise ValueError(UNKNOWN)

    ndim = property(numel)

    def __repr__(self) -> str:
        return "<UninitializedParameter>"

    def materialize(self, shape: tuple[int, ...]) -> None:
        """Become an ordinary Parameter of that shape; its elements are still to be set."""
        self.__class__ = Parameter
        self.value = np.empty(shape, self.value.dtype)


class Lazy(Module):
    """What makes a layer, of 0 channels, wait for its first batch. It stands before the layer among
    the bases: `class LazyLinear(Lazy, Linear, dim=-1)`, whose arguments are `Linear`'s but for the
    first, which is found out from the dimension `dim` of the input. `takes` says how many
    dimensions an input may have, if that matters."""

    def __init_subclass__(cls, dim: int = 1, takes: tuple[int, ...] = ()) -> None:
        cls.becomes, cls.dim, cls.takes = cls.__bases__[1], dim, takes
        told = signature(cls.becomes.__init__)
        me, unknown, *rest = told.parameters.values()
        cls.unknown = unknown.name

        def __init__(self: Lazy, *args: Any, **kwargs: Any) -> None:
            cls.becomes.__init__(self, 0, *args, **kwargs)
            for name, parameter in self._parameters.items():
                if parameter is not None:
                    setattr(self, name, UninitializedParameter(Tensor(parameter.value)))

        __init__.__qualname__ = f"{cls.__name__}.__init__"
        __init__.__signature__ = told.replace(parameters=[me, *rest])  # type: ignore[attr-defined]
        cls.__init__ = __init__

    def reset_parameters(self) -> None:
        """Draw the parameters, when the sizes are known. A norm's are ones, and zeros."""
        size = getattr(self, self.unknown)
        if size and hasattr(self.becomes, "reset_parameters"):
            self.becomes.reset_parameters(self)
        for name, x in [*self.named_parameters(), *self.named_buffers()] if size else ():
            if self.unknown == "num_features" and name != "num_batches_tracked":
                one = name in ("weight", "running_var")
                x.value = np.full(size, float(one), x.value.dtype)

    def initialize_parameters(self, input: Any) -> None:
        """Give what has a size of 0 the size that the input has, and draw the parameters, unless
        they were loaded.

        Raises ValueError for channels that the groups can't share, and RuntimeError for an input
        with another number of dimensions.
        """
        if self.takes and input.ndim not in self.takes:
            raise RuntimeError(f"{self._get_name()} does not take an input {tuple(input.shape)}")
        size, groups = input.shape[self.dim], getattr(self, "groups", 1)
        setattr(self, self.unknown, size)
        if size % groups:
            raise ValueError(f"{size} channels in {groups} groups")
        parameters = [*self.parameters()]
        waiting = [p for p in parameters if isinstance(p, UninitializedParameter)]
        for parameter in waiting:
            parameter.materialize(tuple([n or size // groups for n in parameter.value.shape]))
        if waiting or not parameters:
            self.reset_parameters()

    def forward(self, input: Any) -> Any:
        """What the layer gives, which becomes an ordinary one before."""
        self.initialize_parameters(input)
        self.__class__ = self.becomes
        return self.forward(input)


class LazyLinear(Lazy, Linear, dim=-1):
    """A `Linear` that takes as many features as its first batch has."""


class LazyConv1d(Lazy, Conv1d, dim=-2, takes=(2, 3)):
    """A `Conv1d` that takes as many channels as its first batch has."""


class LazyConv2d(Lazy, Conv2d, dim=-3, takes=(3, 4)):
    """A `Conv2d` that takes as many channels as its first batch has."""


class LazyBatchNorm1d(Lazy, BatchNorm1d):
    """A `BatchNorm1d` of as many channels as its first batch has."""


class LazyBatchNorm2d(Lazy, BatchNorm2d):
    """A `BatchNorm2d` of as many channels as its first batch has."""
