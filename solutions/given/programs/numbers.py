"""Numbers of Python's that a trace does not look at. (Given code.)

A number among the arguments of a compiled function, such as a rate, may be another one in each
call. So in a trace a `Number` stands for it. It can be computed with, alone or with tensors; but an
`if` or `int` that asks what it is gets a RuntimeError.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from .equations import Equation, Variable


class NumberVariable(Variable):
    """What stands for a number in a program: its dtype is nobody's business but its own."""

    __slots__ = ()


class Arithmetic:
    """The op of an equation between numbers; `text` says how a script spells it."""

    def __init__(self, name: str, text: str) -> None:
        self.__name__, self._text, self._run = name, text, getattr(operator, name)

    def __call__(self, *args: float) -> float:
        """What Python makes of them."""
        return self._run(*args)

    def text(self, *args: str) -> str:
        """The expression."""
        return self._text.format(*args)


class Number:
    """A number in a trace. Once the trace is over, it is as good as a float."""

    __slots__ = ("level", "value", "variable")
    __class__ = property(lambda self: type(self.value))  # so that whoever asks takes it for one

    def __init__(self, level: Any, value: float) -> None:
        """`value` is what it is in this very run."""
        self.level, self.value = level, value
        self.variable = NumberVariable((), np.dtype(np.float64), np.empty(0))
        level.known[self.variable] = value


def given_number(level: Any, value: float) -> Number:
    """A new input of the program of this trace: a number, which is `value` in this run."""
    made = Number(level, value)
    level.inputs.append(made.variable)
    return made


def _asked(name: str) -> Callable[..., Any]:
    def method(self: Number, *args: Any) -> Any:
        if self.level.is_open:
            raise RuntimeError("a number among the arguments is asked for what it is")
        return getattr(self.value, name)(*args)

    return method


def _computed(op: Arithmetic, name: str, turned: bool) -> Callable[..., Any]:
    def method(self: Number, *other: Any) -> Any:
        if not self.level.is_open:
            return getattr(self.value, name)(*other)
        if any(type(x) not in (int, float, Number) for x in other):
            return NotImplemented
        args = (*other, self) if turned else (self, *other)
        words = tuple([x.variable if type(x) is Number else x for x in args])
        made = Number(self.level, op(*[x.value if type(x) is Number else x for x in args]))
        self.level.equations.append(Equation(made.variable, op, words, {}))
        return made

    return method


ASKED = """bool float int hash round abs eq ne lt le gt ge divmod rdivmod floordiv rfloordiv
mod rmod trunc floor ceil repr str format reduce_ex"""
for _name in ASKED.split():
    setattr(Number, f"__{_name}__", _asked(f"__{_name}__"))
for _name, _sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**"}.items():
    _op = Arithmetic(_name, f"({{}} {_sign} {{}})")
    setattr(Number, f"__{_name}__", _computed(_op, f"__{_name}__", False))
    setattr(Number, f"__r{_name}__", _computed(_op, f"__r{_name}__", True))
Number.__neg__ = _computed(Arithmetic("neg", "-{}"), "__neg__", False)
