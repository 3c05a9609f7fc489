"""One program of a compiled function: what it relies on, and how its results are handed out.
(Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m35_tracing import simplified
from ...m36_compile import plan
from ..core.changes import mark_changed, owner_of
from ..func.trees import flatten
from ..programs.effects import SetGrad, is_write
from ..programs.equations import Variable, variables_in
from ..programs.program import Program
from .build import Built, to_copy
from .guards import Watch, have_hooks, layout_of
from .joint import Joint, Way, cut_apart
from .more import MORE  # noqa: F401
from .names import distinct
from .steps import whole_steps
from .tidy import without_ones


class Run:
    """A program, and all that it relies on."""

    def __init__(
        self,
        joint: Joint,
        whole: Program,
        watch: Watch,
        names: tuple[list[str], dict[int, str]],
        tensors: Sequence[Array],
    ) -> None:
        """`names` are those of the arguments, and of tensors that are captured, by their id."""
        there, back = cut_apart(joint, whole_steps(without_ones(simplified(whole))), whole)
        given, held = names
        named = dict(zip(there.inputs, given, strict=True))
        wanted = {v: held[id(x)] for v, x in there.captured.items() if id(x) in held}
        named = distinct([], named) | distinct(given, wanted)
        self.outputs, self.rebuild = there.outputs[: joint.outputs], flatten(whole.returned[0])[1]
        self.variables, self.flowing = variables_in(there.outputs), joint.flowing
        self.is_one = whole.returned[0] is None
        self.kept = len(variables_in(there.outputs[joint.outputs :]))
        self.copied = to_copy(there.but(outputs=self.outputs), whole.outputs[: joint.outputs])
        self.results, self.same, self.graded = joint.results, joint.same, joint.graded
        self.captured = [*there.captured.values()]
        self.owners = self._owners(tensors)
        self.layouts = [layout_of(x) for x in self.captured]
        self.require_grad = [x.requires_grad for x in self.captured]
        self.arrays = [x.value for x in self.captured]
        self.leaves = [joint.inputs.get(id(x), x) for x in joint.leaves]
        self.grads, self.watch = [*joint.level.grads.values()], watch
        self.writes = any(is_write(e.op) and not isinstance(e.op, SetGrad) for e in whole.equations)
        self.sharing = self._sharing(tensors)
        self.there = Built(there, plan, named)
        self.back = back and Built(back, plan, {})

    @property
    def source(self) -> str:
        """The script; behind it, that of the way back."""
        return self.there.source + (f"\n\n{self.back.source}" if self.back else "")

    def holds(self, tensors: Sequence[Array]) -> bool:
        """Whether all that the program relies on is as it was."""
        if self.owners and not self._read_grads(tensors):
            return False
        arrays = [x.value for x in self.captured]
        if [x.requires_grad for x in self.captured] != self.require_grad:
            return False
        if have_hooks(self.captured):
            return False
        is_new = not all(map(is_, arrays, self.arrays))
        if is_new and [layout_of(x) for x in self.captured] != self.layouts:
            return False
        if self.writes and (is_new or tensors) and self._sharing(tensors) != self.sharing:
            return False
        self.arrays = arrays
        return all([x.grad is g for x, g in self.grads]) and self.watch.holds()

    def _owners(self, tensors: Sequence[Array]) -> dict[int, Any]:
        """Which of the captured are the `.grad` of what: a later run reads that of its own time."""
        named = dict(enumerate(tensors))
        leaves = [*named.items(), *[(x, x) for x in self.captured]]
        grads = {id(x.grad): where for where, x in leaves if x.grad is not None}
        return {i: grads[id(x)] for i, x in enumerate(self.captured) if id(x) in grads}

    def _read_grads(self, tensors: Sequence[Array]) -> bool:
        """Take the `.grad`s of this time; whether all are there."""
        for i, where in self.owners.items():
            grad = (tensors[where] if isinstance(where, int) else where).grad
            if grad is None:
                return False
            self.captured[i] = grad
        return True

    def _sharing(self, tensors: Sequence[Array]) -> list[int]:
        """For each array, the first that shares its memory."""
        first: dict[int, int] = {}
        owners = [id(owner_of(x.value)) for x in (*tensors, *self.captured)]
        return [first.setdefault(owner, i) for i, owner in enumerate(owners)]

    def __call__(self, tensors: Sequence[Array]) -> Any:
        """What the function returns for these."""
        arrays = [x.value for x in tensors] + [x.value for x in self.captured]
        return self._handed_out(self.there(arrays), tensors)

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


def add_to_grad(leaf: Array, g: Array) -> None:
    """What a walk back does to the `.grad` of a leaf."""
    if leaf.grad is None:
        leaf.grad = g
    else:
        leaf.grad.value[...] += g.value
        mark_changed(leaf.grad.value)
