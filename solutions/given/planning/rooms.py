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

MUCH, MANY = 2**16, 2000  # bytes that are worth it; and equations, at most, for it takes time


def assign_places(program: Program) -> dict[int, Buffer] | None:
    """A Place for each memory that `assign_buffers` has a Buffer for; None where these are small,
    or too many."""
    if len(program.equations) > MANY:
        return None
    lent = getattr(program, "lent", {})
    block_of = _blocks(program, lent)
    blocks = {id(block): block for block in block_of.values()}
    if sum([block.size for block in blocks.values()]) < MUCH:
        return None
    given = _shelves(program, lent)
    shelves = [*given.values(), Shelf()]
    found = packed(blocks.values(), shelves)
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


def _blocks(program: Program, lent: Mapping[int, Buffer]) -> dict[int, Block]:
    """The block of each memory; two have the same where the second is written over the first."""
    last, end = last_uses(program), len(program.equations)
    wanted = {m for m in lowered_memory(program) if last[m] < end and m not in lent}
    blocks: dict[int, Block] = {}
    whole = set[Variable]()  # those that fill their blocks, row by row
    for number, e in enumerate(program.equations):
        made, memory = e.variable, e.variable.memory
        if memory in wanted and memory not in blocks:
            fitting = [x for x in variables_in(e.inputs) if x in whole and last[x.memory] == number]
            fitting = [x for x in fitting if (x.shape, x.dtype) == (made.shape, made.dtype)]
            is_over = fitting and may_overwrite(e)
            over = blocks[fitting[0].memory] if is_over else Block(aligned(made.nbytes), number, 0)
            over.last = last[memory]
            blocks[memory] = over
            whole.add(made)
        elif e.op in IN_ROWS and e.inputs[0] in whole:
            whole.add(made)
    return blocks


def _shelves(program: Program, lent: Mapping[int, Buffer]) -> dict[Buffer, Shelf]:
    """The memory of gradients that are given away: each part is taken from when it is written."""
    shelves: dict[Buffer, Shelf] = {}
    end = len(program.equations)
    for number, e in enumerate(program.equations):
        buffer = lent.get(e.variable.memory)
        if buffer is None or isinstance(buffer, Zeros):
            continue
        whole, start = (buffer.whole, buffer.start) if isinstance(buffer, Part) else (buffer, 0)
        shelf = shelves.setdefault(whole, Shelf(bytes_of(whole)))
        start *= buffer.dtype.itemsize
        if not any(start == each for each, _ in shelf.starts):
            shelf.put(Block(bytes_of(buffer), number, end), start)
    return shelves


def bytes_of(buffer: Buffer) -> int:
    """How many bytes it has."""
    return prod(buffer.shape) * buffer.dtype.itemsize
