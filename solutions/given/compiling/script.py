"""The names of a script, and the lines that are always the same. (Given code.)"""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import numpy as np

from ...m04_magic_methods import broadcast_to, reshape, transpose
from ...m10_shapes import cut, permute
from ..ops.reshape import view
from ..programs.equations import Equation, Variable, variables_in
from ..programs.numbers import Arithmetic
from ..programs.printing import names
from ..programs.program import Program
from .buffers import Buffer, Place, makes_memory
from .kernels import Into, Loop, Scalar, View, own
from .lowerings import has_lowering, lowered, text_of

ALWAYS_VIEWS = {transpose, permute, cut, broadcast_to}
IN_ROWS = {reshape, view}  # views of what lies in memory row by row


class Script:
    """A program, and how its script calls everything.

    Attributes:
        program: what is written down.
        homes: the Buffer of a memory, as `assign_buffers` gives it.
        name: the name of every Variable. One that fills a buffer has the buffer's.
        buffers: the name of each Buffer, in the order of their making.
        arguments: the names of inputs and captured arrays, in their order.
        results: the names of the outputs that are Variables.
        space: what the script's names for ops and constants mean.
    """

    def __init__(
        self, program: Program, homes: Mapping[int, Buffer], given: Mapping[Variable, str]
    ) -> None:
        """`given` are names that are known already."""
        self.program, self.homes = program, {**homes, **getattr(program, "lent", {})}
        self._taken = {"np", "make", "run", *keyword.kwlist, *given.values()}
        self._small, self._large = names(), map(str.upper, names())
        self.space: dict[str, Any] = {"np": np}
        self.name = dict(given)
        arguments, hints = (*program.inputs, *program.captured), getattr(program, "hints", {})
        for variable in (*[x for x in arguments if x not in given], *program.constants):
            self.name[variable] = self._next(_like(hints.get(variable)) or self._small)
        self.arguments = [self.name[x] for x in arguments]
        self.space |= {self.name[x]: value for x, value in program.constants.items()}
        flats = getattr(program, "flats", {})
        homes = self.homes.values()
        wholes = [home.whole for home in homes if isinstance(home, Place)]
        rooms = dict.fromkeys([*flats.values(), *wholes, *homes])
        self.buffers = {buffer: self._name_of(buffer) for buffer in rooms}
        self.name |= {x: self.buffers[buffer] for x, buffer in flats.items()}
        first = {id(equation) for equation in makes_memory(program)}
        self._made, self._rows, self._steady = first, set[Variable](), set[Variable]()
        for equation in program.equations:
            made = equation.variable
            if id(equation) in first and made.memory in self.homes:
                self.name[made] = self.buffers[self.homes[made.memory]]
            elif isinstance(equation.op, Into):
                self.name[made] = self.name[equation.inputs[0]]
            else:
                self.name[made] = self._next(self._small)
            if self.is_lowered(equation) or self.is_view(equation):
                self._steady.add(made)
                if self.is_lowered(equation) or equation.op in IN_ROWS:
                    self._rows.add(made)
        self.results = [self.name[x] for x in variables_in(program.outputs)]

    def _next(self, letters: Any) -> str:
        name = next(x for x in letters if x not in self._taken)
        self._taken.add(name)
        return name

    def _name_of(self, buffer: Buffer) -> str:
        of = buffer.of
        wanted = self.name.get(of) and f"{self.name[of]}_grad" if isinstance(of, Variable) else of
        buffer.name = self._next(_like(wanted) or self._large)
        return buffer.name

    def is_lowered(self, equation: Equation) -> bool:
        """Whether there are NumPy's own calls for an equation."""
        return id(equation) in self._made and has_lowering(equation)

    def is_view(self, equation: Equation) -> bool:
        """Whether an equation does nothing but give another shape to its first argument."""
        made, op, inputs, params = equation
        if isinstance(op, View):
            return True
        if params or not variables_in(inputs[:1]) or made.memory != inputs[0].memory:
            return False
        if made.memory in self.homes and inputs[0] not in self._steady:
            return False
        return op in ALWAYS_VIEWS or (op in IN_ROWS and inputs[0] in self._rows)

    def lines(self, equation: Equation) -> list[str]:
        """NumPy's calls for an equation that is lowered."""
        op = equation.op
        if isinstance(op, Loop):
            self.name |= {part: self._next(self._small) for part in op.parts}
            return op.text(
                [*equation.inputs, equation.variable],
                self.name,
                self._next(self._small),
                self._line,
            )
        return lowered(equation, self.name[equation.variable], self.name)

    def _line(self, equation: Equation) -> list[str]:
        if isinstance(equation.op, Into):
            return [self.call(equation)]
        return lowered(equation, self.name[equation.variable], self.name)

    def call(self, equation: Equation) -> str:
        """The call of an equation's op: `cumsum(a, 1)`."""
        _, op, inputs, params = equation
        copies = id(equation) in self._made
        words = [self._word(x) for x in inputs]
        if isinstance(op, Into | Scalar | Arithmetic):
            return op.text(*words)
        if not copies and (method := self._method(equation)):
            return method
        words += [f"{key}={self._word(x)}" for key, x in params.items()]
        return f"{self._named(op, copies)}({', '.join(words)})"

    def view(self, equation: Equation) -> str:
        """The text of a view: `A.T`."""
        made, op, inputs, _ = equation
        x = self.name[inputs[0]]
        if isinstance(op, View):
            return op.text(x, *inputs[1:])
        if op is transpose and made.ndim == 2 and made.shape == inputs[0].shape[::-1]:
            return f"{x}.T" if inputs[1] % 2 != inputs[2] % 2 else x
        return self._method(equation) or self.call(equation)

    def _method(self, equation: Equation) -> str:
        """A call of an array's own: `A.reshape((4, 2))`."""
        made, op, inputs, params = equation
        if params or not variables_in(inputs[:1]) or variables_in(inputs[1:]):
            return ""
        x, ndim = self.name[inputs[0]], inputs[0].ndim
        if op in IN_ROWS:
            return f"{x}.reshape({made.shape})"
        if op is transpose and ndim:
            return f"{x}.swapaxes({inputs[1] % ndim}, {inputs[2] % ndim})"
        if op is permute:
            return f"{x}.transpose({tuple([dim % ndim for dim in inputs[1]])})"
        if op is broadcast_to:
            return f"np.broadcast_to({x}, {made.shape})"
        return ""

    def _word(self, x: Any) -> str:
        if isinstance(x, Variable):
            return self.name[x]
        if type(x) in (int, bool, float, str, type(None)):
            return text_of(x)
        if isinstance(x, tuple | list):
            words = [self._word(each) for each in x]
            comma = "," if isinstance(x, tuple) and len(x) == 1 else ""
            left, right = "()" if isinstance(x, tuple) else "[]"
            return f"{left}{', '.join(words)}{comma}{right}"
        if type(x) is slice:
            return f"slice({self._word(x.start)}, {self._word(x.stop)}, {self._word(x.step)})"
        return self._named(x, False)

    def _named(self, thing: Any, copies: bool) -> str:
        """A name for anything that a script can't say, such as an op."""
        name = getattr(thing, "__name__", type(thing).__name__)
        name = name if name.isidentifier() and not keyword.iskeyword(name) else "value"
        base, number, wanted = name, 1, own(thing) if copies else thing
        while name in self.space and not _same(self.space[name], wanted):
            number += 1
            name = f"{base}_{number}"
        if name not in self.space and name in self._taken:
            name = self._next(f"{base}_{i}" for i in range(2, 1000))
        self._taken.add(name)
        self.space[name] = wanted
        return name


def _like(name: str | None) -> Iterator[str] | None:
    """name, name_2, name_3, ..."""
    return name and (f"{name}_{i}" if i > 1 else name for i in count(1))


def _same(a: Any, b: Any) -> bool:
    return a is b or (isinstance(a, own) and isinstance(b, own) and a.op is b.op)


def run_lines(lines: list[str], **arrays: np.ndarray) -> None:
    """Run lines of a script, in which these arrays have these names."""
    exec("\n".join(lines), {"np": np, **arrays})
