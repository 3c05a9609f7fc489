"""Blocks of bytes in as little memory as can be found quickly. (Given code.)"""

from typing import Any as Any
from collections.abc import Iterable
from collections.abc import Sequence
ALIGNED: Any

class Block:
    """So many bytes, wanted from the time `first` to the time `last`, both included."""
    size: Any
    first: Any
    last: Any

class Shelf:
    """Memory for blocks."""
    size: Any
    starts: Any

    def gap(self, block: Block) -> int | None:
        """Where a block fits best; None if it does not."""

    def is_free(self, block: Block, start: int, size: int) -> bool:
        """Whether nobody has these bytes as long as a block is wanted, but for its last moment."""

    @property
    def top(self) -> int:
        """How many bytes are taken."""

    def put(self, block: Block, start: int) -> None:
        """Let a block lie there."""

def aligned(size: int) -> int:
    """The next multiple of ALIGNED."""

def packed(blocks: Iterable[Block], shelves: Sequence[Shelf]) -> list[tuple[Block, int, int]]:
    """Each block with the number of its shelf, and where it starts there. The last of the shelves"""
