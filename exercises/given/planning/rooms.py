"""Buffers as parts of one memory, and of gradients that are not there yet. (Given code.)

`assign_buffers` gives a buffer to results of one shape and dtype. Here, all of a script's buffers
lie in one memory, and what matters is how many bytes they are. A gradient that the run gives away
has memory of its own; until it is written there, this serves for whatever else fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from ...m36_compile import last_uses
from ..compiling.buffers import Buffer, Part, Place, Zeros, kind_of, lowered_memory
from ..compiling.lowerings import may_overwrite
from ..compiling.script import IN_ROWS
from ..programs.equations import Variable, variables_in
from ..programs.program import Program
from .packing import Block, Shelf, aligned, packed

MUCH, MANY = 2**14, 2000  # bytes that are worth it; and equations, at most, for it takes time


def assign_places(program: Program) -> dict[int, Buffer] | None:
    """A Place for each memory that `assign_buffers` has a Buffer for; None where these are small,
    or too many."""
    if len(program.equations) > MANY:
        return None
    lent = getattr(program, "lent", {})
    block_of, ends = _blocks(program, lent)
    blocks = {id(block): block for block in block_of.values()}
    if sum([block.size for block in blocks.values()]) < MUCH:
        return None
    given = _shelves(program, lent)
    shelves, numbers = [*given.values(), Shelf()], {whole: i for i, whole in enumerate(given)}
    found = []
    for block, memory in ends:
        whole, start = _part(lent[memory])
        if given[whole].is_free(block, start, bytes_of(lent[memory])):
            given[whole].put(block, start)
            found.append((blocks.pop(id(block)), numbers[whole], start))
    found += packed(blocks.values(), shelves)
    wholes = [*given, Buffer((shelves[-1].top,), np.dtype(np.uint8), "memory")]
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


def _blocks(
    program: Program, lent: Mapping[int, Buffer]
) -> tuple[dict[int, Block], list[tuple[Block, int]]]:
    """The block of each memory; two have the same where the second is written over the first. And
    the blocks over which memory that is lent may be written, with that."""
    last, end = last_uses(program), len(program.equations)
    wanted = {m for m in lowered_memory(program) if last[m] < end and m not in lent}
    blocks: dict[int, Block] = {}
    ends: dict[int, Block] = {}
    whole = set[Variable]()  # those that fill their blocks, row by row
    for number, e in enumerate(program.equations):
        made, memory = e.variable, e.variable.memory
        fitting = [x for x in variables_in(e.inputs) if x in whole and last[x.memory] == number]
        fitting = [x for x in fitting if (x.shape, x.dtype) == (made.shape, made.dtype)]
        over = blocks[fitting[0].memory] if fitting and may_overwrite(e) else None
        if memory in wanted and memory not in blocks:
            blocks[memory] = over or Block(aligned(made.nbytes), number, 0)
            blocks[memory].last = last[memory]
            whole.add(made)
        elif e.op in IN_ROWS and e.inputs[0] in whole:
            whole.add(made)
        elif memory in lent and over:
            ends.setdefault(memory, over)
    return blocks, [(block, m) for m, block in ends.items() if not isinstance(lent[m], Zeros)]


def _shelves(program: Program, lent: Mapping[int, Buffer]) -> dict[Buffer, Shelf]:
    """The memory of gradients that are given away: each part is taken from when it is written."""
    shelves: dict[Buffer, Shelf] = {}
    end = len(program.equations)
    for number, e in enumerate(program.equations):
        buffer = lent.get(e.variable.memory)
        if buffer is None or isinstance(buffer, Zeros):
            continue
        whole, start = _part(buffer)
        shelf = shelves.setdefault(whole, Shelf(bytes_of(whole)))
        if not any(start == each for each, _ in shelf.starts):
            shelf.put(Block(bytes_of(buffer), number, end), start)
    return shelves


def _part(buffer: Buffer) -> tuple[Buffer, int]:
    """What it is a part of, and where it starts there, in bytes."""
    if isinstance(buffer, Part):
        return buffer.whole, buffer.start * buffer.dtype.itemsize
    return buffer, 0


def bytes_of(buffer: Buffer) -> int:
    """How many bytes it has."""
    return prod(buffer.shape) * buffer.dtype.itemsize
