"""What a program is made of: variables, and equations between them. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, NoReturn, Self

import numpy as np

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

    def __repr__(self) -> str:
        return f"<Variable {kind(self)}>"

    @property
    def memory(self) -> int:
        """A number for its memory: the same for variables whose arrays share it."""
        return id(self.base)

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


def kind(variable: Variable) -> str:
    """`float64[2,3]`."""
    return f"{variable.dtype}[{','.join(map(str, variable.shape))}]"


class Equation(NamedTuple):
    """`variable = op(*inputs, **params)`. Among the inputs are Variables, and anything else that
    the op was called with."""

    variable: Variable
    op: Callable[..., Any]
    inputs: tuple[Any, ...]
    params: Mapping[str, Any]

    def renamed(self, other: Mapping[Any, Any]) -> Self:
        """The same with other Variables for some of its inputs."""
        return self._replace(inputs=rename(self.inputs, other)) if other else self

    def key(self) -> tuple[Any, ...]:
        """What the result depends on: equal for two equations that compute the same.

        1, 1.0 and True are told apart, though to Python they are equal.
        """
        return self.op, _exact(self.inputs), _exact(self.params)


def _exact(x: Any) -> Any:
    if isinstance(x, tuple | list):
        return type(x), tuple([_exact(each) for each in x])
    if isinstance(x, slice):
        return slice, _exact((x.start, x.stop, x.step))
    if isinstance(x, Mapping):
        return dict, tuple([(key, _exact(x[key])) for key in sorted(x)])
    if isinstance(x, float):
        return float, repr(x)  # 0.0 and -0.0 are two; NaN is one
    return type(x), x if isinstance(x, Hashable) else id(x)


def rename(items: Iterable[Any], other: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The items, with other Variables in the places of some."""
    return tuple([other.get(x, x) if isinstance(x, Variable) else x for x in items])


def variables_in(items: Iterable[Any]) -> list[Variable]:
    """The Variables among these, in their order."""
    return [x for x in items if isinstance(x, Variable)]
