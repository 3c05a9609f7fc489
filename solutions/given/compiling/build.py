"""From a program to a function: the text is run, the buffers are lent out. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..programs.equations import Variable
from ..programs.program import Program
from .script import Script

Plan = Callable[[Program, Mapping[Variable, str]], tuple[Script, str]]


class Built:
    """A program as a function of arrays.

    Each run has a set of buffers for itself: one that is not in use, or a new one. So a run may
    begin while another is going on, in this thread or in another.
    """

    def __init__(self, program: Program, plan: Plan, names: Mapping[Variable, str]) -> None:
        """`plan` gives the script of a program, and its text."""
        script, self.source = plan(program, names)
        space = dict(script.space)
        exec(compile(self.source, "<compiled>", "exec"), space)
        self._make, self._ready = space["make"], []

    def __call__(self, arrays: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
        """The results, one for each Variable among the outputs."""
        try:
            run = self._ready.pop()
        except IndexError:
            run = self._make()
        try:
            return run(*arrays)
        finally:
            self._ready.append(run)


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
