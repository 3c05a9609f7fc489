"""Looking at gradients on their way back, and changing them. (Given code.)

A hook on a result is an op of its own, `hooked`, which hands on its input and whose rule calls the
hooks. It is put between the result and its history, so that the walk back passes it. A leaf has no
history: its hooks are called before the walk's visitor gets its total (given/core/observers.py).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from math import inf
from typing import Any, Self
from weakref import ref

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import enable_grad, primitive
from ...m07_chain_rule import defvjp
from .gradient import is_undefined, takes_undefined
from .observers import Total, before_visit, hooking

Hook = Callable[..., Any]


class RemovableHandle:
    """Takes a hook away again, by `remove()` or at the end of a `with` block."""

    _ids = count()

    def __init__(self, hooks: dict[float, Hook], hook: Hook, prepend: bool = False) -> None:
        """Enter `hook` in a table of hooks, as the last or the first."""
        self._hooks, self.id = hooks, next(self._ids)
        before = [*hooks.items()] if prepend else []
        hooks[self.id] = hook
        for name, other in before:
            del hooks[name]
            hooks[name] = other

    def remove(self) -> None:
        """Take the hook away, if it is still there."""
        self._hooks.pop(self.id, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


@primitive
def hooked(x: np.ndarray, *, kind: type[Array], hooks: dict[float, Hook]) -> np.ndarray:
    """x itself; `hooks` are called with its gradient, a tensor of class `kind`."""
    return x


def _call(g: Total, kind: type[Array], hooks: dict[float, Hook]) -> Total:
    for _, hook in sorted(hooks.items()):
        # A hook may keep what it gets, and the walk goes on with g.
        given = g if isinstance(g, Array) else kind(np.array(g))
        changed = hook(None if is_undefined(g) else given)
        if changed is not None:
            _check(changed, g, hook)
            g = changed if isinstance(g, Array) else changed.value
    return g


def _check(changed: Any, g: Total, hook: Hook) -> None:
    name = f"the hook {getattr(hook, '__name__', type(hook).__name__)!r}"
    if not isinstance(changed, Array):
        raise TypeError(f"{name} must return a tensor or None, not {type(changed).__name__}")
    if changed.dtype != g.dtype:
        raise RuntimeError(f"{name} has changed the dtype from {g.dtype} to {changed.dtype}")
    if changed.shape != g.shape:
        raise RuntimeError(f"{name} has changed the shape from {g.shape} to {changed.shape}")


defvjp(hooked, lambda g, out, x, *, kind, hooks: _call(g, kind, hooks))
hooking.add(hooked)
takes_undefined.add(hooked)


class Hooked:
    """Hooks on a Tensor. The hooks of a leaf are kept in `_hooks`, a slot of the Tensor."""

    __slots__ = ()

    def register_hook(self, hook: Hook) -> RemovableHandle:
        """From now on call `hook(grad)` when the gradient of this tensor is complete, until the
        handle's `remove()`. What the hook returns, unless it is None, takes the gradient's place.

        Raises RuntimeError for a tensor that requires no gradient. The walk back raises TypeError
        for a hook that returns anything but a tensor or None, and RuntimeError for one whose tensor
        has another shape or dtype than the gradient.
        """
        if not self.requires_grad:
            raise RuntimeError("can't register a hook on a tensor that requires no gradient")
        return RemovableHandle(self._hooks_of_leaf() if self.is_leaf else self._hooks_of_op(), hook)

    def retain_grad(self) -> None:
        """Have `backward` leave the gradient of this result in `.grad`, too.

        Raises RuntimeError for a tensor that requires no gradient.
        """
        if not self.requires_grad:
            raise RuntimeError("can't retain_grad on a tensor that requires no gradient")
        if not (self.is_leaf or self.retains_grad):
            self._hooks_of_op()[_RETAIN] = _Retain(self)

    @property
    def retains_grad(self) -> bool:
        """Whether `backward` will leave the gradient of this result in `.grad`."""
        return _is_hooked(self) and _RETAIN in self.node.params["hooks"]

    def dont_retain_grad(self) -> None:
        """Undo `retain_grad` of a result."""
        self._hooks_of_op().pop(_RETAIN, None)

    def _hooks_of_leaf(self) -> dict[float, Hook]:
        if not hasattr(self, "_hooks"):
            self._hooks = {}
        if _changed_by_hooks not in before_visit:  # no walk is slower before any leaf has a hook
            before_visit.append(_changed_by_hooks)
        return self._hooks

    def _hooks_of_op(self) -> dict[float, Hook]:
        if not _is_hooked(self):
            before = type(self)(self.value, True, self.node)
            with enable_grad():
                self.node = hooked(before, kind=type(self), hooks={}).node
        return self.node.params["hooks"]


_RETAIN = inf  # the key of a result's `_Retain`, which is called after all other hooks


class _Retain:
    """The hook of a result that keeps its gradient; it must not keep the result itself."""

    def __init__(self, array: Array) -> None:
        self.array = ref(array)

    def __call__(self, g: Array | None) -> None:
        array = self.array()
        if array is not None and g is not None:
            array.grad = g if array.grad is None else array.grad + g


def _is_hooked(array: Array) -> bool:
    return array.node is not None and array.node.op is hooked


def _changed_by_hooks(array: Array, g: Total) -> Total:
    """The total of a leaf, as its hooks, if it has any, leave it."""
    hooks = getattr(array, "_hooks", None) if array.node is None else None
    if not hooks:
        return g
    changed = _call(g, type(array), hooks)
    if isinstance(changed, Array) or changed is g:
        return changed
    return np.array(changed)  # somebody may hold it
