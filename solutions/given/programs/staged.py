"""What stands for a tensor in a trace, and whether it answers who asks for its numbers. (Given
code.)"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ..func.interpreters import Level, Wrapped
from .equations import Variable


class _Answers(threading.local):
    given = False
    watch: Callable[[Any], None] | None = None


answers = _Answers()


@contextmanager
def answering(watch: Callable[[Any], None]) -> Iterator[None]:
    """In a `with` block, traces of this thread answer who asks for numbers, and `watch` is told of
    each module that is called."""
    before = answers.given, answers.watch
    answers.given, answers.watch = True, watch
    try:
        yield
    finally:
        answers.given, answers.watch = before


class WithoutNumbers(Wrapped):
    """A tensor of which shape and dtype are known: its value is a Variable."""

    __slots__ = ()
    has_numbers = False

    def __init__(self, variable: Variable, level: Level, requires_grad: bool = False) -> None:
        Array.__init__(self, variable, requires_grad)
        self.level = level
        level.alive.append(weakref.ref(self))

    def item(self) -> bool | int | float:
        """The only element; see `Staging.ask`."""
        return self.level.ask(self).item()

    def tolist(self) -> Any:
        """The elements as nested lists; see `Staging.ask`."""
        return self.level.ask(self).tolist()

    def numpy(self) -> np.ndarray:
        """A copy of the elements; see `Staging.ask`."""
        return np.array(self.level.ask(self))

    @property
    def known(self) -> Any:
        """The value in the run that is written down."""
        return self.level.known[self.value]

    def detach(self) -> Self:
        """The same, without a history."""
        return type(self)(self.value, self.level) if self.requires_grad else self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.dtype}, {tuple(self.shape)})"


def is_constant(x: Any) -> bool:
    """Whether x is a tensor that no transform and no gradient has to do with."""
    return isinstance(x, Tensor) and not isinstance(x, Wrapped) and not x.requires_grad


def plain(x: Any) -> Any:
    """The ndarray of a tensor, whether it requires a gradient or not; inside another transform, the
    tensor itself."""
    return x if isinstance(x, Wrapped | np.ndarray) else x.value
