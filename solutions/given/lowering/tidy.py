"""What is multiplied by 1 is left as it is. (Given code.)

Rules are written for any exponent and any factor, so the way back is full of ones: the slope of
x ** 2 is 2 * x ** 1. No number changes here.
"""

from __future__ import annotations

from ...m04_magic_methods import div, mul, pow
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.program import Program


def without_ones(program: Program) -> Program:
    """The same program, without `x ** 1`, `x * 1` and `x / 1`."""
    other: dict[Variable, Variable] = {}
    kept = []
    for equation in program.equations:
        equation = equation.renamed(other)
        if _changes_nothing(equation):
            other[equation.variable] = variables_in(equation.inputs)[0]
        else:
            kept.append(equation)
    return program.but(equations=kept, outputs=rename(program.outputs, other))


def _changes_nothing(equation: Equation) -> bool:
    made, op, inputs, params = equation
    if op not in (pow, mul, div) or params or len(inputs) != 2:
        return False
    x, one = inputs
    if op is mul and isinstance(one, Variable):
        x, one = one, x
    if not isinstance(x, Variable) or type(one) not in (int, float) or one != 1:
        return False
    return (x.shape, x.dtype) == (made.shape, made.dtype)
