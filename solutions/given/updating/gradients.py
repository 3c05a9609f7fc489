"""The gradients that a program sets, as results of its script. (Given code.)

Those that NumPy writes lie in buffers that are lent: the next run writes there again, unless
somebody keeps what is in `.grad` (compiling/build.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from ..compiling.buffers import Buffer, Part, lowered_memory, makes_memory
from ..compiling.kernels import made
from ..programs.effects import SetGrad
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.program import Program
from .steps import Gathered, copied


def with_gradients(
    program: Program, gathered: Sequence[Gathered]
) -> tuple[Program, dict[str, Any]]:
    """The program, with gradients as its last outputs, and what else of a Prepared one this
    decides."""
    setting = [e for e in program.equations if isinstance(e.op, SetGrad)]
    program = _with_results_apart(_without(program, setting), setting)
    program, setting = _without_copies(program, setting, gathered)
    by_numpy, anew = lowered_memory(program), {e.variable for e in makes_memory(program)}
    taken = {x.memory for x in variables_in(program.outputs)}
    parts = {x.memory for each in gathered for x in each.parts}
    equations, lent, fresh = [*program.equations], dict[int, Buffer](), []
    leaves: list[tuple[Any, Variable]] = []
    for e in setting:
        g = e.inputs[1]
        is_own = g in anew and g.memory not in taken
        if is_own and g.memory not in by_numpy:
            fresh.append((e.op.tensor, g))
        else:
            if not is_own:
                g = made(g.shape, g.dtype)
                equations.append(Equation(g, copied, (e.inputs[1],), {}))
            leaves.append((e.op.tensor, g))
            if g.memory not in parts:
                lent[g.memory] = Buffer(g.shape, g.dtype, e.inputs[0])
        taken.add(g.memory)
    flats: dict[Variable, Buffer] = {}
    for each in gathered:
        whole = flats[each.flat] = Buffer(each.flat.shape, each.flat.dtype, "grads")
        starts = accumulate([x.size for x in each.parts], initial=0)
        for x, value, start in zip(each.parts, each.values, starts, strict=False):
            lent[x.memory] = Part(whole, start, x.shape, value)
    last = [g for _, g in (*fresh, *leaves)]
    program = program.but(equations=equations, outputs=(*program.outputs, *last))
    found = [tuple([leaf for leaf, _ in each]) for each in (fresh, leaves)]
    return program, dict(lent=lent, flats=flats, fresh=found[0], leaves=found[1])


def _without(program: Program, setting: list[Equation]) -> Program:
    other = {e.variable: e.inputs[0] for e in setting}
    kept = [e.renamed(other) for e in program.equations if not isinstance(e.op, SetGrad)]
    return program.but(equations=kept, outputs=rename(program.outputs, other))


def _with_results_apart(program: Program, setting: list[Equation]) -> Program:
    """What is returned of a gradient is copied, for the gradient will change."""
    memory = {e.inputs[1].memory for e in setting}
    outputs, copies = [], []
    for x in program.outputs:
        if isinstance(x, Variable) and x.memory in memory:
            copies.append(Equation(made(x.shape, x.dtype), copied, (x,), {}))
            x = copies[-1].variable
        outputs.append(x)
    return program.but(equations=(*program.equations, *copies), outputs=outputs)


def _without_copies(
    program: Program, setting: list[Equation], gathered: Sequence[Gathered]
) -> tuple[Program, list[Equation]]:
    """Let NumPy write gradients to where they are to lie side by side, where it may."""
    by_numpy, anew = lowered_memory(program), {e.variable for e in makes_memory(program)}
    taken = {x.memory for x in variables_in(program.outputs)}
    parts = {x for each in gathered for x in each.parts}
    other: dict[Variable, Variable] = {}
    for e in program.equations:
        if e.op is copied and e.variable in parts:
            g = e.inputs[0]
            if g in anew and g.memory in by_numpy and g.memory not in taken:
                other[e.variable] = g
                taken.add(g.memory)
    for each in gathered:
        each.parts = [other.get(x, x) for x in each.parts]
    kept = [e.renamed(other) for e in program.equations if e.variable not in other]
    return program.but(equations=kept), [e.renamed(other) for e in setting]
