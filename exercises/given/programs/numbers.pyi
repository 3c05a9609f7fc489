"""Numbers of Python's that a trace does not look at. (Given code.)"""

from typing import Any
from ...given.programs.equations import Equation as Equation
from ...given.programs.equations import Variable as Variable
from collections.abc import Callable

class NumberVariable(Variable):
    """What stands for a number in a program: its dtype is nobody's business but its own."""

class Arithmetic:
    """The op of an equation between numbers; `text` says how a script spells it."""

    def __init__(self, name: str, text: str) -> None:
        ...

    def __call__(self, *args: float) -> float:
        """What Python makes of them."""

    def text(self, *args: str) -> str:
        """The expression."""
Number: Any

def given_number(level: Any, value: float) -> Number:
    """A new input of the program of this trace: a number, which is `value` in this run."""

def _asked(name: str) -> Callable[..., Any]:
    ...

def _computed(op: Arithmetic, name: str, turned: bool) -> Callable[..., Any]:
    ...
ASKED: Any
