"""Ops that only scripts know: what a single op of the library is taken apart into. (Given code.)"""

from typing import Any
from ...given.programs.effects import Effect as Effect
from ...given.programs.effects import Write as Write
from ...given.programs.effects import is_effect as is_effect
from ...given.programs.equations import Equation as Equation
from ...given.programs.equations import Variable as Variable
from collections.abc import Callable
from collections.abc import Sequence
from collections.abc import Mapping
import numpy as np
Lines: Any

class Kernel:
    """The op of an equation whose result is written where `out` says."""

    def __init__(self, name: str, lines: Lines, over: bool=False) -> None:
        ...

    def __call__(self, *args: Any) -> Any:
        """Raises TypeError."""

class View:
    """The op of an equation which shows what lies in its first input: `text` says how."""

    def __init__(self, name: str, text: Callable[..., str]) -> None:
        ...

class Into(Write):
    """Write into the first input what a function of NumPy's makes of the others, or of it too."""

    def __init__(self, name: str) -> None:
        ...

    def text(self, target: str, *args: str) -> str:
        """The call, which returns the target."""

    def _refuse(self, *args: Any) -> Any:
        ...

class Loop(Kernel):
    """The op of an equation that computes others, some rows at a time: what lies between them is"""

    def __init__(self, name: str, body: Sequence[Equation], parts: Mapping[Variable, int], rows: int) -> None:
        ...

    def refuse(self, *_: Any) -> list[str]:
        """Raises TypeError: the lines have names of their own, which a script gives (`text`)."""

    def text(self, inputs: Sequence[Any], name: dict[Any, str], index: str, lines: Callable[[Equation], list[str]]) -> list[str]:
        """The loop over the inputs. `index` is its variable, and `lines` says those of an"""

def targets_of(equation: Equation) -> list[int]:
    """The memory that an equation writes into, which was there before."""

def kernel(name: str, over: bool=False) -> Callable[[Lines], Kernel]:
    """A decorator: these are the lines of a kernel."""

def spare(out: str, number: int) -> list[str]:
    """Memory that an equation behind this one needs beside its result; each has another number."""

def made(shape: tuple[int, ...], dtype: np.dtype) -> Variable:
    """A new Variable, in memory of its own."""

def seen(x: Variable, shape: tuple[int, ...]) -> Variable:
    """A new Variable in the memory of x."""

class Scalar:
    """The op of an equation that makes a number of NumPy's of others: `text` says how."""

    def __init__(self, name: str, text: str) -> None:
        """`text` has a {} for each input."""

    def text(self, *args: str) -> str:
        """The expression."""

class own:
    """An op whose result shares no memory with what it was given: where it would, it is copied."""

    def __init__(self, op: Callable[..., Any]) -> None:
        ...

    def __call__(self, *args: Any, **params: Any) -> Any:
        ...
