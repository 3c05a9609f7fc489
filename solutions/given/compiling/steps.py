"""All updates of an optimiser's step as one effect. (Given code.)

The trace has an update and a gradient that is set for each parameter. The optimiser itself does all
at once, the small ones as one vector. So where nothing comes in between, the gradients are set
first, and then the optimiser makes its step: with 4 small parameters, Adam's takes a third of the
time. A gradient that a run has made for its parameter alone is set as it is, and not copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from ..._tensor import Tensor
from ...m19_sgd import Optimizer
from ..programs.effects import SetGrad, Update, Write
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.program import Program
from .buffers import makes_memory


class Step(Write):
    """An optimiser's step, with these gradients of these parameters."""

    def __init__(self, optimizer: Optimizer, params: Sequence[Tensor], fresh: list[bool]) -> None:
        """`fresh`: which gradients nobody else holds."""
        super().__init__(f"{type(optimizer).__name__.lower()}_step", self.step)
        self.optimizer, self.params, self.fresh = optimizer, params, fresh

    def step(self, *grads: np.ndarray) -> np.ndarray:
        """Returns the first of them, which nobody reads."""
        for p, grad, fresh in zip(self.params, grads, self.fresh, strict=True):
            p.grad = Tensor(grad if fresh else np.array(grad))
        self.optimizer.step()
        return grads[0]


def whole_steps(program: Program) -> Program:
    """The same program, with one effect for all updates of a step that stand side by side."""
    own = {e.variable for e in makes_memory(program)}
    handed = {x.memory for x in variables_in(program.outputs)}
    setting = {
        (e.op.tensor, e.inputs[1]): e for e in program.equations if isinstance(e.op, SetGrad)
    }
    other: dict[Variable, Variable] = {}
    kept: list[Equation] = []
    gone: set[int] = set()
    for optimizer, run in groupby(program.equations, _optimizer_of):
        updates = list(run)
        ends = [setting.get((e.op.tensor, e.inputs[1])) for e in updates] if optimizer else []
        if not ends or None in ends:
            kept += updates
            continue
        grads = [e.inputs[1] for e in updates]
        fresh = [g in own and g.memory not in handed and grads.count(g) == 1 for g in grads]
        op = Step(optimizer, [e.op.tensor for e in updates], fresh)
        made = Variable((), grads[0].dtype, np.empty(0))
        kept.append(Equation(made, op, tuple(grads), {}))
        other |= {e.variable: e.inputs[0] for e in updates}
        gone |= {id(e) for e in ends}
    kept = [e.renamed(other) for e in kept if id(e) not in gone]
    return program.but(equations=kept, outputs=rename(program.outputs, other))


def _optimizer_of(equation: Equation) -> Optimizer | None:
    return equation.op.optimizer if isinstance(equation.op, Update) else None
