"""What an optimiser remembers, and the numbers of its next step. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy import array

from ..._tensor import Tensor
from ...m19_sgd import Optimizer
from ..guarding.conditions import Conditions
from .ways import Options, Way

CHANGING = "params", "lr"  # of a group; anything else is relied on


class Pack:
    """Some parameters of a group that are updated as one.

    The tensors in the optimiser's state stay the same objects; if there are several parameters,
    their values become views of one array. That is done again whenever they are found elsewhere.
    """

    def __init__(
        self, optimizer: Optimizer, index: int, params: Sequence[Tensor], way: Way
    ) -> None:
        """`index` is the number of the group."""
        self.optimizer, self.index, self.params, self.way = optimizer, index, params, way
        group = optimizer.param_groups[index]
        self.options = {key: x for key, x in group.items() if key not in CHANGING}
        self.names, self.dtype = way.memory(group), params[0].dtype
        self.places: list[tuple[dict[str, Any], str, Tensor, np.ndarray]] = []
        self.memory: list[np.ndarray] = []

    def group(self) -> Options:
        """The options as they are now."""
        return self.optimizer.param_groups[self.index]

    def holds(self) -> bool:
        """Whether the options are as they were, and what is remembered is of the same kind; then it
        lies in `memory`."""
        group = self.group()
        for key, value in self.options.items():
            if group[key] is not value and group[key] != value:
                return False
        state = self.optimizer.state
        for p, (its, key, tensor, value) in zip(self.owners, self.places, strict=True):
            if state.get(p) is not its or its.get(key) is not tensor or tensor.value is not value:
                return self.lay_out()
        return True

    def lay_out(self) -> bool:
        """Find what is remembered, and lay it side by side; whether it is there, and fits."""
        states = [self.optimizer.state.get(p, {}) for p in self.params]
        found = [[its.get(name) for its in states] for name in self.names]
        for name, tensors in zip(self.names, found, strict=True):
            for p, x in zip(self.params, tensors, strict=True):
                shape = () if name == "step" else p.shape
                if not isinstance(x, Tensor) or x.shape != shape or x.value.dtype.kind != "f":
                    return False
                if name != "step" and x.dtype != self.dtype:
                    return False
            if name == "step" and len({x.item() for x in tensors}) > 1:
                return False
        self.memory = [self._side_by_side(tensors) for tensors in found]
        self.owners = [p for _ in self.names for p in self.params]
        self.places = [
            (its, name, x, x.value)
            for name, tensors in zip(self.names, found, strict=True)
            for its, x in zip(states, tensors, strict=True)
        ]
        vars(self.optimizer).pop("_packs", None)  # which would go on with what was there before
        return True

    def _side_by_side(self, tensors: list[Tensor]) -> np.ndarray:
        if len(tensors) == 1:
            return tensors[0].value
        flat = np.concatenate([x.value.ravel() for x in tensors])
        ends = [*accumulate([x.value.size for x in tensors])]
        for x, start, stop in zip(tensors, [0, *ends], ends, strict=False):
            x.value = flat[start:stop].reshape(x.shape)
        return flat

    def put_down(self, conditions: Conditions) -> None:
        """Ask whether everything is the very same: then it holds."""
        name = conditions.name
        conditions.same(f"{name(self.optimizer)}.param_groups[{self.index}]", self.group())
        for key, value in self.options.items():
            conditions.same(f"{name(self.group())}[{key!r}]", value)
        conditions.same(f"{name(self.optimizer)}.state", self.optimizer.state)
        for p, (its, key, tensor, value) in zip(self.owners, self.places, strict=True):
            conditions.same(f"{name(self.optimizer.state)}.get({name(p)})", its)
            conditions.same(f"{name(its)}.get({key!r})", tensor)
            conditions.same(f"{name(tensor)}.value", value)

    def arrays(self) -> list[Any]:
        """What the script is given: what is remembered, and the numbers of the next step."""
        step = self.memory[-1].item(0) + 1 if "step" in self.names else 1
        numbers = self.way.numbers(self.group(), step)
        return [*self.memory, *[array(x, self.dtype) for x in numbers]]
