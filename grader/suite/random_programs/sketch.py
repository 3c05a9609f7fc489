"""A small torch program while it is being drawn: its tensors, its steps, and at last its text.

    sketch = Sketch(pick)
    x = sketch.tensor((2,), MIXED, grad=True)
    y = sketch.step(f"{x} * {x}", sketch[x] * sketch[x])
    sketch.text(f"{y}.sum().backward()", f"{x}.grad")

gives `x = tensor([1., 2.], requires_grad=True); (x * x).sum().backward(); x.grad`. A step that is
used once is written where it is used; one that is never used is left out.

A sketch computes along with NumPy, only to see which steps make sense: nothing overflows, and no
logarithm is taken of a negative number. What a program really gives, torch says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

T = TypeVar("T")

NAMES = "xyzwuvabcdefghklmnopqrst"
SEPARATOR = "; "
LARGEST = 50  # in absolute value; float32 can tell right from wrong in what follows

SHAPES = ((), (1,), (2,), (3,), (2, 3), (2, 1), (1, 3), (2, 2), (3, 3), (2, 1, 3), (2, 2, 2))

# The numbers that tensors are made of: few digits, all different, those people know first.
MIXED = (1.0, 2.0, -1.0, 0.5, 3.0, -2.0, 1.5, -0.5, 2.5, -3.0, 0.25, -1.5)
POSITIVE = (1.0, 2.0, 0.5, 3.0, 1.5, 0.25, 2.5, 0.75, 3.5, 1.25, 1.75, 2.25)
AROUND_ZERO = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 3.0, -0.5)
INTEGERS = (2, 1, 3, -1, 4, -2, 0, 5, -3, 6, 7, -4)
BOOLS = (True, False, True, True, False)


class Pick(Protocol):
    """Takes one of several; the earlier ones are the simpler ones."""

    def __call__(self, options: Sequence[T]) -> T: ...


Generator = Callable[[Pick], str]


def is_exact(*values: np.ndarray) -> bool:
    """Whether all numbers are short binary fractions, so that rounding can't make or break ties."""
    return all(bool((value * 1024 % 1 == 0).all()) for value in values)


class Op(NamedTuple):
    """One step: its text, with {a} and perhaps {b} for tensors, and the same for ndarrays.

    `fits` says of which ndarrays it makes sense.
    """

    text: str
    of: Callable[..., Any]
    fits: Callable[..., Any] = lambda *_: True


class Sketch:
    """The tensors of a program by name, each with its value as an ndarray."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self._leaves: dict[str, list[str]] = {}  # what requires a gradient, and is in each tensor
        self._values: dict[str, np.ndarray] = {}
        self._statements: list[tuple[str, str, bool]] = []  # name, expression, is it a step?

    def __getitem__(self, name: str) -> np.ndarray:
        return self._values[name]

    @property
    def names(self) -> list[str]:
        """The latest first."""
        return list(self._values)[::-1]

    def leaves(self, name: str) -> list[str]:
        """The tensors that require a gradient and that this one was made from, itself included."""
        return self._leaves[name]

    def tensor(self, shape: tuple[int, ...], numbers: Sequence[Any], grad: bool = False) -> str:
        """A tensor made of some of these numbers, in their order; its name."""
        start = self.pick(range(min(4, len(numbers))))
        value = np.resize([*numbers[start:], *numbers[:start]], shape)
        how = ", requires_grad=True" if grad else ""
        return self.leaf(f"tensor({value.tolist()}{how})", value, grad)

    def leaf(self, expression: str, value: np.ndarray, grad: bool) -> str:
        """A tensor that is made from nothing but numbers; its name."""
        name = self._add(expression, value, is_step=False)
        self._leaves[name] = [name] * grad
        return name

    def step(self, expression: str, value: Any) -> str:
        """The result of an expression; its name."""
        return self._add(expression, np.asarray(value), is_step=True)

    def apply(self, ops: Sequence[Op]) -> str | None:
        """The result of one of the ops, of some of the tensors; None where none makes sense."""
        first = self.pick(range(len(ops)))
        names = self.pick(self.names), self.pick(self.names)
        for op in (*ops[first:], *ops[:first]):
            result = _result(op, *(self[name] for name in names))
            if result is not None:
                return self.step(op.text.format(**dict(zip("ab", names, strict=True))), result)
        return None

    def text(self, *last: str) -> str:
        """The program: all that `last` needs, and then these statements."""
        rest = SEPARATOR.join(last)
        for name, expression, is_step in reversed(self._statements):
            uses = len(re.findall(rf"\b{name}\b", rest))
            is_named = re.search(rf"\b{name}( [-+*/]= |\.grad|\[.*\] = )", rest)
            if uses == 1 and is_step and not is_named:
                before, after = re.split(rf"\b{name}\b", rest)
                rest = f"{before}({expression}){after}"
            elif uses:
                rest = f"{name} = {expression}{SEPARATOR}{rest}"
        return tidy(rest)

    def _add(self, expression: str, value: np.ndarray, is_step: bool) -> str:
        name = NAMES[len(self._values)]
        parts = [part for part in self._values if re.search(rf"\b{part}\b", expression)]
        self._leaves[name] = list(dict.fromkeys(x for part in parts for x in self.leaves(part)))
        self._values[name] = value
        self._statements.append((name, expression, is_step))
        return name


def _result(op: Op, *operands: np.ndarray) -> np.ndarray | None:
    values = operands if "{b}" in op.text else operands[:1]
    with np.errstate(all="ignore"):
        try:
            result = np.asarray(op.of(*values)) if op.fits(*values) else None
        except (ValueError, TypeError, IndexError):
            return None
    return result if result is not None and _is_modest(result) else None


def _is_modest(value: np.ndarray) -> bool:
    if value.size > 24 or value.ndim > 3:
        return False
    return not value.size or bool(np.isfinite(value).all() and np.abs(value).max() <= LARGEST)


def tidy(text: str) -> str:
    """Without needless parentheses, with names in the order of NAMES, and 1. for 1.0."""
    lines = ast.unparse(ast.parse(text.replace(SEPARATOR, "\n"))).split("\n")
    text = re.sub(r"(\d)\.0\b", r"\1.", SEPARATOR.join(lines))
    found = list(dict.fromkeys(re.findall(rf"\b[{NAMES}]\b", text)))
    names = dict(zip(found, NAMES, strict=False))
    return re.sub(rf"\b[{NAMES}]\b", lambda match: names[match[0]], text)
