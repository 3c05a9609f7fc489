"""A function as a layer, to stand in a Sequential; and changes of shape as such. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m02_wrapper import Array
from ...m16_modules import Module
from ..ops.move import unflatten
from ..ops.reshape import flatten
from ..protocols.made_with import make_with


class FunctionLayer(Module):
    """A function with settings; these are given when it is made, and are attributes, which may be
    changed.

    A subclass says which function, and the settings in torch's order with their defaults:
    `class Hardtanh(FunctionLayer, function=hardtanh, min_val=-1.0, max_val=1.0)`. In the place of a
    default, `...` stands where there is none. `shown` names the settings that are printed; all are,
    unless it is given.
    """

    function: Callable[..., Any]
    _settings: dict[str, Any] = {}  # noqa: RUF012
    _shown: str | None = None

    def __init_subclass__(
        cls, function: Any = None, shown: str | None = None, **settings: Any
    ) -> None:
        if function is not None:
            cls.function = staticmethod(function)
        if shown is not None:
            cls._shown = shown
        if settings:
            cls._settings = settings
            make_with(cls, settings)

    def _take(self, **settings: Any) -> None:
        """Keep the settings that the layer is made with."""
        super().__init__()
        for name, value in settings.items():
            setattr(self, name, value)

    def _current(self) -> dict[str, Any]:
        """The settings as they are now."""
        return {name: getattr(self, name) for name in self._settings}

    def forward(self, *inputs: Any, **named: Any) -> Any:
        """The function of the inputs."""
        return self.function(*inputs, **named, **self._current())

    def extra_repr(self) -> str:
        """`kernel_size=2, stride=2`; `inplace` only if it is True."""
        names = self._settings if self._shown is None else self._shown.split()
        shown = [name for name in names if name != "inplace" or self.inplace]
        return ", ".join([f"{name}={getattr(self, name)!r}" for name in shown])


class Identity(Module):
    """Gives back its input; takes any arguments, so that it can stand in for another module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def forward(self, input: Array) -> Array:
        """The input."""
        return input


class Flatten(FunctionLayer, function=flatten, start_dim=1, end_dim=-1):
    """Makes one dimension of several: (batch, 1, 28, 28) -> (batch, 784)."""


class Unflatten(FunctionLayer, dim=..., unflattened_size=...):
    """Makes several dimensions of one: (batch, 6) -> (batch, 2, 3)."""

    def forward(self, input: Array) -> Array:
        """The input, its dimension `dim` unflattened."""
        return unflatten(input, self.dim, self.unflattened_size)
