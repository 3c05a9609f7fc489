"""Updating many small parameters as one. (Given code.)

In a small network most of an optimiser's time goes into calling NumPy, not into numbers. The
updates are elementwise, so small parameters may as well be laid end to end and updated in one go:
the numbers that come out are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from itertools import pairwise
from operator import is_
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad
from ..core.changes import mark_changed

if TYPE_CHECKING:  # a learner's `sgd` may import `Pack` from here
    from ...m19_sgd import Optimizer

SMALL = 8192  # elements; for longer arrays, laying them end to end costs more than it saves
FEW = 3  # parameters; up to so many, too

State = MutableMapping[Tensor, dict[str, Any]]
Update = tuple[np.ndarray, np.ndarray, dict[str, Any]]


def step(self: Optimizer, closure: Callable[[], Any] | None = None) -> Any:
    """Update every parameter that has a gradient, small ones together: `sgd`'s `Optimizer.step`."""
    loss = None
    if closure is not None:
        with enable_grad():
            loss = closure()
    packs = vars(self).setdefault("_packs", defaultdict(Pack))
    for i, group in enumerate(self.param_groups):
        params = [p for p in group["params"] if p.grad is not None]
        for value, grad, state in packs[i].updates(params, self.state):
            self.update(value, grad, state, group)
    return loss


class Pack:
    """The small parameters of one group, laid end to end together with their state.

    It is built when the same parameters are updated a second time, because the first update makes
    their state. The tensors in the state stay the same objects; their values become views.
    """

    def __init__(self) -> None:
        """Nothing is laid out yet."""
        self.params: list[Tensor] = []
        self.tensors: list[Tensor] | None = None  # what the state held; None before it is laid out

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return type(self)()  # copied tensors have memory of their own, not views of this

    def updates(self, params: Iterable[Tensor], state: State) -> Iterator[Update]:
        """(value, grad, state of it) for every parameter, or for several that were made one.

        Whoever iterates updates the value and the state in place before asking for the next.
        """
        small = []
        for p in params:
            if p.value.size <= SMALL:
                small.append(p)
            else:
                yield p.value, p.grad.value, state[p]
                mark_changed(p.value)
        states = [state[p] for p in small]
        if self._holds(small, states):
            yield from self._as_one(small)
        else:
            for p, its_state in zip(small, states, strict=True):
                yield p.value, p.grad.value, its_state
                mark_changed(p.value)

    def _as_one(self, params: list[Tensor]) -> Iterator[Update]:
        np.concatenate([p.value.ravel() for p in params], out=self.value)
        np.concatenate([p.grad.value.ravel() for p in params], out=self.grad)
        yield self.value, self.grad, self.state
        for p, new in zip(params, self.values, strict=True):
            p.value[...] = new
            mark_changed(p.value)
        if self.steps is not None:
            self.steps[...] = self.steps[0]

    def _holds(self, params: list[Tensor], states: list[dict[str, Any]]) -> bool:
        """Whether just these are laid out; if they come for the second time, they will be."""
        if len(params) <= FEW:
            return False
        if not _same(params, self.params):
            self.params, self.tensors = params, None
            return False
        tensors = [tensor for its_state in states for tensor in its_state.values()]
        if self.tensors and not tensors:  # all was forgotten; the next update makes it anew
            self.tensors = None
            return False
        if self.tensors is None or not _same(tensors, self.tensors):
            self.tensors = tensors if self._lay_out(states) else None
        return self.tensors is not None

    def _lay_out(self, states: list[dict[str, Any]]) -> bool:
        params, first = self.params, states[0]
        if any(p.dtype != params[0].dtype for p in params) or _overlap(params):
            return False
        if any(its_state.keys() != first.keys() for its_state in states):
            return False
        if not all(isinstance(x, Tensor) for its_state in states for x in its_state.values()):
            return False
        self.value = np.concatenate([p.value.ravel() for p in params])
        self.grad = np.empty_like(self.value)
        self.values = self._views(self.value)
        self.state, self.steps = {}, None
        for key in first:
            tensors = [its_state[key] for its_state in states]
            values = [tensor.value for tensor in tensors]
            shapes = [() if key == "step" else p.shape for p in params]
            if [value.shape for value in values] != shapes:  # NAdam keeps a number
                return False
            flat = np.concatenate([value.ravel() for value in values])
            if key == "step":
                if (flat != flat[0]).any():
                    return False
                self.steps, views = flat, [flat[i : i + 1].reshape(()) for i in range(len(flat))]
                self.state[key] = Tensor(views[0])
            else:
                views = self._views(flat)
                self.state[key] = Tensor(flat)
            for tensor, view in zip(tensors, views, strict=True):
                tensor.value = view
        return True

    def _views(self, flat: np.ndarray) -> list[np.ndarray]:
        ends = np.cumsum([p.value.size for p in self.params])
        parts = np.split(flat, ends[:-1])
        return [part.reshape(p.shape) for part, p in zip(parts, self.params, strict=True)]


def _same(some: list[Any], others: list[Any]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def _overlap(params: list[Tensor]) -> bool:
    """Whether two of them share memory, so that one update would undo the other."""
    bounds = sorted(np.lib.array_utils.byte_bounds(p.value) for p in params)
    return any(end > start for (_, end), (start, _) in pairwise(bounds))
