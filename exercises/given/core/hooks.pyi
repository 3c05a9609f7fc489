"""Looking at gradients on their way back, and changing them. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import enable_grad as enable_grad
from ...m03_computation_graph import primitive as primitive
from ...m07_chain_rule import defvjp as defvjp
from ...given.core.gradient import is_undefined as is_undefined
from ...given.core.gradient import takes_undefined as takes_undefined
from ...given.core.observers import Total as Total
from ...given.core.observers import before_visit as before_visit
from ...given.core.observers import hooking as hooking
from typing import Self
from ..._tensor import Tensor as Tensor
from math import inf
Hook: Any

class RemovableHandle:
    """Takes a hook away again, by `remove()` or at the end of a `with` block."""
    _ids: Any

    def __init__(self, hooks: dict[float, Hook], hook: Hook, prepend: bool=False) -> None:
        """Enter `hook` in a table of hooks, as the last or the first."""

    def remove(self) -> None:
        """Take the hook away, if it is still there."""

    def __enter__(self) -> Self:
        ...

    def __exit__(self, *_: object) -> None:
        ...

def hooked(x: Tensor, *, kind: type[Array], hooks: dict[float, Hook]) -> Tensor:
    """x itself; `hooks` are called with its gradient, a tensor of class `kind`."""

def _call(g: Total, kind: type[Array], hooks: dict[float, Hook]) -> Total:
    ...

def _check(changed: Any, g: Total, hook: Hook) -> None:
    ...

class Hooked:
    """Hooks on a Tensor. The hooks of a leaf are kept in `_hooks`, a slot of the Tensor."""

    def register_hook(self, hook: Hook) -> RemovableHandle:
        """From now on call `hook(grad)` when the gradient of this tensor is complete, until the"""

    def retain_grad(self) -> None:
        """Have `backward` leave the gradient of this result in `.grad`, too."""

    @property
    def retains_grad(self) -> bool:
        """Whether `backward` will leave the gradient of this result in `.grad`."""

    def dont_retain_grad(self) -> None:
        """Undo `retain_grad` of a result."""

    def _hooks_of_leaf(self) -> dict[float, Hook]:
        ...

    def _hooks_of_op(self) -> dict[float, Hook]:
        ...
_RETAIN = inf

class _Retain:
    """The hook of a result that keeps its gradient; it must not keep the result itself."""

    def __init__(self, array: Array) -> None:
        ...

    def __call__(self, g: Array | None) -> None:
        ...

def _is_hooked(array: Array) -> bool:
    ...

def _changed_by_hooks(array: Array, g: Total) -> Total:
    """The total of a leaf, as its hooks, if it has any, leave it."""
