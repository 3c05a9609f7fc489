"""One program of a compiled function, and how its results are handed out. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m35_tracing import simplified
from ...m36_compile import plan
from ..core.changes import mark_all_changed, mark_changed
from ..func.interpreters import Wrapped
from ..func.trees import flatten
from ..guarding.relied import Relied
from ..guarding.watch import Watch
from ..lowering.more import MORE  # noqa: F401
from ..lowering.tidy import without_ones
from ..planning.donated import with_donated
from ..programs.equations import Variable, variables_in
from ..programs.program import Program
from .build import Built, to_copy
from .joint import Joint, Way, cut_apart
from .kernels import Into, Loop, targets_of
from .names import distinct
from .prepared import prepared


class Run:
    """A program, its scripts, and all that they rely on."""

    def __init__(
        self,
        joint: Joint,
        whole: Program,
        watch: Watch,
        names: tuple[list[str], dict[int, str]],
        tensors: Sequence[Array],
        donated: Sequence[int],
    ) -> None:
        """`names` are those of the arguments, and of tensors that are captured, by their id;
        `donated` the numbers of tensors that may be written over."""
        there, back = cut_apart(joint, without_ones(simplified(whole)), whole)
        given, held = names
        named = dict(zip(there.inputs, given, strict=False))
        wanted = {v: held[id(x)] for v, x in there.captured.items() if id(x) in held}
        named = distinct([], named) | distinct(given, wanted)
        self.outputs, self.rebuild = there.outputs[: joint.outputs], flatten(whole.returned[0])[1]
        self.variables, self.flowing = variables_in(there.outputs), joint.flowing
        self.is_one = whole.returned[0] is None
        self.copied = to_copy(there.but(outputs=self.outputs), whole.outputs[: joint.outputs])
        self.results, self.same, self.graded = joint.results, joint.same, joint.graded
        self.leaves = [joint.inputs.get(id(x), x) for x in joint.leaves]
        grads = joint.level.grads.values()
        self.grads = [(x, g) for x, g in grads if not isinstance(x, Wrapped)]  # which end with it
        if donated and not joint.flowing:
            there = with_donated(there, [there.inputs[i] for i in donated])
        program = prepared(there, {x: joint.level.known[x] for x in places_of(there)})
        plain = not (joint.flowing or joint.same or joint.graded or any(self.copied))
        self.is_plain = plain and self.is_one and isinstance(self.outputs[0], Variable)
        self.written, self.there = written(program), Built(program, plan, named)
        self.back = back and Built(back, plan, {})
        self.relied = Relied(program, whole, self.grads, watch, tensors)
        self.relied.writes |= bool(self.written)

    @property
    def source(self) -> str:
        """The script; behind it, that of the way back."""
        return self.there.source + (f"\n\n{self.back.source}" if self.back else "")

    def arrays(self, tensors: Sequence[Array], numbers: Iterable[float]) -> list[Any] | None:
        """What the script is to be given; None where something that it relies on has changed."""
        return self.relied.arrays(tensors, numbers)

    def __call__(self, tensors: Sequence[Array], arrays: list[np.ndarray]) -> Any:
        """What the function returns for these, which have these `arrays`."""
        results = self.there(arrays)
        if self.written:
            mark_all_changed([arrays[i] for i in self.written])
        return Tensor(results[0]) if self.is_plain else self._handed_out(results, tensors)

    def first(self, joint: Joint, tensors: Sequence[Array]) -> Any:
        """What it has returned in the run that was written down."""
        known = joint.level.known
        return self._handed_out([known[x] for x in self.variables], tensors)

    def _handed_out(self, arrays: Sequence[np.ndarray], tensors: Sequence[Array]) -> Any:
        rest, results = iter(arrays), list(self.outputs)
        for i, x in enumerate(results):
            if isinstance(x, Variable):
                array = next(rest)
                results[i] = Tensor(np.array(array) if self.copied[i] else array)
        if self.flowing:
            found = self._recorded([results[i] for i in self.flowing], [*rest], tensors)
            for i, out in zip(self.flowing, found, strict=True):
                results[i] = out
        for i, x in self.same.items():
            results[i] = tensors[x] if isinstance(x, int) else x
        for i, g in zip(self.graded, results[self.results :], strict=True):
            add_to_grad(tensors[i], g)
        return results[0] if self.is_one else self.rebuild(results[: self.results])

    def _recorded(
        self, results: list[Tensor], kept: list[np.ndarray], tensors: Sequence[Array]
    ) -> Sequence[Array]:
        leaves = [tensors[x] if isinstance(x, int) else x for x in self.leaves]
        found = Way.apply(self.back, kept, results, *leaves)
        return found if isinstance(found, tuple) else (found,)


def places_of(program: Program) -> tuple[Variable, ...]:
    """A Variable for each array that a script is given."""
    return *program.inputs, *program.captured


def written(program: Program) -> list[int]:
    """The places of the arrays that NumPy's calls write into, and nobody else tells of it."""
    ours = [e for e in program.equations if isinstance(e.op, Into | Loop)]
    targets = {memory for e in ours for memory in targets_of(e)}
    return [i for i, x in enumerate(places_of(program)) if x.memory in targets]


def add_to_grad(leaf: Array, g: Array) -> None:
    """What a walk back does to the `.grad` of a leaf."""
    if leaf.grad is None:
        leaf.grad = g
    else:
        leaf.grad.value[...] += g.value
        mark_changed(leaf.grad.value)
