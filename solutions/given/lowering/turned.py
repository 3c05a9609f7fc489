"""Rows of a few numbers, worked on as a few rows of many. (Given code.)

NumPy starts anew for each row, which costs more than a row of ten numbers. So what is worked on row
by row is laid out the other way round, and what comes out is shown as a transpose of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m04_magic_methods import add, div, exp, log, mul, neg, reshape, sub, transpose
from ..compiling.kernels import kernel, seen
from ..programs.equations import Variable, variables_in
from .writer import Writer, expands, floats

FEW = 32  # numbers in a row


@kernel("turn")
def turn(out: str, x: str) -> list[str]:
    """A copy of the transpose."""
    return [f"np.copyto({out}, {x}.T)"]


def turned(write: Writer, x: Variable) -> Variable:
    """The transpose of (n, m), in memory of its own: (m, n)."""
    if x not in write.turned:
        write.turned[x] = write(turn, x, like=(x.shape[::-1], x.dtype))
    return write.turned[x]


def turned_back(write: Writer, made: Variable, x: Variable) -> None:
    """Make `made` the transpose of the x that was written last."""
    flat = seen(made, x.shape)
    write.replace_last(flat)
    write(transpose, flat, 0, 1, to=made)
    write.turned[made] = flat


def also_turned(op: Callable[..., Any]) -> None:
    """Let an elementwise op stay with transposes, where it is given some."""

    @expands(op)
    def rule(write: Writer, made: Variable, *inputs: Any, **params: Any) -> bool:
        variables = variables_in(inputs)
        found = [x for x in variables if x in write.turned and x.shape == made.shape]
        if not found or params or not floats(*variables) or made.dtype != variables[0].dtype:
            return False
        n = made.shape[0]
        if not all(x in found or x.shape in ((), (n, 1)) for x in variables):
            return False
        words = [_across(write, x) if isinstance(x, Variable) else x for x in inputs]
        turned_back(write, made, write.each(op, *words))
        return True


def _across(write: Writer, x: Variable) -> Variable:
    if x in write.turned:
        return write.turned[x]
    return write.shaped(reshape, x, (1, x.shape[0])) if x.ndim else x


for _op in (add, sub, mul, div, neg, exp, log):
    also_turned(_op)
