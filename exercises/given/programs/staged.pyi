"""What stands for a tensor in a trace, and whether it answers who asks for its numbers. (Given"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ...m02_wrapper import Array as Array
from ...given.func.interpreters import Level as Level
from ...given.func.interpreters import Wrapped as Wrapped
from ...given.programs.equations import Variable as Variable
import threading
from collections.abc import Callable
from collections.abc import Iterator
import numpy as np
from typing import Self

class _Answers(threading.local):
    given: Any
    watch: Any
answers: Any

def answering(watch: Callable[[Any], None]) -> Iterator[None]:
    """In a `with` block, traces of this thread answer who asks for numbers, and `watch` is told of"""

class WithoutNumbers(Wrapped):
    """A tensor of which shape and dtype are known: its value is a Variable."""
    has_numbers: Any

    def __init__(self, variable: Variable, level: Level, requires_grad: bool=False) -> None:
        ...

    def item(self) -> bool | int | float:
        """The only element; see `Staging.ask`."""

    def tolist(self) -> Any:
        """The elements as nested lists; see `Staging.ask`."""

    def numpy(self) -> np.ndarray:
        """A copy of the elements; see `Staging.ask`."""

    @property
    def known(self) -> Any:
        """The value in the run that is written down."""

    def detach(self) -> Self:
        """The same, without a history."""

    def __repr__(self) -> str:
        ...

def is_constant(x: Any) -> bool:
    """Whether x is a tensor that no transform and no gradient has to do with."""

def plain(x: Any) -> Any:
    """The ndarray of a tensor, whether it requires a gradient or not; inside another transform, the"""
