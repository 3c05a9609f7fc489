"""Ops that only scripts know: what a single op of the library is taken apart into. (Given code.)

A kernel says in lines of Python what NumPy is to do, as a lowering does; it is not a function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..programs.effects import Effect, Write
from ..programs.equations import Variable

Lines = Callable[..., list[str]]


class Kernel:
    """The op of an equation whose result is written where `out` says.

    Attributes:
        lines: those of Python, of the text of `out` and of each input.
        over: whether each element is read before it is written, by the first line.
    """

    def __init__(self, name: str, lines: Lines, over: bool = False) -> None:
        self.__name__, self.lines, self.over = name, lines, over

    def __call__(self, *args: Any) -> Any:
        """Raises TypeError."""
        raise TypeError(f"{self.__name__} is for scripts; only its lines can be run")


class View:
    """The op of an equation which shows what lies in its first input: `text` says how."""

    def __init__(self, name: str, text: Callable[..., str]) -> None:
        self.__name__, self.text = name, text


class Into(Write):
    """Write into the first input what a function of NumPy's makes of the others, or of it too."""

    def __init__(self, name: str) -> None:
        Effect.__init__(self, f"{name}_", self._refuse)
        self.function = name

    def text(self, target: str, *args: str) -> str:
        """The call, which returns the target."""
        return f"np.{self.function}({', '.join(args)}, out={target})"

    def _refuse(self, *args: Any) -> Any:
        raise TypeError(f"{self.__name__} is for scripts; only its text can be run")


def kernel(name: str, over: bool = False) -> Callable[[Lines], Kernel]:
    """A decorator: these are the lines of a kernel."""
    return lambda lines: Kernel(name, lines, over)


def made(shape: tuple[int, ...], dtype: np.dtype) -> Variable:
    """A new Variable, in memory of its own."""
    return Variable(tuple(shape), np.dtype(dtype), np.empty(0))


def seen(x: Variable, shape: tuple[int, ...]) -> Variable:
    """A new Variable in the memory of x."""
    return Variable(tuple(shape), x.dtype, x.base)


class Scalar:
    """The op of an equation that makes a number of NumPy's of others: `text` says how."""

    def __init__(self, name: str, text: str) -> None:
        """`text` has a {} for each input."""
        self.__name__, self._text = name, text

    def text(self, *args: str) -> str:
        """The expression."""
        return self._text.format(*args)


class own:
    """An op whose result shares no memory with what it was given: where it would, it is copied.

    It stands where the program's run had a result in memory of its own, though with arrays that lie
    otherwise it might be a view.
    """

    def __init__(self, op: Callable[..., Any]) -> None:
        self.op = op

    def __call__(self, *args: Any, **params: Any) -> Any:
        out = self.op(*args, **params)
        if isinstance(out, np.ndarray):
            shared = [x for x in args if isinstance(x, np.ndarray) and np.may_share_memory(out, x)]
            return np.array(out) if shared else out
        return np.asarray(out)
