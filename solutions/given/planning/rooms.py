"""Buffers as parts of one memory, and of gradients that are not there yet. (Given code.)

`assign_buffers` gives a buffer to results of one shape and dtype. Here, all of a script's buffers
lie in one memory, and what matters is how many bytes they are. A gradient that the run gives away
has memory of its own; until it is written there, this serves for whatever else fits.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ...m36_compile import last_uses
from ..compiling.buffers import Buffer, Kind, Part, Place, Zeros, kind_of, lowered_memory
from ..compiling.lowerings import may_overwrite
from ..programs.equations import variables_in
from ..programs.program import Program
from .packing import Block, Shelf, aligned, packed

MUCH, MANY = 2**16, 2000  # bytes that are worth it; and equations, at most, for it takes time


def assign_places(program: Program) -> dict[int, Buffer] | None:
    """A Place for each memory that `assign_buffers` has a Buffer for; None where these are small,
    or too many."""
    if len(program.equations) > MANY:
        return None
    block_of = _blocks(program)
    blocks = {id(block): block for block in block_of.values()}
    if sum([block.size for block in blocks.values()]) < MUCH:
        return None
    lent = _lent(program)
    shelves = [*[Shelf(bytes_of(whole), first) for whole, first in lent.items()], Shelf()]
    found = packed(blocks.values(), shelves)
    wholes = [*lent, Buffer((shelves[-1].top,), np.dtype(np.uint8), "memory")]
    where = {id(block): (wholes[number], start) for block, number, start in found}
    homes: dict[int, Buffer] = {}
    places: dict[Any, Place] = {}
    for e in program.equations:
        x = e.variable
        if x.memory in block_of and x.memory not in homes:
            whole, start = where[id(block_of[x.memory])]
            key = id(whole), start, kind_of(x)
            homes[x.memory] = places.setdefault(key, Place(whole, start, x.shape, x.dtype))
    return homes


def _blocks(program: Program) -> dict[int, Block]:
    """The block of each memory; two have the same where the second is written over the first."""
    last, lent = last_uses(program), getattr(program, "lent", {})
    end = len(program.equations)
    wanted = {m for m in lowered_memory(program) if last[m] < end and m not in lent}
    blocks: dict[int, Block] = {}
    kinds: dict[int, Kind] = {}
    for number, e in enumerate(program.equations):
        memory = e.variable.memory
        if memory not in wanted or memory in blocks:
            continue
        kind = kinds[memory] = kind_of(e.variable)
        read = [x.memory for x in variables_in(e.inputs)] if may_overwrite(e) else []
        over = [blocks[m] for m in read if kinds.get(m) == kind and last[m] == number]
        blocks[memory] = over[0] if over else Block(aligned(e.variable.nbytes), number, 0)
        blocks[memory].last = last[memory]
    return blocks


def _lent(program: Program) -> dict[Buffer, int]:
    """The memory of gradients that are given away, and which equation is the first to write
    there."""
    first: dict[Buffer, int] = {}
    lent = getattr(program, "lent", {})
    for number, e in enumerate(program.equations):
        buffer = lent.get(e.variable.memory)
        if buffer is not None and not isinstance(buffer, Zeros):
            first.setdefault(buffer.whole if isinstance(buffer, Part) else buffer, number)
    return first


def bytes_of(buffer: Buffer) -> int:
    """How many bytes it has."""
    return prod(buffer.shape) * buffer.dtype.itemsize
