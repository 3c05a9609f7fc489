"""What one program relies on, and the arrays that its script is given. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import is_
from typing import Any

from ...m02_wrapper import Array
from ..compiling.prepared import Prepared
from ..core.changes import owner_of
from ..core.observers import before_visit
from ..programs.effects import SetGrad, is_write
from ..programs.program import Program
from .conditions import Conditions
from .guards import have_hooks, layout_of
from .watch import Watch

PATIENCE = 3  # times that the conditions are written anew


class Relied:
    """Captured tensors, `.grad`s, what optimisers remember, and what Python has read."""

    def __init__(
        self,
        program: Prepared,
        whole: Program,
        grads: list[tuple[Array, Any]],
        watch: Watch,
        tensors: Sequence[Array],
    ) -> None:
        """`whole` is the program before it was made shorter, for these tensors; `grads` are
        `.grad`s that have to be what they were."""
        places = {x: i for i, x in enumerate((*program.inputs, *program.captured))}
        self.captured, self.packs = [*program.captured.values()], program.packs
        self.needs = [(places[x], question) for x, question in program.needs]
        self.owners = self._owners(tensors)
        self.layouts = [layout_of(x) for x in self.captured]
        self.require_grad = [x.requires_grad for x in self.captured]
        self.values = [x.value for x in self.captured]
        self.grads, self.watch = grads, watch
        self.writes = any(is_write(e.op) and not isinstance(e.op, SetGrad) for e in whole.equations)
        self.sharing = self._sharing(tensors)
        self._patience, self._is_same = PATIENCE, bool  # False

    def arrays(self, tensors: Sequence[Array], numbers: Iterable[float] = ()) -> list[Any] | None:
        """What the script is to be given; None where something that it relies on has changed."""
        try:
            same = self._is_same()
        except (KeyError, IndexError, ValueError):
            same = False
        if not same and not self._holds(tensors):
            return None
        if self.writes and (tensors or not same) and self._sharing(tensors) != self.sharing:
            return None
        arrays = [*[x.value for x in tensors], *numbers]
        for pack in self.packs:
            arrays += pack.arrays()
        arrays += self.values
        for i, question in self.needs:
            if not question(arrays[i]):
                return None
        return arrays

    def _holds(self, tensors: Sequence[Array]) -> bool:
        """Whether all is as it was, or alike. The next run asks first whether all is the very same
        as now."""
        if self.owners and not self._read_grads(tensors):
            return False
        values = [x.value for x in self.captured]
        if [x.requires_grad for x in self.captured] != self.require_grad:
            return False
        if have_hooks(self.captured):
            return False
        is_new = not all(map(is_, values, self.values))
        if is_new and [layout_of(x) for x in self.captured] != self.layouts:
            return False
        self.values = values
        if not (all([x.grad is g for x, g in self.grads]) and self.watch.holds()):
            return False
        if not all([pack.holds() for pack in self.packs]):
            return False
        if self._patience and not self.owners:
            self._patience -= 1
            self._is_same = self._conditions().function()
        return True

    def _conditions(self) -> Conditions:
        conditions = Conditions()
        for x, value in zip(self.captured, self.values, strict=True):
            name = conditions.name(x)
            conditions.same(f"{name}.value", value)
            conditions.same(f"{name}.requires_grad", x.requires_grad)
            if before_visit:
                conditions.add(f"not hasattr({name}, '_hooks')")
        if not before_visit:  # no leaf has ever had a hook
            conditions.add(f"not {conditions.name(before_visit)}")
        for x, g in self.grads:
            conditions.same(f"{conditions.name(x)}.grad", g)
        self.watch.put_down(conditions)
        for pack in self.packs:
            pack.put_down(conditions)
        return conditions

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
