"""How a program prints. (Given code.)

    inputs     a: float64[3], b: float64[2,3]
      c: float64[2] = matmul b a
      d: float64[] = sum c
    outputs    d

Variables are named in the order of the lines, and a constant that is a single number prints as the
number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, product
from string import ascii_lowercase
from typing import Any

import numpy as np

from .equations import Equation, Variable, kind


def names() -> Iterator[str]:
    """a, b, ... z, aa, ab, ..."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def named(program: Any) -> dict[Variable, str]:
    """What every variable is printed as."""
    found: dict[Variable, str] = {}
    letters = names()
    for variable in [*program.inputs, *program.captured]:
        found[variable] = next(letters)
    for variable, value in program.constants.items():
        found[variable] = next(letters) if np.ndim(value) else f"{value}"
    for equation in program.equations:
        found[equation.variable] = next(letters)
    return found


def lines(program: Any) -> list[str]:
    """The lines of a printed program."""
    name = named(program)
    arrays = [variable for variable in program.constants if variable.ndim]
    heads = {"inputs": program.inputs, "captured": program.captured, "constants": arrays}
    found = [
        f"{head:<10} " + ", ".join([f"{name[v]}: {kind(v)}" for v in variables])
        for head, variables in heads.items()
        if variables or head == "inputs"
    ]
    found += [f"  {line(equation, name)}" for equation in program.equations]
    return [*found, f"{'outputs':<10} " + ", ".join([shown(x, name) for x in program.outputs])]


def line(equation: Equation, name: Mapping[Variable, str]) -> str:
    """`c: float64[2] = matmul b a`."""
    variable, op, inputs, params = equation
    words = [shown(x, name) for x in inputs]
    words += [f"{key}={shown(value, name)}" for key, value in params.items()]
    return " ".join([f"{name[variable]}: {kind(variable)} =", op.__name__, *words])


def shown(x: Any, name: Mapping[Variable, str]) -> str:
    """An input as it is printed: the name of a variable, or what stands there."""
    if isinstance(x, Variable):
        return name[x]
    if isinstance(x, tuple):
        return f"({', '.join([shown(each, name) for each in x])}{',' * (len(x) == 1)})"
    return getattr(x, "__name__", None) or str(x)
