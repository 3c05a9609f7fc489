"""A program as data. (Given code.)

An equation says which op makes its variable of what: of other variables, and of whatever else the
op was called with, such as numbers. Every variable is made once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from ...m02_wrapper import Array
from ..core.drawing import Digraph
from ..func.trees import flatten
from .drawing import draw
from .effects import is_effect
from .equations import Equation, Variable, variables_in
from .printing import lines, named


@dataclass(frozen=True)
class Program:
    """What a function computes, as data.

    Attributes:
        inputs: a Variable for each tensor among the arguments.
        captured: the tensors that the function closes over, each under its Variable. They may
            change between two runs, so each run reads them anew.
        constants: the arrays that were made, or found, while tracing, each under its Variable.
        equations: in the order of the run.
        outputs: a Variable for each tensor that is returned; anything else as it is.
        returned: what was returned, with `outputs` in its places.
    """

    inputs: tuple[Variable, ...]
    captured: dict[Variable, Any]
    constants: dict[Variable, np.ndarray]
    equations: tuple[Equation, ...]
    outputs: tuple[Any, ...]
    returned: Any = field(repr=False, compare=False, default=None)

    def but(self, **changes: Any) -> Self:
        """The same program with other equations, constants or outputs. Constants and captured
        tensors that it does not read any more are left out."""
        new = replace(self, **changes)
        read = {x for each in new.equations for x in each.inputs if isinstance(x, Variable)}
        read.update(variables_in(new.outputs))
        captured, constants = (
            {variable: x for variable, x in each.items() if variable in read}
            for each in (new.captured, new.constants)
        )
        equations, outputs = tuple(new.equations), tuple(new.outputs)
        return replace(
            new, captured=captured, constants=constants, equations=equations, outputs=outputs
        )

    def arguments(self, args: tuple[Any, ...]) -> list[Any]:
        """The tensors among the arguments of a run, one for each of the inputs.

        Raises ValueError unless there are as many, of the same shapes and dtypes.
        """
        tensors = [x for x in flatten(args)[0] if isinstance(x, Array)]
        found = [(tuple(x.shape), x.dtype) for x in tensors]
        wanted = [(v.shape, v.dtype) for v in self.inputs]
        if found != wanted:
            raise ValueError(f"the program was traced for {wanted}, not for {found}")
        return tensors

    def rebuild(self, results: list[Any]) -> Any:
        """Results, one for each of the outputs, put together as the function returns them."""
        return flatten(self.returned)[1](results)

    def count(self, name: str) -> int:
        """How many equations have an op of this name."""
        return sum(equation.op.__name__ == name for equation in self.equations)

    def __str__(self) -> str:
        """One line for each equation, variables named a, b, c... in the order of the lines."""
        return "\n".join(lines(self))

    def draw(self) -> Digraph:
        """A picture of it: `program.draw().write("program.svg")`."""
        effects = [e.variable for e in self.equations if is_effect(e.op)]
        ends = dict.fromkeys([*variables_in(self.outputs), *effects])
        return draw(named(self), self.equations, ends)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict:
        return {"text/plain": str(self)}
