"""Reading the equations of `einsum`. (Given code.)"""

from typing import Any
from collections.abc import Sequence

def read_equation(equation: str, operands: Sequence[Any]) -> tuple[list[str], str]:
    """The letters of each operand's dims, and those of the result: "ij,jk" -> ["ij", "jk"], "ik"."""
