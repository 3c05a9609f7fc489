"""Many conditions, asked by one function. (Given code.)"""

from typing import Any
from collections.abc import Callable

class Conditions:
    """Conditions as text, and the objects that they name."""

    def __init__(self) -> None:
        ...

    def name(self, thing: Any) -> str:
        """What the text calls an object; it is kept alive."""

    def add(self, text: str) -> None:
        """One more condition."""

    def same(self, text: str, thing: Any) -> None:
        """What is written there has to be this very object."""

    def function(self) -> Callable[[], bool]:
        """Whether all of them hold."""
