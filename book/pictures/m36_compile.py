"""Which buffer each result of a program lies in, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import autodiff as torch
import numpy as np
from autodiff import func, tracing
from autodiff.m36_compile import assign_buffers, last_uses

from .drawing import CODE, CURVES, FAINT, GRAY, line, svg, words

ROW, TOP, STEP = 26, 80, 50  # STEP: from the column of a buffer to the next
NAMES = ("W1", "b1", "W2", "b2", "X", "T")


def loss(W1: Any, b1: Any, W2: Any, b2: Any, X: Any, T: Any) -> Any:
    """The network of m00."""
    h = (X @ W1 + b1).sigmoid()
    y = (h @ W2 + b2).sigmoid()
    return ((y - T) ** 2).sum() / (2 * len(T))


def picture() -> str:
    """A row for each equation, a column for each buffer, and a bar while a result is needed."""
    shapes = (2, 8), (8,), (8, 1), (1,), (4, 2), (4, 1)
    inputs = [torch.from_numpy(np.ones(shape)) for shape in shapes]
    way_back = func.grad(loss, argnums=(0, 1, 2, 3))
    program = tracing.simplified(tracing.trace(way_back)(*inputs))
    homes, last = assign_buffers(program), last_uses(program)
    buffers = list(dict.fromkeys(homes.values()))
    letters = {memory: chr(ord("A") + buffers.index(home)) for memory, home in homes.items()}
    parts = [words(14, 30, "equations, and the buffers that they write to", at="start")]
    for column in range(len(buffers)):
        parts.append(words(_x(column), TOP - 12, chr(ord("A") + column), CURVES[column]))
    for number, said in enumerate(_equations(program, letters)):
        y = TOP + ROW * number
        parts.append(line(14, y + ROW, 466, y + ROW, FAINT, wide=1))
        parts.append(words(14, y + 18, said, at="start", font=CODE, size=16))
    parts += _bars(program, homes, last, buffers)
    y = TOP + ROW * len(program.equations) + 28
    said = f"{len(homes)} results lie in {len(buffers)} buffers; a bar ends where"
    parts.append(words(14, y, said, GRAY, at="start", size=17))
    parts.append(words(14, y + 24, "a result is read for the last time", GRAY, at="start", size=17))
    return svg(y + 40, parts)


def _equations(program: Any, letters: dict[int, str]) -> Iterator[str]:
    """Each as text: a result is called by its buffer's letter."""
    known = dict(zip(program.inputs, NAMES, strict=True))
    known |= {variable: "c" for variable in program.constants}
    results = {result: f"d{name}" for result, name in zip(program.outputs, NAMES, strict=False)}
    for equation in program.equations:
        made, args = equation.variable, [known.get(x, str(x)) for x in equation.inputs]
        if equation.op.__name__ == "transpose":
            del args[1:]
            known[made] = f"{args[0]}.T"
        else:
            known[made] = results.get(made) or letters.get(made.memory, "?")
        yield f"{known[made]:>4} = {equation.op.__name__} {' '.join(args)}"


def _bars(program: Any, homes: Any, last: Any, buffers: list[Any]) -> Iterator[str]:
    """From the middle of the row that makes a result to that of the last one that reads it."""
    first: dict[int, int] = {}
    for number, equation in enumerate(program.equations):
        first.setdefault(equation.variable.memory, number)
    for memory, home in homes.items():
        column = buffers.index(home)
        y1, y2 = (TOP + ROW * (number + 0.5) for number in (first[memory], last[memory]))
        place = f'x="{_x(column) - 13}" y="{y1 + 2:.1f}" width="26" height="{y2 - y1 - 4:.1f}"'
        yield f'<rect {place} rx="5" fill="{CURVES[column]}"/>'


def _x(column: int) -> int:
    """The middle of a buffer's column."""
    return 290 + STEP * column
