"""Hooks of a module, on the way there and on the way back. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import is_grad_enabled as is_grad_enabled
from functools import partial
from collections.abc import Callable

class Context:
    """What `forward` leaves for `backward`: any attributes, and `saved_tensors`."""

    def __init__(self, function: type[Function], args: tuple[Any, ...]) -> None:
        ...

    def save_for_backward(self, *tensors: Array | None) -> None:
        """Keep tensors for `backward`, as `saved_tensors`."""

    def mark_non_differentiable(self, *tensors: Array) -> None:
        """Say that no gradient flows through some of the results."""

    def set_materialize_grads(self, value: bool) -> None:
        """Gradients that are not there are zeros. Raises NotImplementedError for False."""

    def gradient(self, argnum: int, g: Any) -> Any:
        """What `backward` returns for one argument, and g. It is called once for all of them."""

    def _parts_of(self, g: Any) -> list[Any]:
        """The gradient of each result."""

    def _check(self, found: tuple[Any, ...]) -> None:
        ...

class Function:
    """Subclasses say in `forward` what they compute, and in `backward` its gradient."""

    @staticmethod
    def forward(ctx: Context, *args: Any) -> Array:
        """One result of the arguments, or a tuple of several."""

    @staticmethod
    def backward(ctx: Context, *g: Array) -> Any:
        """For the gradient of each result, that of each argument, or None for one that has none,"""

    @staticmethod
    def setup_context(ctx: Context, inputs: tuple[Any, ...], output: Any) -> None:
        """What `backward` is to find in `ctx`, if `forward` takes no ctx itself."""

    @classmethod
    def apply(cls, *args: Any) -> Any:
        """The result of `forward`, or a tuple of them, recorded."""
Tuple: Any

class WithKeywords(partial):
    """A hook of a module that is given the keyword arguments, too, behind the positional ones."""

class Backward(partial):
    """A hook of the gradients of the inputs and of the outputs."""

def between_hooks(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a module's `forward` gives, with the hooks before and after it, also on the way back, in"""

def _on_edges(module: Any, hooks: list[Any], args: Tuple) -> tuple[Tuple, Callable[[Any], Any]]:
    """The arguments, and what has to be done with the output, so that `hooks` are called."""

class _Edge(Function):
    """All values as they are; `seen` is told what comes back to them, and says what goes on."""

    @staticmethod
    def forward(ctx: Context, seen: Callable[[Tuple], Tuple], *values: Any) -> Tuple:
        ...

    @staticmethod
    def backward(ctx: Context, *g: Any) -> Tuple:
        ...

def _needs_gradient(x: Any) -> bool:
    ...

def _on_edge(seen: Callable[[Tuple], Tuple], values: Tuple) -> Tuple:
    """The values, on an edge; the very ones that are given, if none needs a gradient."""
