"""The level of a trace: what every op of its function comes to. (Given code.)

While a function is traced, a `Staging` stands around the interpreter of this thread, and sees every
op, also one that has nothing to do with the inputs. In the place of each tensor it puts a staged
one, so that `process` writes the op down. What the op was given then is

    an input, or the result of an equation      its Variable
    a tensor that was there before the trace    captured: each run reads it anew
    one that was made meanwhile, or an ndarray  a constant
    anything else                               itself

A tensor that requires a gradient stays in the notes for the walk back, as ever; only their values
are staged. So `backward` runs on staged values, and its ops are written down, too.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import Node, recording
from ...m31_reverse_transforms import Traced
from ..core import changes
from ..core.dtypes import is_floating
from ..func.interpreters import Level, Wrapped, lower
from ..func.trees import flatten
from ..in_place.views import memory_of
from .effects import is_effect
from .equations import UNKNOWN, Equation, Variable
from .numbers import Number
from .program import Program
from .staged import WithoutNumbers, answers, is_constant, plain
from .unshaped import why_unshaped


class Staging(Level):
    """One trace.

    Attributes:
        inputs, captured, constants, equations: of the program, as `Program` has them.
        known: the value of each Variable in this very run.
        memory: the memory of these values, and what stands for it, by its id.
    """

    def __init__(self, depth: int, recording: bool, kind: type[WithoutNumbers]) -> None:
        """Staged tensors are of this kind."""
        super().__init__(depth, recording)
        self.kind, self.is_open, self.is_performing = kind, True, False
        self.inputs: list[Variable] = []
        self.captured: dict[Variable, Array] = {}
        self.constants: dict[Variable, np.ndarray] = {}
        self.equations: list[Equation] = []
        self.known: dict[Variable, Any] = {}
        self.outside: set[int] = set()  # memory that was there before, by the id of its stand-in
        self.made: dict[int, Array] = {}  # tensors that were made meanwhile, by id
        self.at_end: Callable[[], None] = tuple  # what is still to be written down by then
        self.answers, self.watch, self.why = answers.given, answers.watch, ""
        self.grads: dict[int, tuple[Tensor, Any]] = {}  # `.grad`s as they were, by id of the leaf
        self.zeroed: set[int] = set()  # leaves whose `.grad` was set to None meanwhile, by id
        self.undo: list[Callable[[], Any]] = []  # what undoes the effects, if the trace answers
        self.alive: list[weakref.ref[Any]] = []  # the staged tensors
        self._found: dict[int, tuple[Any, Variable]] = {}
        self._staged: dict[int, tuple[Any, WithoutNumbers]] = {}
        self.memory: dict[int, tuple[Any, np.ndarray]] = {}

    def ask(self, x: WithoutNumbers) -> np.ndarray:
        """The numbers of a staged tensor in this run. Raises RuntimeError, unless the trace answers
        (`answering`): then `why` says that the program will not do for another run."""
        self.give_up(UNKNOWN)
        value = self.known[x.value]
        return lower(value) if isinstance(value, Array) else value

    def give_up(self, why: str) -> None:
        """Raises RuntimeError, unless the trace answers: then it goes on, and `why` is kept."""
        if not self.answers:
            raise RuntimeError(why)
        self.why = self.why or why

    def input(self, x: Array) -> WithoutNumbers:
        """A new input of the program, which is `x` in this run."""
        variable = self.variable(plain(x))
        self.inputs.append(variable)
        self.outside.add(id(variable.base))
        return self.kind(variable, self, self.tracks(x))

    def variable(self, value: Any) -> Variable:
        """A new Variable, which has this value in this run. Raises RuntimeError after the trace."""
        if not self.is_open:
            raise RuntimeError("a staged value was used after its trace had ended")
        value = value if isinstance(value, Array) else np.asarray(value)
        memory = memory_of(value)
        token = self.memory.setdefault(id(memory), (memory, np.empty(0)))[1]
        made = Variable(tuple(value.shape), value.dtype, token)
        self.known[made] = value
        return made

    def constant(self, x: Any) -> Any:
        """What stands in an equation for an argument that is not staged: a Variable for an array,
        and anything else as it is."""
        if isinstance(x, np.generic):
            return x.item()
        if not isinstance(x, Array | np.ndarray):
            return x.variable if type(x) is Number else x
        key = id(x)
        if key not in self._found:
            variable = self.variable(plain(x))
            if isinstance(x, Array) and key not in self.made:
                self.captured[variable] = x
                self.outside.add(id(variable.base))
            else:
                self.constants[variable] = self.known[variable]
            self._found[key] = x, variable
        return self._found[key][1]

    def staged(self, x: Array) -> WithoutNumbers:
        """The tensor that stands for the value of `x`, without its history; what belongs to another
        transform stays as it is."""
        if isinstance(x, Wrapped) and x.level is not self:
            return x
        if isinstance(x, Wrapped):
            return x.value if isinstance(x, Traced) else x.detach()
        key = id(x.value)
        if key not in self._staged:
            self._staged[key] = x.value, self.kind(self.constant(x), self)
        return self._staged[key][1]

    def __call__(
        self,
        below: Callable[..., Any],
        op: Callable[..., Any],
        function: Callable[..., Any],
        args: tuple[Any, ...],
        params: dict[str, Any],
    ) -> Any:
        """Let an op see staged values alone: what stands around the interpreter."""
        if why := why_unshaped(op, args, params):
            self.give_up(why)
        args = tuple([self.staged(x) if is_constant(x) else x for x in args])
        depths = [x.level.depth for x in args if isinstance(x, Wrapped)]
        if max(depths, default=0) <= self.depth and any(map(self.tracks, args)):
            return self.recorded(op, args, params)
        return below(op, function, args, params)

    def tracks(self, x: Any) -> bool:
        """Whether x is a tensor that requires a gradient, and not by another transform."""
        if not isinstance(x, Array) or not x.requires_grad:
            return False
        return not isinstance(x, Wrapped) or x.level is self

    def recorded(
        self, op: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]
    ) -> Array:
        """What `record` returns, on staged values."""
        values = tuple([self.staged(x) if isinstance(x, Array) else x for x in args])
        out = op(*values, **params)
        if not (recording.enabled and is_floating(out.dtype)):
            return out
        noted = tuple([x if self.tracks(x) or not isinstance(x, Array) else None for x in args])
        made = Traced(out, self, True, Node(op, noted, values, params, changes.now()))
        self.alive.append(weakref.ref(made))
        return made

    def perform(self, op: Callable[..., Any], *args: Any, **params: Any) -> WithoutNumbers:
        """Write an op down that is called with these, be there a tensor among them or not."""
        args = tuple([self.staged(x) if isinstance(x, Array) else x for x in args])
        if self.answers and is_effect(op):
            array = self.known[args[0].value] if isinstance(args[0], Array) else None
            self.undo.append(op.undone_by(array))
        before, self.is_performing = self.is_performing, True
        try:
            return self.kind(None, self).process(op, args, params)
        finally:
            self.is_performing = before

    def let_go(self) -> None:
        """Forget the tensors that it knows of."""
        self.at_end = tuple
        for each in (self._staged, self._found, self.made, self.undo, self.grads):
            each.clear()

    def output(self, x: Any) -> Any:
        """What stands among the outputs of the program for a result."""
        return self.staged(x).value if isinstance(x, Array) else self.constant(x)

    def program(self, result: Any) -> Program:
        """What was written down, of a function that has returned this."""
        self.at_end()
        leaves, rebuild = flatten(result)
        outputs = tuple([self.output(x) for x in leaves])
        parts = tuple(self.inputs), self.captured, self.constants, tuple(self.equations)
        return Program(*parts, outputs, rebuild([None] * len(outputs)))
