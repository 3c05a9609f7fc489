"""From a program to a function: the text is run, the buffers are lent out. (Given code.)"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from operator import add, attrgetter, eq, is_, sub
from sys import getrefcount
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ..lowering.numbers import with_arrays
from ..programs.equations import Variable
from ..programs.program import Program
from .script import Script

Plan = Callable[[Program, Mapping[Variable, str]], tuple[Script, str]]
numbers = count(1)


class Built:
    """A program as a function of arrays.

    Each run has a set of buffers for itself: one that is not in use, or a new one. So a run may
    begin while another is going on, in this thread or in another.
    """

    def __init__(self, program: Program, plan: Plan, names: Mapping[Variable, str]) -> None:
        """`plan` gives the script of a program, and its text."""
        script, source = plan(program, names)
        space, name = dict(script.space), f"<compiled {next(numbers)}>"
        self._lines = source.splitlines(True)
        linecache.cache[name] = len(source), None, self._lines, name  # for who prints a traceback
        weakref.finalize(self, linecache.cache.pop, name, None)
        exec(compile(with_arrays(source, script, space), name, "exec"), space)
        self._make, self._ready = space["make"], list[Buffers]()
        self._fresh, self._leaves = getattr(program, "fresh", ()), getattr(program, "leaves", ())

    @property
    def source(self) -> str:
        """The text."""
        return "".join(self._lines)

    def __call__(self, arrays: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
        """The results, one for each Variable among the outputs; gradients are set."""
        mine = self._borrowed()
        for leaf in self._fresh:
            leaf.grad = None  # unless the program reads what was there, its memory is free now
        try:
            results = mine.run(*arrays)
        except BaseException:
            mine.take_back(self._leaves)
            raise
        if self._fresh or self._leaves:
            count = len(results) - len(self._leaves)
            if not mine.are_set:
                mine.hand_out(self._leaves, [*results[count:]])
            first = count - len(self._fresh)
            for leaf, g in zip(self._fresh, results[first:count], strict=True):
                leaf.grad = Tensor(g)
            results = results[:first]
        self._ready.append(mine)
        return results

    def _borrowed(self) -> Buffers:
        try:
            while not (mine := self._ready.pop()).is_free(self._leaves):
                pass
        except IndexError:
            return Buffers(self._make())
        return mine


grad_of, requires_grad = attrgetter("grad"), attrgetter("requires_grad")


class Buffers:
    """A set of buffers, and the run that works with it.

    Some of them are given away, as the `.grad` of leaves. Unless somebody keeps such a gradient, or
    a view of it, the next run may write there: Python counts who does.

    Attributes:
        are_set: whether the leaves have these gradients.
    """

    def __init__(self, run: Callable[..., tuple[np.ndarray, ...]]) -> None:
        self.run, self.are_set = run, False
        self._tensors: list[Tensor] = []
        self._arrays: list[np.ndarray] = []
        self._counts: tuple[list[int], list[int]] = [], []  # when nobody else has them

    def hand_out(self, leaves: Sequence[Tensor], gradients: list[np.ndarray]) -> None:
        """Set the gradients: a list that nobody else has, of what stands among the results."""
        if self._tensors:
            for leaf, tensor in zip(leaves, self._tensors, strict=True):
                leaf.grad = tensor
            return
        self._tensors = [Tensor(g) for g in gradients]
        bases = {id(g.base): g.base for g in gradients if g.base is not None}
        self._arrays = [*gradients, *bases.values()]
        known = [2] * len(gradients) + [1] * len(bases)  # that list and the results; `bases`
        counts = map(sub, _holders(self._arrays), known)
        self._counts = _holders(self._tensors), [*counts]
        for leaf, tensor in zip(leaves, self._tensors, strict=True):
            leaf.grad = tensor

    def take_back(self, leaves: Sequence[Tensor]) -> None:
        """Leave no gradient behind that is half written."""
        for leaf, tensor in zip(leaves, self._tensors, strict=bool(self._tensors)):
            if leaf.grad is tensor:
                leaf.grad = None

    def is_free(self, leaves: Sequence[Tensor]) -> bool:
        """Whether nobody keeps a gradient."""
        tensors = self._tensors
        if not tensors:
            return True
        by_tensor, by_array = self._counts
        if _holders(self._arrays) != by_array or any(map(requires_grad, tensors)):
            return False
        found, here = _holders(tensors), [*map(is_, map(grad_of, leaves), tensors)]
        self.are_set = all(here)
        return all(map(eq, found, map(add, by_tensor, here)))


def _holders(things: list[Any]) -> list[int]:
    return [*map(getrefcount, things)]


def to_copy(program: Program, before: Sequence[Any]) -> list[bool]:
    """Which outputs have to be copied: those that came to share memory with a constant, an argument
    or another output only because the program is shorter now than it was with outputs `before`."""
    outside = {x.memory for x in (*program.inputs, *program.captured)}
    constant = {x.memory for x in program.constants}
    was: dict[int, int] = {}
    found = []
    for x, old in zip(program.outputs, before, strict=True):
        if not isinstance(x, Variable):
            found.append(False)
        elif x.memory in constant:
            found.append(True)
        elif x.memory in outside:
            found.append(x.memory != old.memory)
        else:
            found.append(was.setdefault(x.memory, old.memory) != old.memory)
    return found
