"""What is written into arguments and captured arrays, is computed there. (Given code.)"""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...m04_magic_methods import add
from ..compiling.kernels import Into, targets_of
from ..compiling.lowerings import CALLS, has_lowering
from ..programs.effects import write
from ..programs.equations import Equation, Variable, variables_in
from ..programs.program import Program

COPY = Into("positive")


def in_their_places(program: Program) -> Program:
    """The same program, whose `write`s are calls of NumPy's, the last op before it included where
    nobody else reads its result."""
    uses = Counter(
        [x for e in program.equations for x in variables_in(e.inputs)]
        + variables_in(program.outputs)
    )
    kept: list[Equation] = []
    for equation in program.equations:
        if equation.op is write and _fits(*equation.inputs):
            target, x = equation.inputs
            i = next((i for i in range(len(kept)) if kept[i].variable is x), None)
            if i is not None and uses[x] == 1 and _is_alone(kept, i, target):
                before = kept.pop(i)
                op, inputs = Into(CALLS[before.op]), before.inputs
            else:
                op, inputs = COPY, (x,)
            equation = Equation(equation.variable, op, (target, *inputs), {})
        kept.append(equation)
    return program.but(equations=kept)


def _fits(target: Variable, source: object) -> bool:
    fits = isinstance(source, Variable) and source.dtype == target.dtype != np.dtype(bool)
    return fits and source.shape == target.shape


def _is_alone(equations: list[Equation], i: int, target: Variable) -> bool:
    """Whether equation i may as well come last, and write to the target."""
    before = equations[i]
    if before.op not in CALLS or before.params or before.variable.shape != target.shape:
        return False
    if not (has_lowering(before) or _counts(before)):
        return False
    since = equations[i + 1 :]
    read = {x.memory for x in variables_in(before.inputs)}
    return not any(memory in read for e in since for memory in targets_of(e))


def _counts(equation: Equation) -> bool:
    made, op, (x, *rest) = equation.variable, equation.op, equation.inputs
    whole = isinstance(x, Variable) and x.dtype == made.dtype == np.dtype(np.int64)
    return whole and op is add and [type(y) for y in rest] == [int]
