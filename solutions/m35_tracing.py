"""m35 tracing: a program becomes data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import numpy as np

from .given.func.interpreters import lift, lower
from .given.func.trees import flatten
from .given.programs.doors import staging
from .given.programs.effects import is_effect, is_write
from .given.programs.equations import Equation, Variable, rename, variables_in
from .given.programs.program import Program
from .given.programs.staging import Staging, WithoutNumbers, plain
from .m02_wrapper import Array


def compute(
    op: Callable[..., Any], inputs: tuple, params: Mapping[str, Any], known: Mapping[Variable, Any]
) -> Any:
    """What `op(*inputs, **params)` is, with the value that is `known` in the place of each Variable
    among the inputs. Anything else among them stays as it is."""
    values = [known[x] if isinstance(x, Variable) else x for x in inputs]
    return op(*values, **params)


class Staged(WithoutNumbers):
    """What stands for a tensor while a function is traced: its value is a Variable."""

    __slots__ = ()

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Compute `op`, write it down as an Equation, and return a Staged of this level for its
        result.

        What goes into the equation for a Staged of this level (`is_staged`) is its `value`, and for
        anything else what `level.constant` makes of it. `level.known` has the value of each
        Variable in this run, so `compute` can use it. `level.variable` makes the Variable of the
        result, and notes the result as its value. The equation comes to the end of
        `level.equations`.
        """
        level = self.level
        inputs = tuple([x.value if is_staged(x, level) else level.constant(x) for x in args])
        variable = level.variable(compute(op, inputs, params, level.known))
        level.equations.append(Equation(variable, op, inputs, params))
        return Staged(variable, level)


def is_staged(x: Any, level: Staging) -> bool:
    """Whether x is a Staged of this very level. (Given.)"""
    return isinstance(x, Staged) and x.level is level


def trace(f: Callable[..., Any]) -> Callable[..., Program]:
    """A function that runs `f` once, on tensors, and returns the Program of what it did.

    The arguments may be trees (`flatten`); `level.input` makes a Staged of each tensor, and
    anything else among the leaves, such as a number, stays as it is. `f` runs within
    `staging(Staged)`, which gives the level. `level.program` takes what `f` returned.

    The run is a real one: what `f` draws is drawn, and what it writes is written. Raises
    RuntimeError where `f` asks a staged tensor for a number, as `if x > 0` does.
    """

    @wraps(f)
    def traced(*args: Any) -> Program:
        leaves, rebuild = flatten(args)
        with staging(Staged) as level:
            inputs = [level.input(x) if isinstance(x, Array) else x for x in leaves]
            result = f(*rebuild(inputs))
            return level.program(result)

    return traced


def eval_program(program: Program, *args: Any) -> Any:
    """Run a program: what its function returns for these arguments, without calling it.

    Known from the start are the `constants`, as they are; the `captured` tensors, of which `plain`
    gives the ndarray; and the inputs, which `lower` makes of `program.arguments(args)`, in their
    order. Each equation then makes one more value known. `program.rebuild` takes a result for each
    of the outputs, a Tensor (`lift`) for a Variable, and anything else as it is.

    Raises ValueError for tensors of other shapes or dtypes than the program was traced for.
    """
    known = {**program.constants, **{v: plain(x) for v, x in program.captured.items()}}
    known.update(zip(program.inputs, map(lower, program.arguments(args)), strict=True))
    for variable, op, inputs, params in program.equations:
        known[variable] = compute(op, inputs, params, known)
    outputs = program.outputs
    return program.rebuild([lift(known[x]) if isinstance(x, Variable) else x for x in outputs])


def drop_unused(program: Program) -> Program:
    """The same program without equations that nobody needs: neither the outputs, nor an effect
    (`is_effect`), nor an equation that is needed itself.

    `variables_in` finds the Variables among some items. `program.but(equations=...)` is the program
    with others.
    """
    needed, kept = set(variables_in(program.outputs)), []
    for equation in reversed(program.equations):
        if equation.variable in needed or is_effect(equation.op):
            needed.update(variables_in(equation.inputs))
            kept.append(equation)
    return program.but(equations=kept[::-1])


def join_equal(program: Program) -> Program:
    """The same program, which computes nothing twice.

    Two equations are equal if their `key()` is, also after what they read has been joined:
    `equation.renamed(other)` has `other[variable]` in the place of each Variable that is in there,
    and `rename(program.outputs, other)` does the same to the outputs. Effects stay, each of them.
    And an equation that reads memory into which was written in between (`is_write`) is not equal to
    the one before: a Variable's `memory` is a number, the same for all that share it, and an effect
    that writes does so into the memory of its own `variable`.
    """
    other: dict[Variable, Variable] = {}
    first: dict[Any, Variable] = {}
    writes, kept = Counter[int](), []
    for equation in program.equations:
        equation = equation.renamed(other)
        key = equation.key(), *[writes[x.memory] for x in variables_in(equation.inputs)]
        writes[equation.variable.memory] += is_write(equation.op)
        if is_effect(equation.op) or key not in first:
            first[key] = equation.variable
            kept.append(equation)
        else:
            other[equation.variable] = first[key]
    return program.but(equations=kept, outputs=rename(program.outputs, other))


def fold_constants(program: Program) -> Program:
    """The same program, in which whatever depends on constants alone is a constant.

    The value is an ndarray, also where NumPy returns a scalar. Effects stay: a random draw reads
    nothing, and yet differs from run to run. Captured tensors are not constants, since they may
    change between two runs.
    """
    constants, kept = dict(program.constants), []
    for equation in program.equations:
        variable, op, inputs, params = equation
        if is_effect(op) or any(x not in constants for x in variables_in(inputs)):
            kept.append(equation)
        else:
            constants[variable] = np.asarray(compute(op, inputs, params, constants))
    return program.but(equations=kept, constants=constants)


def simplified(program: Program) -> Program:
    """The same program, without constants to compute, without repetition and without waste.
    (Given.)"""
    return drop_unused(join_equal(fold_constants(program)))
