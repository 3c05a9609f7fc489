"""A text to learn from, and characters as numbers. (Given code.)

text = romeo_and_juliet()
letters = Characters(text)
ids = tensor(letters.encode(text))
letters.decode(ids[:8])         "SAMPSON:"
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "text"


def romeo_and_juliet() -> str:
    """Shakespeare's play, in plain ASCII; data/text/README.md names the source."""
    return (DATA / "romeo_and_juliet.txt").read_text(encoding="ascii")


class Characters:
    """The characters of a text, numbered in alphabetical order."""

    def __init__(self, text: str) -> None:
        """Number the characters that occur in `text`."""
        self.characters = sorted(set(text))
        self._numbers = {character: i for i, character in enumerate(self.characters)}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.characters)

    def encode(self, text: str) -> list[int]:
        """The number of each character. Raises KeyError for one that is not there."""
        return [self._numbers[character] for character in text]

    def decode(self, ids: Iterable[int]) -> str:
        """The text that these numbers stand for; a tensor of one dimension will do."""
        return "".join([self.characters[int(i)] for i in ids])
