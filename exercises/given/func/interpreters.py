"""The stack of interpreters, and levels: transforms within transforms. (Given code.)

A transform such as `grad` opens a *level* while it runs a function, and wraps its inputs: a
`Wrapped` has the value that the level below computes with (an ndarray, a Tensor, or a Wrapped of a
lower level), and whatever the transform keeps besides.

    grad(grad(f))(x)      f sees Traced(Traced(x, level 1), level 2)

An op that is given Wrapped ones belongs to the highest level among them. Its `process` computes the
op on the values below, where the next level takes its turn, and so on down to the ndarrays; on the
way up, each level notes what it needs.

Levels lie on a stack of interpreters (given/core/observers.py). While it is empty, ops go straight
to `record` (`computation_graph`). Functions may be pushed on it, too, and see every op of a thread;
transforms do not need that:

    def watched(below, op, function, args, params):
        return below(op, function, args, params)

To read: JAX's autodidax, part 1; H. He, R. Zou, functorch: JAX-like composable function transforms
for PyTorch (2021); J. Siskind, B. Pearlmutter, Perturbation confusion and referential
transparency (2005), on what goes wrong without levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Self

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import record, recording
from ..core.cast_and_clone import clone
from ..core.observers import StackInPlace


class Level:
    """One run of a transform: how many are open below it, and how recording was set outside."""

    __slots__ = ("depth", "recording")

    def __init__(self, depth: int, recording: bool) -> None:
        self.depth = depth
        self.recording = recording

    def below(self, op: Callable[..., Any], values: tuple, params: dict[str, Any]) -> Any:
        """What `op` makes of values of the level below, which takes notes of it only if recording
        is on in the transformed function as well as outside of the transform."""
        inside = recording.enabled
        recording.enabled = inside and self.recording
        try:
            return op(*values, **params)
        finally:
            recording.enabled = inside


def interpret(
    op: Callable[..., Any], function: Callable[..., Any], args: tuple, params: dict[str, Any]
) -> Any:
    """Hand an op to the highest level among its arguments; without any, it is recorded as ever."""
    top = None
    for arg in args:
        if isinstance(arg, Wrapped) and (top is None or arg.level.depth > top.level.depth):
            top = arg
    return record(op, function, args, params) if top is None else top.process(op, args, params)


interpreters = StackInPlace(Tensor, "interpreter", interpret)


@contextmanager
def new_level(enable_grad: bool = True, kind: Callable[[int, bool], Any] = Level) -> Iterator[Any]:
    """Open a level for a `with` block; afterwards all is as before.

    Recording is switched on, unless not `enable_grad`: then it stays as it is. `kind` makes the
    level, of how many are open with it, and of how recording was set.
    """
    before = recording.enabled
    open_levels = sum(isinstance(entry, Level) for entry in interpreters.entries)
    level = kind(open_levels + 1, before)
    interpreters.push(level)
    recording.enabled = before or enable_grad
    try:
        yield level
    finally:
        recording.enabled = before
        interpreters.pop(level)


class Wrapped(Tensor):
    """What stands for a tensor while a transform looks on. Made with a plain value, it is a Tensor,
    as the results of `type(x)(...)` should be."""

    __slots__ = ()  # those of a Tensor: what somebody keeps of a trace becomes one
    interpreter = interpreters
    has_numbers = True  # in a trace it has none

    def __new__(cls, value: Any, level: Level | None = None, *rest: Any) -> Any:
        return object.__new__(cls) if isinstance(level, Level) else Tensor(value)

    def __init__(
        self, value: Any, level: Level, requires_grad: bool = False, node: Any = None
    ) -> None:
        super().__init__(
            value if isinstance(value, Array) else np.asarray(value), requires_grad, node
        )
        self.level = level

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Any:
        """Compute an op of this level. Each transform says how."""
        raise NotImplementedError

    def numel(self) -> int:
        """How many elements there are."""
        return int(np.prod(self.shape, dtype=np.int64))

    def item(self) -> bool | int | float:
        """The only element, as a Python number."""
        return lift(self.value).item()

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers."""
        return lift(self.value).tolist()

    def numpy(self) -> NoReturn:
        """Raises RuntimeError: NumPy would compute behind the transform's back."""
        raise RuntimeError("can't call numpy() inside a transform")

    def backward(self, *args: Any, **options: Any) -> None:
        """Raises RuntimeError: what a transform sees has no way back to a `.grad`. A trace, which
        writes down every walk, has one."""
        traced = not getattr(self.value, "has_numbers", True) and self.value.shape == self.shape
        if self.has_numbers and not traced:
            raise RuntimeError(
                "backward() is not supported inside a transform; use func.grad or func.vjp there, "
                "or call it outside"
            )
        super().backward(*args, **options)

    def detach(self) -> Tensor:
        """The value below, without this level's history or any other."""
        return lift(self.value).detach()

    def contiguous(self) -> Self:
        """This tensor: a transformed function can't see how its memory is laid out. In a trace, as
        outside, since random numbers are drawn in that order."""
        known = getattr(self.value if self.has_numbers else self, "known", None)
        return self if known is None or known.flags.c_contiguous else clone(self, contiguous=True)

    def is_contiguous(self) -> bool:
        """True."""
        return True

    def __repr__(self) -> str:
        return f"{type(self).__name__}(level={self.level.depth}, value={self.value!r})"


def lift(value: Any) -> Tensor:
    """A Tensor for what an op returned: an ndarray or a NumPy scalar is wrapped."""
    return value if isinstance(value, Array) else Tensor(np.asarray(value))


def lower(value: Any) -> Any:
    """The ndarray of a plain Tensor through which no gradient flows; anything else as it is."""
    plain = isinstance(value, Tensor) and not isinstance(value, Wrapped)
    return value.value if plain and not value.requires_grad else value
