"""A program as data: variables, equations, and how they print. (Given code.)

    inputs     a: float64[3], b: float64[2,3]
      c: float64[2] = matmul b a
      d: float64[] = sum c
    outputs    d

An equation says which op makes its variable of what: of other variables, and of whatever else the
op was called with, such as numbers. Every variable is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, product
from string import ascii_lowercase
from typing import Any, NamedTuple, NoReturn, Self

import numpy as np

from ...m02_wrapper import Array
from ..func.trees import flatten

UNKNOWN = (
    "a staged value has no number yet: a trace can't branch on it, convert it to a Python number, "
    "or hand it to NumPy; compute with ops such as where, or trace a smaller function"
)


class Variable:
    """What stands for an array in a program: a shape and a dtype, and no numbers.

    Whoever asks for more, for numbers, gets a RuntimeError.
    """

    __slots__ = ("base", "dtype", "shape")
    __array_ufunc__ = None

    def __init__(self, shape: tuple[int, ...], dtype: np.dtype, base: np.ndarray | None) -> None:
        """`base` stands for the memory: variables whose arrays share memory have the same."""
        self.shape, self.dtype, self.base = shape, dtype, base

    @property
    def ndim(self) -> int:
        """How many dimensions there are."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many elements there are."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def nbytes(self) -> int:
        """How many bytes its elements take."""
        return self.size * self.dtype.itemsize

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # Python asks for these by itself
            raise AttributeError(name)
        raise RuntimeError(UNKNOWN)

    def _refuse(self, *args: Any, **options: Any) -> NoReturn:
        raise RuntimeError(UNKNOWN)

    __array__ = __getitem__ = __setitem__ = __bool__ = __float__ = __int__ = __index__ = _refuse
    __iter__ = __len__ = _refuse


class Equation(NamedTuple):
    """`variable = op(*inputs, **params)`. Among the inputs are Variables, and anything else that
    the op was called with."""

    variable: Variable
    op: Callable[..., Any]
    inputs: tuple[Any, ...]
    params: Mapping[str, Any]

    def renamed(self, other: Mapping[Any, Any]) -> Self:
        """The same with other Variables for some of its inputs."""
        return self._replace(inputs=rename(self.inputs, other))

    def key(self) -> tuple[Any, ...]:
        """What the result depends on: equal for two equations that compute the same.

        1, 1.0 and True are told apart, though to Python they are equal.
        """
        params = tuple(sorted(self.params.items()))
        return self.op, tuple(map(_exact, self.inputs)), _exact(params)


def _exact(x: Any) -> Any:
    if isinstance(x, tuple | list):
        return type(x), tuple([_exact(each) for each in x])
    if isinstance(x, slice):
        return slice, _exact((x.start, x.stop, x.step))
    return x if isinstance(x, Variable) else (type(x), repr(x) if isinstance(x, float) else x)


def rename(items: Iterable[Any], other: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The items, with other Variables in the places of some."""
    return tuple([other.get(x, x) if isinstance(x, Variable) else x for x in items])


def variables_in(items: Iterable[Any]) -> list[Variable]:
    """The Variables among these, in their order."""
    return [x for x in items if isinstance(x, Variable)]


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
        """The same program with other equations, constants or outputs."""
        if "equations" in changes:
            changes["equations"] = tuple(changes["equations"])
        if "outputs" in changes:
            changes["outputs"] = tuple(changes["outputs"])
        return replace(self, **changes)

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

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict:
        return {"text/plain": str(self)}


def names() -> Iterator[str]:
    """a, b, ... z, aa, ab, ..."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def named(program: Program) -> dict[Variable, str]:
    """A name for every variable that is printed: constants that are single numbers print as
    numbers."""
    found: dict[Variable, str] = {}
    letters = names()
    for variable in [*program.inputs, *program.captured]:
        found[variable] = next(letters)
    for variable, value in program.constants.items():
        found[variable] = next(letters) if np.ndim(value) else f"{value}"
    for equation in program.equations:
        found[equation.variable] = next(letters)
    return found


def kind(variable: Variable) -> str:
    """`float64[2,3]`."""
    return f"{variable.dtype}[{','.join(map(str, variable.shape))}]"


def lines(program: Program) -> list[str]:
    """The lines of a printed program."""
    name = named(program)
    arrays = [variable for variable in program.constants if variable.ndim]
    heads = {"inputs": program.inputs, "captured": program.captured, "constants": arrays}
    found = [
        f"{head:<10} " + ", ".join([f"{name[v]}: {kind(v)}" for v in variables])
        for head, variables in heads.items()
        if variables or head == "inputs"
    ]
    found += [f"  {line(equation, name)}" for equation in program.equations]
    return [*found, f"{'outputs':<10} " + ", ".join([shown(x, name) for x in program.outputs])]


def line(equation: Equation, name: Mapping[Variable, str]) -> str:
    """`c: float64[2] = matmul b a`."""
    variable, op, inputs, params = equation
    words = [shown(x, name) for x in inputs]
    words += [f"{key}={shown(value, name)}" for key, value in params.items()]
    return " ".join([f"{name[variable]}: {kind(variable)} =", op.__name__, *words])


def shown(x: Any, name: Mapping[Variable, str]) -> str:
    """An input as it is printed: the name of a variable, or what stands there."""
    if isinstance(x, Variable):
        return name[x]
    if isinstance(x, tuple):
        return f"({', '.join([shown(each, name) for each in x])}{',' * (len(x) == 1)})"
    return getattr(x, "__name__", None) or str(x)
