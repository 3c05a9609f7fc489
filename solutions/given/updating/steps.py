"""Optimisers' steps as equations: which parameters are updated together. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ..compiling.kernels import kernel, made
from ..lowering.writer import Writer
from ..programs.effects import SetGrad
from ..programs.effects import Update as Effect
from ..programs.equations import Equation, Variable, rename
from ..programs.program import Program
from .in_blocks import in_blocks, rows_of
from .packs import Pack
from .ways import Update, may_be_packed, way_of

SMALL = 32768  # elements of a parameter that is updated together with others


@kernel("copied")
def copied(out: str, x: str) -> list[str]:
    """The same numbers elsewhere."""
    return [f"np.copyto({out}, {x})"]


class Gathered:
    """Gradients that lie side by side.

    Attributes:
        flat: the Variable of all of them.
        parts: each one's own.
        values: their parameters.
    """

    def __init__(self, parts: Sequence[Variable], values: Sequence[Variable]) -> None:
        self.parts, self.values = parts, values
        self.flat = made((sum([x.size for x in parts]),), parts[0].dtype)


def with_updates(
    program: Program, write: Writer
) -> tuple[Program, tuple[Pack, ...], list[Gathered]]:
    """The same program, with the updates of optimisers that are known as equations. What is written
    for them is given to the script behind the inputs."""
    write.equations, other, moved = [], {}, {}
    packs: list[Pack] = []
    gathered: list[Gathered] = []
    fed: list[Variable] = []
    for group, run in groupby(program.equations, _group_of):
        equations = [e.renamed(other | moved if isinstance(e.op, SetGrad) else other) for e in run]
        sets = _sets(equations, *group) if group else None
        if sets is None:
            write.equations += equations
            continue
        other |= {e.variable: e.inputs[0] for e in equations}
        for pack, its in sets:
            grads = [e.inputs[1] for e in its]
            if len(its) > 1:
                grads = [write(copied, g, like=(g.shape, g.dtype)) for g in grads]
                gathered.append(Gathered(grads, [e.inputs[0] for e in its]))
                moved |= {e.inputs[1]: g for e, g in zip(its, grads, strict=True)}
            fed += _written(write, pack, [e.inputs[0] for e in its], gathered, grads)
            packs.append(pack)
    outputs = rename(program.outputs, other)
    program = program.but(
        equations=write.equations,
        constants=write.constants,
        outputs=outputs,
    )
    return program.but(inputs=(*program.inputs, *fed)), tuple(packs), gathered


def _written(
    write: Writer,
    pack: Pack,
    values: list[Variable],
    gathered: list[Gathered],
    grads: list[Variable],
) -> list[Variable]:
    grad = gathered[-1].flat if len(grads) > 1 else grads[0]
    memory = {
        name: made(array.shape, array.dtype)
        for name, array in zip(pack.names, pack.memory, strict=True)
    }
    names = zip(pack.way.names, pack.way.numbers(pack.group(), 1), strict=False)
    numbers = {name: made((), pack.dtype) for name, _ in names}
    fed = {**memory, **numbers}
    write.hints.update({x: name for name, x in fed.items()})
    update, options = Update(write, values, grad, memory, numbers), pack.options | pack.group()
    rows = rows_of(grad) if len(values) == 1 else 0
    if rows:
        in_blocks(update, pack.way, options, rows)
    else:
        pack.way.lines(update, options)
    return [*fed.values()]


def _group_of(equation: Equation) -> tuple[Any, int] | None:
    op = equation.op
    return (op.optimizer, op.group) if type(op) is Effect else None


def _sets(
    equations: list[Equation], optimizer: Any, index: int
) -> list[tuple[Pack, list[Equation]]] | None:
    """The updates of a group in sets, each with what is remembered of it; None where the way of the
    optimiser is not known."""
    options = optimizer.param_groups[index]
    way = way_of(optimizer, options)
    params = {e.op.tensor for e in equations}
    if way is None or len(params) < len(equations) or not all(map(_is_usual, equations)):
        return None
    small = [e for e in equations if e.op.tensor.value.size <= SMALL]
    together = small if len(small) > 1 and may_be_packed(options) and _alike(small) else []
    apart = [[e] for e in equations if not (together and e.op.tensor.value.size <= SMALL)]
    sets = [together] * bool(together) + apart
    found = [(Pack(optimizer, index, [e.op.tensor for e in its], way), its) for its in sets]
    return found if all([pack.lay_out() for pack, _ in found]) else None


def _is_usual(equation: Equation) -> bool:
    value, grad = equation.inputs
    return value.dtype == grad.dtype and value.shape == grad.shape and value.dtype.kind == "f"


def _alike(equations: list[Equation]) -> bool:
    return len({e.inputs[0].dtype for e in equations}) == 1
