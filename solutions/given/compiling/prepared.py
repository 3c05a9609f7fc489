"""A program with all that its script needs to know. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..programs.equations import Variable
from ..programs.program import Program
from .buffers import Buffer
from .steps import whole_steps


@dataclass(frozen=True)
class Prepared(Program):
    """A program that is to become a script.

    Attributes:
        packs: what optimisers remember, and the numbers of their next steps: each has `arrays()`,
            which are given to the script behind the arguments; it `holds()`, and has `mark()`.
        fresh, leaves: tensors whose `.grad` the last outputs are: new arrays, and then those that
            are lent.
        lent: the Buffer of such a gradient, by its memory: it is given away, and comes back as soon
            as nobody else has it.
        flats: Variables that show a whole Buffer, whatever is written to its parts.
        hints: names for constants.
        needs: what must hold before each run: an array's Variable, and a question to the array.
    """

    packs: tuple[Any, ...] = ()
    fresh: tuple[Any, ...] = ()
    leaves: tuple[Any, ...] = ()
    lent: Mapping[int, Buffer] = field(default_factory=dict)
    flats: Mapping[Variable, Buffer] = field(default_factory=dict)
    hints: Mapping[Variable, str] = field(default_factory=dict)
    needs: tuple[tuple[Variable, Callable[[np.ndarray], bool]], ...] = ()


def of_program(program: Program, **more: Any) -> Prepared:
    """A program, with more."""
    names = "inputs", "captured", "constants", "equations", "outputs", "returned"
    return Prepared(**{name: getattr(program, name) for name in names}, **more)


def prepared(program: Program, _known: Mapping[Variable, np.ndarray]) -> Prepared:
    """The program as it is, with an optimiser's updates as one step. `_known` is what the arrays
    that it is given are in the run that was written down.

    `given/fast` has another one, which takes the ops apart (lowering).
    """
    return of_program(whole_steps(program))
