"""Many conditions, asked by one function. (Given code.)

What a program relies on is looked at before each run: some ten things for each layer. A loop over
them takes three times as long as this function, which is written for them:

    def holds():
        return a['weight'] is b and len(c) == 2 and ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Conditions:
    """Conditions as text, and the objects that they name."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._space: dict[str, Any] = {}
        self._names: dict[int, str] = {}

    def name(self, thing: Any) -> str:
        """What the text calls an object; it is kept alive."""
        if id(thing) not in self._names:
            name = self._names[id(thing)] = f"x{len(self._names)}"
            self._space[name] = thing
        return self._names[id(thing)]

    def add(self, text: str) -> None:
        """One more condition."""
        self._texts[text] = None

    def same(self, text: str, thing: Any) -> None:
        """What is written there has to be this very object."""
        plain = thing is None or thing is True or thing is False
        self.add(f"{text} is {thing if plain else self.name(thing)}")

    def function(self) -> Callable[[], bool]:
        """Whether all of them hold."""
        body = " and\n    ".join(self._texts) or "True"
        exec(f"def holds():\n    return ({body})", self._space)
        return self._space["holds"]
