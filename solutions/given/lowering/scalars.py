"""Arithmetic of single numbers, without arrays. (Given code.)

NumPy's own numbers, such as np.float32, give the results that arrays without dimensions give, in a
fifth of the time.
"""

from __future__ import annotations

from ...m04_magic_methods import add, div, mul, neg, sub
from ..compiling.kernels import Kernel, Scalar, made
from ..compiling.lowerings import ALONE, FLOATS, has_lowering
from ..programs.equations import Equation, Variable, variables_in
from ..programs.numbers import NumberVariable
from ..programs.program import Program

NUMBER, ARRAY = Scalar("number", "{}[()]"), Scalar("array", "np.asarray({})")
OPS = {add: "{} + {}", sub: "{} - {}", mul: "{} * {}", div: "{} / {}", neg: "-{}"}
SCALARS = {op: Scalar(op.__name__, text) for op, text in OPS.items()}
SCALARS |= {op: Scalar(name, f"np.{name}({{}})") for op, name in ALONE.items() if op not in OPS}


def with_scalars(program: Program) -> Program:
    """The same program, with numbers in the places of arrays without dimensions, where arithmetic
    makes some of others."""
    others = _read_as_arrays(program)
    number: dict[Variable, Variable] = {}
    constants, equations = dict(program.constants), list[Equation]()
    for e in program.equations:
        if not _is_arithmetic(e):
            equations.append(e)
            continue
        for x in variables_in(e.inputs):
            if isinstance(x, NumberVariable):
                number[x] = x
            if x not in number:
                number[x] = made((), x.dtype)
                if x in constants:
                    constants[number[x]] = constants[x][()]
                else:
                    equations.append(Equation(number[x], NUMBER, (x,), {}))
        result = number[e.variable] = made((), e.variable.dtype)
        equations.append(Equation(result, SCALARS[e.op], e.renamed(number).inputs, {}))
        if e.variable in others:
            equations.append(Equation(e.variable, ARRAY, (result,), {}))
    return program.but(equations=equations, constants=constants)


def _is_arithmetic(e: Equation) -> bool:
    op = e.op
    if isinstance(op, Kernel) or e.variable.shape or e.variable.dtype not in FLOATS:
        return False
    known = isinstance(op, type(add)) and op in SCALARS
    return known and has_lowering(e) and all(x.shape == () for x in variables_in(e.inputs))


def _read_as_arrays(program: Program) -> set[Variable]:
    """What anything else reads than arithmetic of single numbers."""
    found = set(variables_in(program.outputs))
    for e in program.equations:
        if not _is_arithmetic(e):
            found.update(variables_in(e.inputs))
    return found
