"""relu there and back, without bools among numbers. (Given code.)

NumPy converts bools to numbers piece by piece: what is multiplied by them is faster by a mask of
numbers. And it finds the larger one of two arrays faster than of an array and a number.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ...m04_magic_methods import mul
from ...m13_activations import relu
from ..compiling.kernels import Kernel, kernel
from ..compiling.lowerings import COMPARING
from ..programs.equations import Equation, Variable, variables_in
from .writer import Writer, expands, floats

ROW = 128  # numbers that are worth it


@kernel("maximum", over=True)
def maximum(out: str, x: str, y: str) -> list[str]:
    """The larger one of each two numbers."""
    return [f"np.maximum({x}, {y}, out={out})"]


@expands(relu)
def relu_by_zeros(write: Writer, made: Variable, x: Any, inplace: bool = False) -> bool:
    """The larger one of x and 0."""
    if not floats(x) or not x.ndim:
        return False
    write.each(maximum, x, zeros_for(write, x), to=made)
    return True


def zeros_for(write: Writer, x: Variable) -> Variable:
    """Some, which broadcast to x."""
    count = next((n for n in range(1, x.ndim) if prod(x.shape[-n:]) >= ROW), x.ndim)
    return write.constant("zeros", np.zeros(x.shape[-count:], x.dtype))


def _mask(name: str) -> Kernel:
    return Kernel(name, lambda out, x, y: [f"np.{name}({x}, {y}, out={out})"])


def _multiplies(e: Equation | None, mask: Variable, x: Variable) -> bool:
    """Whether an equation multiplies numbers of the dtype of x by the mask."""
    if e is None or e.op is not mul or len(variables_in(e.inputs)) < 2:
        return False
    return all(y is mask or y.dtype == x.dtype for y in e.inputs) and e.inputs[0] is not e.inputs[1]


def only_multiplies(write: Writer, mask: Variable, x: Variable) -> bool:
    """Whether nobody reads a mask but to multiply numbers of the dtype of x."""
    return all(_multiplies(e, mask, x) for e in write.readers.get(mask, [None]))


MASKS = {op: _mask(name) for op, name in COMPARING.items()}


def as_mask(op: Any) -> None:
    """Let a comparison give numbers, where products alone read it."""

    @expands(op)
    def rule(write: Writer, made: Variable, x: Any, y: Any) -> Any:
        if not floats(x, y) or not only_multiplies(write, made, x):
            return False
        return write.each(MASKS[op], x, y)


for _op in COMPARING:
    as_mask(_op)
