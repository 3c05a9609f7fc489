"""How a program prints. (Given code.)"""

from typing import Any
from ...given.programs.equations import Equation as Equation
from ...given.programs.equations import Variable as Variable
from ...given.programs.equations import kind as kind
from collections.abc import Iterator
from collections.abc import Mapping

def names() -> Iterator[str]:
    """a, b, ... z, aa, ab, ..."""

def named(program: Any) -> dict[Variable, str]:
    """What every variable is printed as."""

def lines(program: Any) -> list[str]:
    """The lines of a printed program."""

def line(equation: Equation, name: Mapping[Variable, str]) -> str:
    """`c: float64[2] = matmul b a`."""

def shown(x: Any, name: Mapping[Variable, str]) -> str:
    """An input as it is printed: the name of a variable, or what stands there."""
