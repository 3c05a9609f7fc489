"""Writing several equations in the place of one, each a call of NumPy's. (Given code.)

    @expands(rsqrt)
    def rsqrt_in_steps(write, made, x):
        write.each(reciprocal, write.each(sqrt, x), to=made)

A rule is given a Writer, the Variable that it has to make, and what the op was called with. It
returns False where it leaves the equation as it is; then it must have written nothing. And it may
return another Variable, to be read in the place of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import numpy as np

from ...m04_magic_methods import add, div, mul, sub
from ...m35_tracing import compute
from ..compiling.buffers import Buffer
from ..compiling.kernels import made as new
from ..compiling.kernels import seen
from ..compiling.lowerings import FLOATS
from ..programs.effects import is_effect
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.numbers import NumberVariable
from ..programs.program import Program

Rule = Callable[..., Any]
ARITHMETIC = {add, sub, mul, div}
EXPANSIONS: dict[Callable[..., Any], Rule] = {}
OF_IMAGES: dict[Callable[..., Any], Rule] = {}  # where they lie across


def expands(*ops: Callable[..., Any]) -> Callable[[Rule], Rule]:
    """A decorator: this is how these ops are taken apart."""

    def registered(rule: Rule) -> Rule:
        EXPANSIONS.update(dict.fromkeys(ops, rule))
        return rule

    return registered


class Writer:
    """The equations and the constants of a program that is being written.

    Attributes:
        known: what a Variable is in the run that was written down, as far as one may look: inputs,
            captured arrays and constants.
        hints: names for constants.
        needs: what must hold before each run: of which Variable in `known`, and a question to its
            array, which is asked whether it does.
        readers: the equations that read each Variable of the program, and None for its outputs.
        sources: the equation of each Variable that is written.
        lie_across: whether images lie as (C, H, W, N) (images.py).
        images: such images of Variables (N, C, H, W).
        won, spreads, columns: what is known of pools, and of convolutions.
        of_frames: ops that may read images with a frame around them.
        rooms: Buffers of memory that nobody else may lie in.
        turned: Variables that are transposes, each with what it is the transpose of.
    """

    def __init__(self, program: Program, known: Mapping[Variable, np.ndarray]) -> None:
        self.constants, self.known = dict(program.constants), known
        self.equations: list[Equation] = []
        self.hints: dict[Variable, str] = {}
        self.needs: dict[tuple[Variable, Any], Callable[[np.ndarray], bool]] = {}
        self.turned: dict[Variable, Variable] = {}
        self.readers: dict[Variable, list[Any]] = {}
        for equation in program.equations:
            for x in variables_in(equation.inputs):
                self.readers.setdefault(x, []).append(equation)
        for x in variables_in(program.outputs):
            self.readers.setdefault(x, []).append(None)
        self.sources: dict[Variable, Equation] = {}
        self.lie_across = False
        self.images: dict[Variable, Variable] = {}
        self.won: dict[Variable, tuple[Variable, Variable]] = {}
        self.spreads: dict[Any, tuple[Any, ...]] = {}
        self.of_frames: Collection[Any] = ()
        self.columns: dict[Any, tuple[Variable, Variable]] = {}
        self.rooms: dict[int, Buffer] = {}
        self._ready: dict[Any, Variable] = {}

    def __call__(
        self, op: Any, *inputs: Any, like: Any = None, to: Variable | None = None, **params: Any
    ) -> Variable:
        """One more equation, whose Variable is `to`, or new: `like` is its (shape, dtype)."""
        made = new(*like) if to is None else to
        self.add(Equation(made, op, inputs, params))
        return made

    def add(self, equation: Equation) -> None:
        """One more equation."""
        self.equations.append(equation)
        self.sources[equation.variable] = equation

    def replace_last(self, made: Variable) -> None:
        """Let the last equation make another Variable."""
        self.add(self.equations.pop()._replace(variable=made))

    def each(self, op: Any, *inputs: Any, to: Variable | None = None) -> Variable:
        """An elementwise op of numbers and Variables of one dtype."""
        variables = arrays_in(inputs)
        shape = np.broadcast_shapes(*[x.shape for x in variables])
        return self(op, *inputs, like=(shape, variables[0].dtype), to=to)

    def shaped(self, op: Any, x: Variable, shape: tuple[int, ...], to: Any = None) -> Variable:
        """x in another shape, by `reshape`."""
        if to is None and x.shape == shape:
            return x
        made = seen(x, shape) if to is None else to
        self.add(Equation(made, op, (x, shape), {}))
        return made

    def constant(self, name: str, array: np.ndarray) -> Variable:
        """A constant with this name; one for all that are equal."""
        key = name, array.shape, array.dtype, array.tobytes()
        if key not in self._ready:
            variable = self._ready[key] = new(array.shape, array.dtype)
            self.constants[variable], self.hints[variable] = array, name
        return self._ready[key]

    def need(self, x: Variable, what: Any, question: Callable[[np.ndarray], bool]) -> bool:
        """Rely on something before each run; whether it holds in the one that is written down."""
        if (x, what) not in self.needs:
            if x not in self.known or not question(self.known[x]):
                return False
            self.needs[x, what] = question
        return True


def arrays_in(items: Any) -> list[Variable]:
    """The Variables of arrays among these."""
    return [x for x in variables_in(items) if not isinstance(x, NumberVariable)]


def floats(*inputs: Any) -> bool:
    """Whether all arrays among these are of one floating dtype, and none is empty."""
    variables = arrays_in(inputs)
    dtypes = {x.dtype for x in variables}
    return len(dtypes) == 1 and dtypes <= FLOATS and all(x.size for x in variables)


def _moved(plain: Equation, renamed: Equation, other: dict[Variable, Variable]) -> Equation:
    """A view of what lies somewhere else now lies there, too."""
    made = plain.variable
    for x, y in zip(plain.inputs, renamed.inputs, strict=True):
        if x is not y and x.memory == made.memory != y.memory:
            other[made] = Variable(made.shape, made.dtype, y.base)
            return renamed._replace(variable=other[made])
    return renamed


def with_numbers(write: Writer, made: Variable, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The inputs of an elementwise op; a number stands for a constant whose elements are equal."""
    arrays = [x for x in variables_in(inputs) if x not in write.constants]
    if len(arrays) != 1 or (arrays[0].shape, arrays[0].dtype) != (made.shape, made.dtype):
        return inputs
    known = [write.constants.get(x) if isinstance(x, Variable) else None for x in inputs]
    return tuple([_number(k, x, made.dtype) for k, x in zip(known, inputs, strict=True)])


def _number(array: np.ndarray | None, x: Any, dtype: np.dtype) -> Any:
    if array is None or not array.size or array.dtype != dtype or dtype not in FLOATS:
        return x
    first = array.reshape(-1)[0]
    return float(first) if (array == first).all() else x


def expanded(program: Program, write: Writer) -> Program:
    """The same program, with ops taken apart where there is a rule, and without constants to
    compute."""
    other: dict[Variable, Variable] = {}
    for plain in program.equations:
        equation = _moved(plain, plain.renamed(other), other)
        made, op, inputs, params = equation
        if not is_effect(op) and all(x in write.constants for x in variables_in(inputs)):
            write.constants[made] = np.asarray(compute(op, inputs, params, write.constants))
            continue
        if isinstance(op, Hashable) and op in ARITHMETIC:
            inputs = with_numbers(write, made, inputs)
            equation = equation._replace(inputs=inputs)
        done: Any = False
        if isinstance(op, Hashable):
            if write.lie_across and op in OF_IMAGES:
                done = OF_IMAGES[op](write, made, op, *inputs, **params)
            if done is False and op in EXPANSIONS:
                done = EXPANSIONS[op](write, made, *inputs, **params)
        if isinstance(done, Variable):
            other[made] = done
        elif not done:
            write.add(equation)
    outputs = rename(program.outputs, other)
    return program.but(equations=write.equations, constants=write.constants, outputs=outputs)
