"""Blocks of bytes in as little memory as can be found quickly. (Given code.)

Each block is wanted from one time to another. Two that are wanted at the same time lie apart, and
others may lie in the same bytes. The largest are put down first, each where it fits best.

To read: Y. Pisarchyk, J. Lee, Efficient Memory Management for Deep Neural Net Inference (2020),
"greedy by size".
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter, methodcaller

ALIGNED = 64  # bytes


@dataclass
class Block:
    """So many bytes, wanted from the time `first` to the time `last`, both included."""

    size: int
    first: int
    last: int


@dataclass
class Shelf:
    """Memory for blocks.

    Attributes:
        size: how many bytes it has; None where it becomes as large as it must.
        starts: where each block starts, with the block.
    """

    size: int | None = None
    starts: list[tuple[int, Block]] = field(default_factory=list)

    def gap(self, block: Block) -> int | None:
        """Where a block fits best; None if it does not."""
        if self.size is not None and self.size < block.size:
            return None
        gaps, end = [], 0
        for start, other in self.starts:
            if other.first <= block.last and block.first <= other.last:
                if start - end >= block.size:
                    gaps.append((start - end, end))
                end = max(end, aligned(start + other.size))
        if self.size is not None and self.size - end >= block.size:
            gaps.append((self.size - end, end))
        if gaps:
            return min(gaps)[1]
        return end if self.size is None else None

    def is_free(self, block: Block, start: int, size: int) -> bool:
        """Whether nobody has these bytes as long as a block is wanted, but for its last moment."""
        return not any(
            other.first < block.last and block.first <= other.last
            for at, other in self.starts
            if at < start + size and start < at + other.size
        )

    @property
    def top(self) -> int:
        """How many bytes are taken."""
        return max([start + block.size for start, block in self.starts], default=0)

    def put(self, block: Block, start: int) -> None:
        """Let a block lie there."""
        insort(self.starts, (start, block), key=itemgetter(0))


def aligned(size: int) -> int:
    """The next multiple of ALIGNED."""
    return -(-size // ALIGNED) * ALIGNED


def packed(blocks: Iterable[Block], shelves: Sequence[Shelf]) -> list[tuple[Block, int, int]]:
    """Each block with the number of its shelf, and where it starts there. The last of the shelves
    has no size of its own, so that everything fits."""
    found = []
    for block in sorted(blocks, key=lambda each: (-each.size, each.first)):
        gaps = enumerate(map(methodcaller("gap", block), shelves))
        number, start = next((i, gap) for i, gap in gaps if gap is not None)
        shelves[number].put(block, start)
        found.append((block, number, start))
    return found
