"""Numbers among the arguments: relied on, or inputs of the program. (Given code.)"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from ...m04_magic_methods import pow
from ..compiling.lowerings import COMPARING, UFUNCS
from ..programs.numbers import Arithmetic, NumberVariable
from ..programs.program import Program
from .guards import CannotCompile

MOST = 8  # programs for the same arguments
Number = int | float
VALUES = {*UFUNCS, *COMPARING, pow}  # ops for which a number is a number


class Changing:
    """Which arguments come with other numbers again and again.

    The first program relies on its numbers. Those that come with another value are inputs from then
    on; but where Python wants to know what they are, each value has a program of its own, up to
    MOST.
    """

    def __init__(self) -> None:
        self._first: dict[Any, tuple[str, ...]] = {}
        self._changing: dict[Any, set[int]] = {}  # their places among the numbers
        self._known: dict[Any, set[tuple[str, ...]]] = {}

    def key_and_inputs(self, key: Any, numbers: list[Number]) -> tuple[Any, dict[int, Number]]:
        """A key of programs for these, and the numbers that they are given, by their places.

        Raises CannotCompile after MOST that each have a program of their own.
        """
        exact = tuple(map(repr, numbers))
        if key in self._known:
            known = self._known[key]
            if exact not in known and len(known) >= MOST:
                raise CannotCompile(f"after {MOST} programs, a number is another one again")
            known.add(exact)
            return (key, exact), {}
        first = self._first.setdefault(key, exact)
        changing = self._changing.setdefault(key, set())
        if exact != first:
            changing.update([i for i, x in enumerate(exact) if x != first[i]])
        fixed = tuple([x for i, x in enumerate(exact) if i not in changing])
        return (key, *sorted(changing), fixed), {i: numbers[i] for i in sorted(changing)}

    def give_up(self, key: Any) -> None:
        """What these numbers are decides on what is done."""
        self._known[key[0]] = {self._first[key[0]]}


def refuse_numbers(program: Program) -> None:
    """Raises CannotCompile where a number is returned, or handed to an op for which it may be more
    than a factor or a summand, such as a dim."""
    if any(isinstance(x, NumberVariable) for x in program.outputs):
        raise CannotCompile("it returns a number that it was given")
    for e in program.equations:
        usual = isinstance(e.op, Arithmetic) or (isinstance(e.op, Hashable) and e.op in VALUES)
        if not usual and any(isinstance(x, NumberVariable) for x in e.inputs):
            raise CannotCompile(f"{e.op.__name__} is given a number that may change")
