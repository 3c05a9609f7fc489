"""Hooks of a module, on the way there and on the way back. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import is_grad_enabled as is_grad_enabled
from ...given.compat.custom_function import Context as Context
from ...given.compat.custom_function import Function as Function
from functools import partial
from collections.abc import Callable
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
