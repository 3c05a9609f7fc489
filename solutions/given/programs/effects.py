"""Equations that do more than compute: they draw random numbers, or write into memory that was
there before. (Given code.)

An effect is the `op` of its equation: a function of ndarrays that returns one. Each run must do all
of them, in their order and as often as they stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m19_sgd import Optimizer
from ..core.changes import mark_changed


class Effect:
    """An op that does more than compute. Its name is what a program prints."""

    writes = False

    def __init__(self, name: str, run: Callable[..., np.ndarray]) -> None:
        self.__name__, self.run = name, run

    def __call__(self, *args: Any, **params: Any) -> np.ndarray:
        """Do it, and return the result."""
        return self.run(*args, **params)

    def undone_by(self, _array: Any) -> Callable[[], Any]:
        """Asked before it is done, with its first argument: a function that undoes it."""
        return tuple


class Write(Effect):
    """One that writes into its first argument, and returns that."""

    writes = True

    def undone_by(self, array: Any) -> Callable[[], Any]:
        """A function that writes back what is there now."""
        return partial(write_into, array, np.array(array))


def is_effect(op: Callable[..., Any]) -> bool:
    """Whether an op does more than compute its result."""
    return isinstance(op, Effect)


def is_write(op: Callable[..., Any]) -> bool:
    """Whether it writes into memory: what was read there before may differ from now on."""
    return is_effect(op) and op.writes


def write_into(array: np.ndarray, source: Any) -> np.ndarray:
    """Write `source`, broadcast and cast, into `array`."""
    array[...] = source
    mark_changed(array)
    return array


write = Write("write", write_into)


class SetGrad(Write):
    """It sets the `.grad` of a tensor to a copy of its second argument."""

    def __init__(self, tensor: Tensor) -> None:
        super().__init__("set_grad", self.set)
        self.tensor = tensor

    def undone_by(self, _array: Any) -> Callable[[], Any]:
        """A function that puts back the gradient which is there now."""
        return partial(setattr, self.tensor, "grad", self.tensor.grad)

    def set(self, value: np.ndarray, grad: np.ndarray) -> np.ndarray:
        """Returns the value, which stays as it is."""
        self.tensor.grad = Tensor(np.array(grad))
        return value


class Update(Write):
    """An optimiser's update of one parameter, by its options and its state as they are by then."""

    def __init__(self, optimizer: Optimizer, group: int, tensor: Tensor) -> None:
        """`group` is the number of the parameter's group."""
        super().__init__(type(optimizer).__name__.lower(), self.update)
        self.optimizer, self.group, self.tensor = optimizer, group, tensor

    def update(self, value: np.ndarray, grad: np.ndarray) -> np.ndarray:
        """Returns the value, which has changed."""
        options = self.optimizer.param_groups[self.group]
        self.optimizer.update(value, grad, self.optimizer.state[self.tensor], options)
        mark_changed(value)
        return value

    def undone_by(self, array: Any) -> Callable[[], Any]:
        """A function that puts back the parameter and the state as they are now."""
        written, state = super().undone_by(array), self.optimizer.state[self.tensor]
        before = {key: (x, np.array(x.value)) for key, x in state.items() if isinstance(x, Tensor)}
        rest = {key: x for key, x in state.items() if key not in before}

        def restore() -> None:
            written()
            state.clear()
            state.update({**rest, **{key: x for key, (x, _) in before.items()}})
            for x, value in before.values():
                x.value[...] = value

        return restore
