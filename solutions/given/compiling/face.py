"""`compile`: a function, a module or a training step as a NumPy script. (Given code.)

    f = compile(f)
    f(x)                runs as it is, and is written down
    f(x)                the script runs
    print(f.source)     here it is; f.why says why there is none

A program does for one set of shapes, dtypes and flags; for others there is another one. What Python
may have read is asked for before each run (guards.py); after MOST programs for the same arguments,
or where a run can't be written down, the function runs as it is. A number among the arguments
that comes with another value becomes an input (changing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import MethodType
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import is_grad_enabled
from ...m16_modules import Module
from ...m35_tracing import trace
from ..core.dtypes import get_default_dtype
from ..func.interpreters import interpreters
from ..guarding.changing import MOST, Changing, Number, refuse_numbers
from ..guarding.guards import CannotCompile, key_of, refuse_hooks
from ..guarding.watch import Watch
from ..planning.donated import given_away
from ..programs.staged import answering
from .joint import Joint, of_inputs
from .kept import WHY, made_real, without_collections
from .names import argument_names, captured_names
from .run import Run


class Compiled:
    """A function that is written down at its first call, and runs as a script from then on.

    Attributes:
        why: why it runs as it is; "" if it does not.
    """

    def __init__(self, function: Callable[..., Any], donated: Sequence[int] = ()) -> None:
        """`donated` are the numbers of arguments that are given away."""
        self.function, self.donated, self.why = function, donated, ""
        self.__doc__ = function.__doc__
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self.__wrapped__ = function
        self.changing = Changing()
        self._runs: dict[Any, list[Run]] = {}
        self._as_it_is: set[Any] = set()  # for such arguments, it runs as it is

    def __getstate__(self) -> Any:
        """A copy has no programs: they read this one's tensors."""
        return self.function, self.donated

    def __setstate__(self, state: Any) -> None:
        self.__init__(*state)  # type: ignore[misc]

    @property
    def source(self) -> str:
        """The script of the latest program; "" before the first call."""
        runs = [run for each in self._runs.values() for run in each]
        return runs[-1].source if runs else ""

    def __get__(self, instance: Any, _owner: Any = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function returns."""
        if interpreters.entries:  # a transform looks on, or a trace
            return self.function(*args, **kwargs)
        tensors: list[Array] = []
        found: list[Number] = []
        numbers: dict[int, Number] = {}  # that are inputs, by their places among those found
        try:
            given = key_of((args, kwargs), tensors, found) if args or kwargs else ()
            key = is_grad_enabled(), get_default_dtype(), given
            if found:
                key, numbers = self.changing.key_and_inputs(key, found)
            runs = self._runs.setdefault(key, [])
        except (CannotCompile, TypeError) as reason:
            self.why = str(reason)
            return self.function(*args, **kwargs)
        for run in runs:
            if (arrays := run.arrays(tensors, numbers.values())) is not None:
                return run(tensors, arrays)
        if len(runs) >= MOST:
            self._refuse(key, f"after {MOST} programs, what Python reads is something else again")
        if key in self._as_it_is:
            return self.function(*args, **kwargs)
        return self._write_down(key, args, kwargs, tensors, numbers)

    def _refuse(self, key: Any, why: str) -> None:
        self.why = why
        self._as_it_is.add(key)

    def _write_down(
        self, key: Any, args: Any, kwargs: Any, tensors: list[Array], numbers: dict[int, Number]
    ) -> Any:
        with without_collections():
            return self._written_down(key, args, kwargs, tensors, numbers)

    def _written_down(
        self, key: Any, args: Any, kwargs: Any, tensors: list[Array], numbers: dict[int, Number]
    ) -> Any:
        watch = Watch()
        joint = Joint(of_inputs(self.function, args, kwargs, numbers), numbers.values())
        leaves = [leaf for run in self._runs[key] for leaf, _ in run.grads]
        held = [leaf for leaf in leaves if leaf.grad is not None]
        try:
            watch.add(self.function)
            watch.add([args, kwargs])
            rates = watch.rates()
            refuse_hooks(watch.tensors)
            with answering(watch.module):
                whole = trace(joint)(*tensors)
            refuse_numbers(whole)
            if joint.put_back():
                raise CannotCompile("it sets the data of a tensor; write into it, by copy_()")
            refuse_hooks(whole.captured.values())
        except Exception as reason:
            joint.undo()
            if numbers:
                self.changing.give_up(key)
                return self(*args, **kwargs)
            self.why = str(reason).split("\n")[0] or type(reason).__name__
            result = self.function(*args, **kwargs)  # if it raises that, too, another call need not
            self._as_it_is.add(key)
            return result
        if watch.rates() != rates:
            joint.level.give_up("it changes a rate, as a scheduler does; have that done outside")
        joint.forget(held)
        names = argument_names(self.function, args, kwargs, numbers), captured_names(self.function)
        run = Run(joint, whole, watch, names, tensors, given_away(args, self.donated))
        result = run.first(joint, tensors)
        if made_real(joint.level):
            joint.level.give_up(WHY)
        if joint.level.why:
            self._refuse(key, joint.level.why)
        else:
            self._runs[key].append(run)
            if not self._as_it_is:
                self.why = ""
        return result


class OptimizedModule(Module):
    """A module whose calls are compiled. Its parameters, and all else, are the module's own."""

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._orig_mod = module
        self.compiled = Compiled(module)

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module returns."""
        return self.compiled(*args, **kwargs)

    @property
    def source(self) -> str:
        """The script of the latest program; "" before the first call."""
        return self.compiled.source

    @property
    def why(self) -> str:
        """Why the module runs as it is; "" if it does not."""
        return self.compiled.why

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(super().__getattr__("_orig_mod"), name)


def compile(model: Any = None, *, donate_argnums: int | Sequence[int] = ()) -> Any:
    """`autodiff.compile`: a function or a module that does what `model` does, by a script of NumPy
    calls where it can be written down; without one, a decorator.

    Its `source` is the script, and its `why` says why there is none. `donate_argnums`, for
    functions, is JAX's: the numbers of arguments that nobody reads after the call, so that results
    may be written over their tensors (planning/donated.py)."""
    if model is None:
        return partial(compile, donate_argnums=donate_argnums)
    if isinstance(model, Module):
        return OptimizedModule(model)
    if isinstance(model, type | Compiled):
        return model
    return Compiled(model, [donate_argnums] if isinstance(donate_argnums, int) else donate_argnums)
