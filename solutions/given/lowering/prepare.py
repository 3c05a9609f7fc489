"""From a program to one whose script calls NumPy alone. (Given code.)

Ops are taken apart, what then is computed twice is joined, and what writes does it where it is to
stand at last.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...m35_tracing import drop_unused, join_equal
from ..compiling.prepared import Prepared, of_program
from ..compiling.steps import whole_steps
from ..convolving import pools  # noqa: F401
from ..convolving.across import READING_FRAMES, lie_across
from ..planning.order import ordered
from ..programs.equations import Variable
from ..programs.program import Program
from ..updating.gradients import with_gradients
from ..updating.steps import with_updates
from ..updating.writes import in_their_places
from . import elementwise, entropy, normalize, sums, views  # noqa: F401
from .scalars import with_scalars
from .writer import Writer, expanded


def lowered(program: Program, known: Mapping[Variable, np.ndarray]) -> Prepared:
    """The same program, for a script: `prepared`."""
    write = Writer(program, known)
    write.lie_across, write.of_frames = lie_across(program), READING_FRAMES
    program = drop_unused(join_equal(expanded(program, write)))
    program, packs, gradients = with_updates(program, write)
    program = in_their_places(program)
    program = whole_steps(program)
    program, more = with_gradients(with_scalars(program), gradients)
    program = ordered(program, write.rooms)
    more["lent"] |= write.rooms
    needs = tuple([(x, question) for (x, _), question in write.needs.items()])
    return of_program(program, packs=packs, hints=write.hints, needs=needs, **more)
