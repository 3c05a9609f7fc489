"""Layers that find out how many channels there are when they see the first batch. (Given code.)

Until then their parameters have a size of 0; then these are filled in, in the same Parameters,
drawn, and the layer becomes an ordinary one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m16_modules import Module, Parameter

UNKNOWN = "a lazy layer has no weights yet: show the network a batch first"


class UninitializedParameter(Parameter):
    """A Parameter whose shape is not known yet."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Raises RuntimeError: it has none."""
        raise RuntimeError(UNKNOWN)

    @property
    def ndim(self) -> int:
        """Raises ValueError: it has none."""
        raise ValueError(UNKNOWN)

    def numel(self) -> int:
        """Raises ValueError: nobody knows."""
        raise ValueError(UNKNOWN)

    def __repr__(self) -> str:
        return "<UninitializedParameter>"

    def materialize(self, shape: tuple[int, ...]) -> None:
        """Become an ordinary Parameter of that shape; its elements are still to be set."""
        self.__class__ = Parameter
        self.value = np.empty(shape, self.value.dtype)


class Lazy(Module):
    """What makes a layer, of 0 channels, wait for its first batch. It stands before the layer among
    the bases, and `becomes` is the layer alone."""

    becomes: type[Module]
    channels = "in_channels"  # the attribute that is found out
    dim = 1  # the dimension of an input that says it
    takes: tuple[int, ...] = ()  # how many dimensions an input may have, if that matters

    def wait(self) -> None:
        """Replace the parameters by ones that do not know their shape."""
        for name, parameter in self._parameters.items():
            if parameter is not None:
                setattr(self, name, UninitializedParameter(Tensor(parameter.value)))

    def reset_parameters(self) -> None:
        """Nothing is drawn before the sizes are known."""
        if getattr(self, self.channels):
            super().reset_parameters()

    def initialize_parameters(self, input: Any) -> None:
        """Give what has a size of 0 the size that the input has, and draw the parameters, unless
        they were loaded.

        Raises ValueError for channels that the groups can't share, and RuntimeError for an input
        with another number of dimensions.
        """
        if self.takes and input.ndim not in self.takes:
            raise RuntimeError(f"{self._get_name()} does not take an input {tuple(input.shape)}")
        size = input.shape[self.dim]
        setattr(self, self.channels, size)
        part = self.share(size)
        parameters = [*self.parameters()]
        waiting = [p for p in parameters if isinstance(p, UninitializedParameter)]
        for parameter in waiting:
            parameter.materialize(tuple([n or part for n in parameter.value.shape]))
        if waiting or not parameters:
            self.reset_parameters()

    def share(self, size: int) -> int:
        """What stands for a size of 0 in the shape of a parameter."""
        if size % getattr(self, "groups", 1):
            raise ValueError(f"{size} channels in {self.groups} groups")
        return size

    def forward(self, input: Any) -> Any:
        """What the layer gives, which becomes an ordinary one before."""
        self.initialize_parameters(input)
        self.__class__ = self.becomes
        return self.forward(input)
