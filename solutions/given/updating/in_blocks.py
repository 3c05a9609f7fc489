"""An update of a large parameter, some rows at a time. (Given code.)

Adam goes ten times over arrays of which there are four. Where they are larger than the cache, each
row takes its ten steps while it is there; and what lies between the steps needs memory for some
rows alone. An embedding of 50,000 x 256 needs 105 MB less so.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..compiling.kernels import Into, Loop, made, spare
from ..lowering.writer import Writer
from ..programs.equations import Equation, Variable, rename, variables_in
from ..programs.program import Program
from .ways import Options, Update, Way

LARGE, BLOCK = 2**18, 2**17  # bytes of a parameter, and of some of its rows


def rows_of(x: Variable) -> int:
    """How many rows of x are worked on at a time; 0 where all of them are."""
    if x.nbytes < LARGE or not x.ndim:
        return 0
    count = x.shape[0]
    most = max(1, BLOCK * count // x.nbytes)
    even = (rows for rows in range(most, most // 2, -1) if count % rows == 0)
    return next(even, most) if most < count else 0


def in_blocks(update: Update, way: Way, options: Options, rows: int) -> None:
    """Write the update of one parameter as a loop over so many rows."""
    memory, write = update.memory, update.write
    wholes = [update.grad, *update.values]
    wholes += [x for x in memory.values() if x.shape == update.grad.shape]
    part = {x: made((rows, *x.shape[1:]), x.dtype) for x in wholes}
    inner = Writer(Program((), {}, {}, (), ()), {})
    of_rows = {name: part.get(x, x) for name, x in memory.items()}
    values = [part[x] for x in update.values]
    way.lines(Update(inner, values, part[update.grad], of_rows, update.numbers), options)
    parts, body = set(part.values()), list[Equation]()
    for e in inner.equations:
        if isinstance(e.op, Into) and e.inputs[0] not in parts:
            write.add(e)  # the count of steps
        else:
            body.append(e)
    body, rooms = _in_rooms(body)
    whole = {room: made(room.shape, room.dtype) for room in rooms}
    *more, last = whole.values()
    for number, each in enumerate(more):
        write(spare, number, to=each)
    known = {*parts, *rooms}
    others = dict.fromkeys([x for e in body for x in variables_in(e.inputs) if x not in known])
    inputs = *wholes, *more, *others
    places = {part[x]: i for i, x in enumerate(wholes)}
    places |= {room: i for i, room in enumerate(rooms, len(wholes))} | {rooms[-1]: -1}
    write(Loop(f"{way.lines.__name__}_in_blocks", body, places, rows), *inputs, to=last)


def _in_rooms(
    equations: Sequence[Equation],
) -> tuple[list[Equation], list[Variable]]:
    """The equations, with what lies between them in as few Variables as it may, and these."""
    rooms, free = list[Variable](), list[Variable]()
    last = {x: i for i, e in enumerate(equations) for x in variables_in(e.inputs)}
    home: dict[Variable, Variable] = {}
    body = []
    for i, e in enumerate(equations):
        free += {home[x]: None for x in variables_in(e.inputs) if x in home and last[x] == i}
        made_in = e.variable
        if not isinstance(e.op, Into):
            if not free:
                rooms.append(e.variable)
                free.append(e.variable)
            made_in = home[e.variable] = free.pop()
        body.append(Equation(made_in, e.op, rename(e.inputs, home), e.params))
    return body, rooms
