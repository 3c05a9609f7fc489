"""Floats among the arguments, such as a rate: relied on, or inputs of the program. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..programs.numbers import NumberVariable
from .guards import CannotCompile

MOST = 8  # programs for the same arguments


class Changing:
    """Which arguments come with other numbers again and again.

    The first program relies on its numbers. For others there is one that is given them; where
    Python wants to know what they are, each has a program of its own, up to MOST.
    """

    def __init__(self) -> None:
        self._first: dict[Any, tuple[str, ...]] = {}
        self._inputs: set[Any] = set()
        self._known: dict[Any, set[tuple[str, ...]]] = {}

    def key_and_inputs(self, key: Any, numbers: list[float]) -> tuple[Any, list[float]]:
        """A key of programs for these, and the numbers that they are given.

        Raises CannotCompile after MOST that each have a program of their own.
        """
        exact = tuple(map(repr, numbers))
        if key in self._inputs:
            return key, numbers
        if key not in self._known and exact != self._first.setdefault(key, exact):
            self._inputs.add(key)
            return key, numbers
        known = self._known.get(key)
        if known is not None and exact not in known:
            if len(known) >= MOST:
                raise CannotCompile(f"after {MOST} programs, a number is another one again")
            known.add(exact)
        return (key, exact), []

    def give_up(self, key: Any) -> None:
        """What these numbers are decides on what is done."""
        self._inputs.discard(key)
        self._known[key] = {self._first[key]}


def refuse_numbers(outputs: Iterable[Any]) -> None:
    """Raises CannotCompile where a number is returned."""
    if any(isinstance(x, NumberVariable) for x in outputs):
        raise CannotCompile("it returns a number that it was given")
