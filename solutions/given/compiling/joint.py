"""The way there and the way back, written down at once. (Given code.)

A function whose result requires a gradient is traced together with its backward pass, of some
gradient of the result that is not known yet: one more input. The two programs are cut apart
afterwards: what the second reads of the first is kept for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import FREED, is_grad_enabled, parents
from ...m05_toposort import toposort
from ...m09_autograd_mechanics import find_gradients
from ..compat.custom_function import Context, Function
from ..core.changes import any_changed, now
from ..func.interpreters import interpreters
from ..func.trees import flatten
from ..programs.effects import is_effect
from ..programs.equations import Variable, variables_in
from ..programs.numbers import given_number
from ..programs.program import Program
from ..programs.staging import Staging
from ..random.generator import default_generator


class Joint:
    """A function to be traced, which asks for the gradients of its result as well.

    Attributes, once it has run:
        level: the trace.
        split: how many equations belong to the way there.
        results: how many leaves the result has.
        same: those of them that are tensors which were there before: an argument, by its number,
            or the tensor itself.
        graded: the numbers of the arguments whose `.grad` it has set.
        outputs: how many results there are, and gradients of arguments behind them.
        flowing: the numbers of those through which gradients flow.
        leaves: the tensors that the gradients are of.
        slopes: how many of the inputs, the last ones, are gradients of the result.
    """

    def __init__(self, function: Callable[..., Any], numbers: Collection[float] = ()) -> None:
        """`numbers` are handed to the function as well, as inputs of the program."""
        self.function, self.numbers = function, numbers
        self.level: Staging | None = None
        self.flowing, self.slopes = list[int](), 0
        self.drawn = default_generator.get_state()
        self.leaves: list[Array] = []

    def __call__(self, *tensors: Array) -> Any:
        self.level = next(x for x in reversed(interpreters.entries) if isinstance(x, Staging))
        self.inputs = dict(zip(map(id, tensors), range(len(tensors)), strict=True))
        numbers = [given_number(self.level, x) for x in self.numbers]
        result = self.function(*tensors, *numbers)
        leaves, _ = flatten(result)
        self.graded = [i for i, x in enumerate(tensors) if x.grad is not None]
        self.same = {i: self.inputs.get(id(x), x) for i, x in enumerate(leaves) if self._is_old(x)}
        self.split, self.results = len(self.level.equations), len(leaves)
        self.outputs = self.results + len(self.graded)
        return result, [tensors[i].grad for i in self.graded], self._gradients(leaves)

    def forget(self, held: list[Array]) -> None:
        """Do not ask for the `.grad` of these again, which they had before the run: where it was
        None when the walk came, the function itself has seen to that."""
        for leaf in held:
            if self.level.grads.get(id(leaf), (leaf, leaf))[1] is None:
                del self.level.grads[id(leaf)]

    def undo(self) -> None:
        """Let all be as it was before the run: the function is to run again."""
        if self.level is not None:
            self.put_back()
            for restore in reversed(self.level.undo):
                restore()
            for leaf, g in self.level.grads.values():
                leaf.grad = g
            default_generator.set_state(self.drawn)

    def put_back(self) -> bool:
        """Give tensors their arrays again whose `data` was set to what is staged; whether any."""
        level = self.level
        found = [v for v, x in level.captured.items() if isinstance(x.value, Variable)]
        for v in found:
            level.captured[v].value = level.known[v]
        return bool(found)

    def _gradients(self, leaves: list[Any]) -> list[Array]:
        ways = {i: toposort(x, parents) for i, x in enumerate(leaves) if self.level.tracks(x)}
        # Where the function has gone a way back itself, nobody can go it again.
        tracked = [i for i, way in ways.items() if all(x.node is not FREED for x in way)]
        found: dict[int, Array] = {}
        for i in tracked:
            for x in ways[i]:
                if x.node is None and x.requires_grad and self._is_old(x):
                    found[id(x)] = x
        if not found:
            return []
        slopes = [Tensor(np.ones(leaves[i].shape, leaves[i].dtype)) for i in tracked]
        slopes, self.slopes = [self.level.input(x) for x in slopes], len(slopes)
        roots, inputs = [leaves[i] for i in tracked], list(found.values())
        try:
            gradients = find_gradients(roots, slopes, inputs)
        except RuntimeError as reason:
            self.level.give_up(str(reason))
            return []
        used = [i for i, g in enumerate(gradients) if g is not None]
        self.flowing, self.leaves = tracked, [inputs[i] for i in used]
        return [gradients[i] for i in used]

    def _is_old(self, x: Any) -> bool:
        """Whether x is an argument, or a tensor that was there before."""
        return isinstance(x, Array) and (id(x) in self.inputs or id(x) not in self.level.made)


def of_inputs(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], numbers: Any
) -> Callable[..., Any]:
    """A function of the tensors among these arguments alone, and of those numbers behind them whose
    places among the numbers are given."""
    leaves, rebuild = flatten([args, kwargs])
    places = [i for i, x in enumerate(leaves) if isinstance(x, Array)]
    of_numbers = [i for i, x in enumerate(leaves) if type(x) in (int, float)]
    places += [of_numbers[i] for i in numbers]

    def called(*inputs: Any) -> Any:
        mine = list(leaves)
        for i, x in zip(places, inputs, strict=True):
            mine[i] = x
        args, kwargs = rebuild(mine)
        return function(*args, **kwargs)

    return called


def cut_apart(joint: Joint, program: Program, whole: Program) -> tuple[Program, Program | None]:
    """The way there and the way back, of a program that has been made shorter than the `whole`.

    The way there returns what the way back reads of it, behind its own results; the gradients of
    these results are the last inputs of the way back.
    """
    results, gradients = program.outputs[: joint.outputs], program.outputs[joint.outputs :]
    first = {equation.variable for equation in whole.equations[: joint.split]}
    needed, back = set(variables_in(gradients)) - first, []
    for equation in reversed(program.equations):
        if equation.variable in needed and not is_effect(equation.op):
            needed.update({*variables_in(equation.inputs)} - first)
            back.append(equation)
    back = back[::-1]
    ours = {e.variable for e in back}
    there = [e for e in program.equations if e.variable not in ours]
    own = program.inputs[: len(program.inputs) - joint.slopes]
    slopes = program.inputs[len(own) :]
    known = {*slopes, *program.constants, *ours}
    read = [x for e in back for x in variables_in(e.inputs)] + variables_in(gradients)
    kept = tuple(dict.fromkeys([x for x in read if x not in known]))
    way_there = program.but(inputs=own, equations=there, outputs=(*results, *kept))
    if not gradients:
        return way_there, None
    return way_there, program.but(
        inputs=(*kept, *slopes), captured={}, equations=back, outputs=gradients
    )


class Way(Function):
    """A compiled function as one op, whose rule is the compiled way back."""

    @staticmethod
    def forward(ctx: Context, back: Any, kept: Any, results: Any, *_leaves: Array) -> Any:
        """The results, which have been computed already."""
        ctx.back, ctx.kept, ctx.then = back, kept, now()
        return results[0] if len(results) == 1 else tuple(results)

    @staticmethod
    def backward(ctx: Context, *gradients: Array) -> Any:
        """Raises RuntimeError under `create_graph`, and where what the way back reads has been
        changed meanwhile."""
        if is_grad_enabled():
            raise RuntimeError("a compiled function has no second derivatives; call the plain one")
        if any_changed(ctx.kept, ctx.then):
            raise RuntimeError(
                "a value needed for gradient computation has been modified by an inplace operation"
            )
        slopes = [np.broadcast_to(g.value, g.shape) for g in gradients]
        found = ctx.back((*ctx.kept, *slopes))
        return None, None, None, *map(Tensor, found)
