"""Results in the memory of arguments that are given away. (Given code.)

    step = compile(step, donate_argnums=0)
    weights = step(weights, x)

Nobody wants the old weights any more, so the new ones may lie there: an update needs no new memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...m02_wrapper import Array
from ..compiling.buffers import kind_of
from ..compiling.kernels import Into, seen
from ..compiling.lowerings import CALLS, has_lowering
from ..func.trees import flatten
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.program import Program


def given_away(args: Sequence[object], numbers: Iterable[int]) -> list[int]:
    """Which of the tensors among some arguments are in those with these numbers, and require no
    gradient."""
    found, place = [], 0
    wanted = {number % len(args) for number in numbers if -len(args) <= number < len(args)}
    for number, arg in enumerate(args):
        tensors = [x for x in flatten(arg)[0] if isinstance(x, Array)]
        if number in wanted:
            found += [place + i for i, x in enumerate(tensors) if not x.requires_grad]
        place += len(tensors)
    return found


def with_donated(program: Program, donated: Iterable[Variable]) -> Program:
    """The same program, which writes results over these inputs, where nobody reads them later."""
    equations, other = list(program.equations), dict[Variable, Variable]()
    shared = Counter([x.memory for x in (*program.inputs, *program.captured)])
    free = [x for x in donated if shared[x.memory] == 1]
    last = {x.memory: i for i, e in enumerate(equations) for x in variables_in(e.inputs)}
    kept = Counter([x.memory for x in variables_in(program.outputs)])
    seen_in = Counter([e.variable.memory for e in equations])
    results = {x for x in variables_in(program.outputs) if kept[x.memory] == 1}
    for i, e in enumerate(equations):
        made = e.variable
        if made not in results or seen_in[made.memory] > 1 or not _is_simple(e):
            continue
        fitting = [x for x in free if kind_of(x) == kind_of(made) and not kept[x.memory]]
        fitting = [x for x in fitting if last.get(x.memory, -1) <= i]
        if fitting:
            target = next((x for x in fitting if x in e.inputs), fitting[0])
            free.remove(target)
            other[made] = seen(target, made.shape)
            inputs = target, *e.inputs
            equations[i] = Equation(other[made], Into(CALLS[e.op]), inputs, {})
    equations = [e.renamed(other) for e in equations]
    return program.but(equations=equations, outputs=rename(program.outputs, other))


def _is_simple(e: Equation) -> bool:
    return e.op in CALLS and not e.params and has_lowering(e)
