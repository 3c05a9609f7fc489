"""Which equations need memory of their own, and how it is asked for. (Given code.)"""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np

from ..programs.effects import Effect, SetGrad, is_effect
from ..programs.equations import Equation, Variable, variables_in
from ..programs.program import Program
from .kernels import Into
from .lowerings import has_lowering


class Buffer:
    """Memory that is made once, and used in each run, by one memory of the program after another.

    Two buffers are never equal, however alike they are.

    Attributes:
        of: the Variable whose gradient it is for, or a name; None where it is for anything.
        name: what the script calls it.
    """

    def __init__(self, shape: tuple[int, ...], dtype: np.dtype, of: Any = None) -> None:
        self.shape, self.dtype, self.of, self.name = shape, dtype, of, ""

    def __repr__(self) -> str:
        return f"Buffer({self.shape}, {self.dtype})"


class Zeros(Buffer):
    """A buffer of zeros, of which a part is written to."""


class Part(Buffer):
    """A part of a flat buffer."""

    def __init__(self, whole: Buffer, start: int, shape: tuple[int, ...], of: Any) -> None:
        super().__init__(shape, whole.dtype, of)
        self.whole, self.start = whole, start

    def text(self) -> str:
        """How it is made."""
        piece = f"{self.whole.name}[{self.start}:{self.start + prod(self.shape)}]"
        return piece if len(self.shape) == 1 else f"{piece}.reshape({self.shape})"


class Place(Buffer):
    """A part of a buffer of bytes, or of whatever else lies there at other times."""

    def __init__(self, whole: Buffer, start: int, shape: tuple[int, ...], dtype: np.dtype) -> None:
        """`start` in bytes."""
        super().__init__(shape, dtype)
        self.whole, self.start = whole, start

    def text(self) -> str:
        """How it is made."""
        return f'np.ndarray({self.shape}, "{self.dtype.name}", {self.whole.name}, {self.start})'


def empty(room: Buffer | Variable) -> str:
    """The text that makes an array of this shape and dtype: `np.empty((4, 2), "float64")`."""
    if isinstance(room, Part | Place):
        return room.text()
    maker = "zeros" if isinstance(room, Zeros) else "empty"
    return f'np.{maker}({room.shape}, "{room.dtype.name}")'


class Kind(NamedTuple):
    """What two memories must have in common to lie in one buffer."""

    shape: tuple[int, ...]
    dtype: np.dtype


def kind_of(variable: Variable) -> Kind:
    """The shape and the dtype of what lies in a variable."""
    return Kind(variable.shape, variable.dtype)


def memory_from_outside(program: Program) -> set[int]:
    """The memory of inputs, of what is captured, and of constants."""
    return {x.memory for x in (*program.inputs, *program.captured, *program.constants)}


def kept_memory(program: Program) -> set[int]:
    """The memory of what a program hands out: its results, and what an effect may keep."""
    kept = {x.memory for x in variables_in(program.outputs)}
    for equation in program.equations:
        if is_effect(equation.op) and not copies(equation.op):
            kept.update([x.memory for x in variables_in(equation.inputs)])
    return kept


def copies(op: Effect) -> bool:
    """Whether an effect is known to keep nothing of what it is given."""
    return type(op) is Effect or isinstance(op, SetGrad | Into) or op.__name__ == "write"


def makes_memory(program: Program) -> list[Equation]:
    """The equations whose variable is the first in its memory."""
    known, found = memory_from_outside(program), []
    for equation in program.equations:
        if equation.variable.memory not in known:
            known.add(equation.variable.memory)
            found.append(equation)
    return found


def lowered_memory(program: Program) -> set[int]:
    """The memory that is made by an equation which is lowered, and so is told where to write."""
    return {e.variable.memory for e in makes_memory(program) if has_lowering(e)}
