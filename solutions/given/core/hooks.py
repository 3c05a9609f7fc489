"""Looking at gradients on their way back, and changing them. (Given code.)

A hook on a result is an op of its own, `hooked`, which hands on its input and whose rule calls the
hooks. It is put between the result and its history, so that the walk back passes it. A leaf has no
history: `backward` calls its hooks before it adds to `.grad`.
"""

from __future__ import annotations

from math import inf
from weakref import ref

import numpy as np

from ...m01_wrapper import Array
from ...m02_computation_graph import enable_grad, primitive
from ...m06_chain_rule import defvjp
from ...m07_backward import Differentiable, Total, accumulate_grad, backpropagate, initial_cotangent
from .removable_handle import Hook, RemovableHandle


@primitive
def hooked(x: np.ndarray, *, kind: type[Array], hooks: dict[float, Hook]) -> np.ndarray:
    """x itself; `hooks` are called with its gradient, a tensor of class `kind`."""
    return x


def _call(g: Total, kind: type[Array], hooks: dict[float, Hook]) -> Total:
    for _, hook in sorted(hooks.items()):
        # A hook may keep what it gets, and the walk goes on with g.
        changed = hook(g if isinstance(g, Array) else kind(np.array(g)))
        if changed is not None:
            g = changed if isinstance(g, Array) else changed.value
    return g


defvjp(hooked, lambda g, out, x, *, kind, hooks: _call(g, kind, hooks))


class Hooked(Differentiable):
    """Hooks on a Tensor. The hooks of a leaf are kept in `_hooks`, a slot of the Tensor."""

    __slots__ = ()
    leaf_hooks = False  # whether any leaf ever had one

    def register_hook(self, hook: Hook) -> RemovableHandle:
        """From now on call `hook(grad)` when the gradient of this tensor is complete, until the
        handle's `remove()`. What the hook returns, unless it is None, takes the gradient's place.

        The hooks of a leaf are called by `backward`, not by `autograd.grad`. Raises RuntimeError
        for a tensor that requires no gradient.
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

    def backward(
        self,
        gradient: Array | None = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
    ) -> None:
        """Add the gradient of this tensor with respect to every leaf to that leaf's `.grad`.

        Args:
            gradient: a tensor of this one's shape that weighs its elements; may be left out for a
                single number.
            retain_graph: keep the graph, so that it can be walked again; as `create_graph` says if
                left out.
            create_graph: let the gradients have a graph of their own.

        Raises RuntimeError if this tensor requires no gradient, has several elements and no
        `gradient`, or if its graph has been freed; and what `initial_cotangent` raises.
        """
        if not Hooked.leaf_hooks:
            return super().backward(gradient, retain_graph, create_graph)
        start = initial_cotangent(self, gradient, create_graph)
        retain = create_graph if retain_graph is None else retain_graph
        backpropagate([self], [start], call_hooks_and_accumulate, retain, create_graph)

    def _hooks_of_leaf(self) -> dict[float, Hook]:
        Hooked.leaf_hooks = True
        if not hasattr(self, "_hooks"):
            self._hooks = {}
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

    def __call__(self, g: Array) -> None:
        array = self.array()
        if array is not None:
            array.grad = g if array.grad is None else array.grad + g


def _is_hooked(array: Array) -> bool:
    return array.node is not None and array.node.op is hooked


def call_hooks_and_accumulate(array: Array, g: Total) -> None:
    """`accumulate_grad` of what the hooks of a leaf, if it has any, make of g."""
    hooks = getattr(array, "_hooks", None) if array.node is None else None
    accumulate_grad(array, _call(g, type(array), hooks) if hooks else g)
