"""What the rest of the library hands to a trace, besides ops. (Given code.)

Writes, `.grad`s, updates of optimisers, random numbers and numbers that Python asks for go through
places of their own. As long as a function is traced, in this thread, a trace stands around each of
them: see `staging`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import enable_grad
from ...m19_sgd import Optimizer
from ..core.changes import writing
from ..core.observers import Stack, visits
from ..func.interpreters import new_level
from ..nn.module_base import ModuleBase
from ..ops.index import with_part
from ..random.drawing import drawn_by
from .effects import Effect, SetGrad, Update, write, write_into
from .equations import UNKNOWN
from .places import asked, births, calls, detached, parts, steps, zeroes
from .staging import Staging, WithoutNumbers


@contextmanager
def staging(kind: type[WithoutNumbers]) -> Iterator[Staging]:
    """A new trace, for a `with` block; `kind` is the class of its staged tensors."""
    with ExitStack() as opened:
        level = opened.enter_context(new_level(False, partial(Staging, kind=kind)))
        doors = Doors(level)
        entries: list[tuple[Stack, Callable[..., Any]]] = [
            (births, doors.born),
            (detached, doors.detached),
            (parts, doors.assign),
            (steps, doors.step),
            (visits, doors.visit),
            (calls, doors.called),
            *[(stack, doors.zeroed) for stack in zeroes],
            *[(stack, doors.asked) for stack in asked],
        ]
        for stack, entry in entries:
            stack.push(entry)
            opened.callback(stack.pop, entry)
        opened.enter_context(writing.taken_over(doors.write, doors.told))
        opened.enter_context(drawn_by(doors.draw))
        opened.callback(doors.close)
        yield level


class Doors:
    """What one trace does where the library hands it something."""

    def __init__(self, level: Staging) -> None:
        self.level = level
        self.with_grad: dict[int, Tensor] = {}  # leaves whose `.grad` was set, by id
        level.at_end = self.set_grads

    def born(self, below: Callable[..., Any], array: Array, *args: Any, **options: Any) -> None:
        """Keep a tensor that is made meanwhile apart from those that were there before."""
        below(array, *args, **options)
        self.level.made[id(array)] = array

    def asked(self, below: Callable[..., Any], array: Array) -> Any:
        """Raises RuntimeError where the numbers of a tensor may be others in another run."""
        if id(array) not in self.level.made:
            self.level.give_up(UNKNOWN)
        return below(array)

    def detached(self, _below: Callable[..., Any], array: Array) -> Array:
        """The staged tensor for it, so that it shares what is written."""
        return self.level.staged(array)

    def draw(self, draw: Callable[..., np.ndarray], shape: tuple[int, ...]) -> Array:
        """Random numbers, drawn in each run."""
        return self.level.perform(Effect("random", draw), shape)

    def write(self, array: Array, source: Any) -> bool:
        """Write `source` into a tensor. One that was made by this very trace is from now on what
        `source` is; what was there before is written to, in each run.

        Raises RuntimeError for memory that is shared with what else the trace has made.
        """
        level = self.level
        target = level.staged(array)
        base = target.value.base
        if id(base) in level.outside:
            made = level.perform(write, target, source)
        else:
            if not self._is_alone(target):
                raise RuntimeError(
                    "a tensor whose memory others share can't be changed in place in a trace; make "
                    "a new one"
                )
            fits = isinstance(source, level.kind) and self._is_alone(source)
            fits = fits and (source.shape, source.dtype) == (target.shape, target.dtype)
            made = source if fits else level.perform(overwritten, target, source)
        target.value = made.value
        return True

    def told(self) -> None:
        """Raises RuntimeError for a change that no equation makes."""
        if not self.level.is_performing:
            self.level.give_up("this writes past the trace, so a program could not do it again")

    def _is_alone(self, x: Array) -> bool:
        base = x.value.base
        others = sum([variable.base is base for variable in self.level.known])
        return others == 1 and id(base) not in self.level.outside

    def assign(
        self, below: Callable[..., Any], array: Array, key: tuple[Any, ...], source: Any
    ) -> bool:
        """The same for `array[key] = source`."""
        if below(array, key, source):
            return True
        return self.write(array, self.level.perform(with_part, array, source, *key))

    def called(self, below: Callable[..., Any], module: Any, *args: Any, **options: Any) -> Any:
        """Tell who wants to know of a module that is called."""
        if self.level.watch is not None:
            self.level.watch(module)
        return below(module, *args, **options)

    def zeroed(self, below: Callable[..., Any], owner: Any, set_to_none: bool = True) -> None:
        """`zero_grad` of an optimiser or a module: what was in `.grad` before does not matter."""
        below(owner, set_to_none)
        if set_to_none:
            owned = owner.parameters() if isinstance(owner, ModuleBase) else _params_of(owner)
            self.level.zeroed.update(map(id, owned))

    def visit(self, below: Callable[..., Any], array: Array, g: Any) -> None:
        """Add up the `.grad` of a leaf.

        Raises RuntimeError for gradients with a history: their ops are written down anyway.
        """
        level, key = self.level, id(array)
        if key not in level.zeroed and not any(
            isinstance(x, level.kind) for x in (array, array.grad)
        ):
            level.grads.setdefault(key, (array, array.grad))
        with_history = isinstance(g, Array) and not isinstance(g, level.kind)
        if with_history and getattr(g, "level", level) is level:
            raise RuntimeError("create_graph can't be traced; use grad of grad (func.grad)")
        if below.__name__ != "accumulate_grad" or array.node is not None:
            below(array, g)
        elif array.grad is None:
            array.grad = level.kind(level.output(g), level)
            self.with_grad[key] = array
        elif isinstance(array.grad, level.kind):
            array.grad = array.grad + g
        else:
            self.write(array.grad, array.grad + g)

    def step(self, _below: Callable[..., Any], optimizer: Optimizer, closure: Any = None) -> Any:
        """`Optimizer.step`, of which each update is one effect."""
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        for i, group in enumerate(optimizer.param_groups):
            for p in group["params"]:
                if p.grad is not None:
                    made = self.level.perform(Update(optimizer, i, p), p, p.grad)
                    self.level.staged(p).value = made.value
        return loss

    def set_grads(self) -> None:
        """The function has returned: each run sets the gradients that this one has left."""
        for leaf in self._with_staged_grads():
            self.level.perform(SetGrad(leaf), leaf, leaf.grad)

    def close(self) -> None:
        """The trace is over, also where the function has raised an exception: gradients are
        tensors again."""
        for leaf in self._with_staged_grads():
            leaf.grad = Tensor(np.array(self.level.known[leaf.grad.value]))
        self.level.is_open = False

    def _with_staged_grads(self) -> list[Tensor]:
        kind = self.level.kind
        leaves = [x for x in self.with_grad.values() if not isinstance(x, kind)]
        return [x for x in leaves if isinstance(x.grad, kind)]


def _params_of(optimizer: Optimizer) -> list[Tensor]:
    return [p for group in optimizer.param_groups for p in group["params"]]


def overwritten(x: np.ndarray, source: Any) -> np.ndarray:
    """What x would be if `source` was written into it."""
    return write_into(np.empty_like(x), source)
