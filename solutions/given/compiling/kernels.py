"""Ops that only scripts know: what a single op of the library is taken apart into. (Given code.)

A kernel says in lines of Python what NumPy is to do, as a lowering does; it is not a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..programs.effects import Effect, Write, is_effect
from ..programs.equations import Equation, Variable

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


class Loop(Kernel):
    """The op of an equation that computes others, some rows at a time: what lies between them is
    still in the cache then. All of them are elementwise, on rows of the same arrays.

    Attributes:
        body: the equations, of some rows.
        parts: the Variables of these rows, each with the number of the input whose rows they are.
        targets: the numbers of those inputs that are written to.
        rows: how many there are at a time.
    """

    def __init__(
        self, name: str, body: Sequence[Equation], parts: Mapping[Variable, int], rows: int
    ) -> None:
        super().__init__(name, self.refuse)
        self.body, self.parts, self.rows = body, parts, rows
        self.targets = {parts[e.inputs[0]] for e in body if isinstance(e.op, Into)}

    def refuse(self, *_: Any) -> list[str]:
        """Raises TypeError: the lines have names of their own, which a script gives (`text`)."""
        raise TypeError(f"{self.__name__} is written by a script alone")

    def text(
        self,
        inputs: Sequence[Any],
        name: dict[Any, str],
        index: str,
        lines: Callable[[Equation], list[str]],
    ) -> list[str]:
        """The loop over the inputs. `index` is its variable, and `lines` says those of an
        equation."""
        count = max([inputs[i].shape[0] for i in self.parts.values()])
        found = [f"for {index} in range(0, {count}, {self.rows}):"]
        for part, i in self.parts.items():
            some = f"{index}:{index} + {self.rows}"
            if inputs[i].shape[0] == self.rows:  # it has no others
                some = f":{count} - {index}" if count % self.rows else ""
            found += [f"    {name[part]} = {name[inputs[i]]}[{some}]"] if some else []
            name[part] = name[part] if some else name[inputs[i]]
        return found + [f"    {line}" for e in self.body for line in lines(e)]


def targets_of(equation: Equation) -> list[int]:
    """The memory that an equation writes into, which was there before."""
    if isinstance(equation.op, Loop):
        return [equation.inputs[i].memory for i in equation.op.targets]
    return [equation.variable.memory] if is_effect(equation.op) else []


def kernel(name: str, over: bool = False) -> Callable[[Lines], Kernel]:
    """A decorator: these are the lines of a kernel."""
    return lambda lines: Kernel(name, lines, over)


@kernel("spare")
def spare(out: str, number: int) -> list[str]:
    """Memory that an equation behind this one needs beside its result; each has another number."""
    return []


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
