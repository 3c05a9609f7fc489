"""Hooks of a module, on the way there and on the way back. (Given code.)

What comes back is seen by two ops that hand on all they are given: one behind the module, where the
gradients of its outputs arrive, and one before it, where those of its inputs leave.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...m02_wrapper import Array
from ...m03_computation_graph import is_grad_enabled
from ..compat.custom_function import Context, Function

Tuple = tuple[Any, ...]


class WithKeywords(partial):
    """A hook of a module that is given the keyword arguments, too, behind the positional ones."""


class Backward(partial):
    """A hook of the gradients of the inputs and of the outputs."""


def between_hooks(module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a module's `forward` gives, with the hooks before and after it, also on the way back, in
    the order they were registered.

    A pre-hook is called with the module and the positional arguments, a tuple; its result, unless
    it is None, replaces them (a single value stands for a tuple of one). A hook is called with the
    output as well, and its result, unless it is None, replaces the output.

    Raises RuntimeError for a hook that is given keywords and does not return both.
    """
    for hook in tuple(module._forward_pre_hooks.values()):
        if isinstance(hook, WithKeywords):
            changed = hook(module, args, kwargs)
            if changed is not None and not (isinstance(changed, tuple) and len(changed) == 2):
                raise RuntimeError(f"a hook must return (args, kwargs) or None, not {changed}")
            args, kwargs = changed or (args, kwargs)
        elif (changed := hook(module, args)) is not None:
            args = changed if isinstance(changed, tuple) else (changed,)
    hooks = tuple(module._forward_hooks.values())
    back = [hook for hook in hooks if isinstance(hook, Backward)]
    args, behind = _on_edges(module, back, args) if back else (args, None)
    output = module.forward(*args, **kwargs)
    for hook in hooks:
        if not isinstance(hook, Backward):
            given = (args, kwargs) if isinstance(hook, WithKeywords) else (args,)
            changed = hook(module, *given, output)
            output = output if changed is None else changed
    return behind(output) if behind else output


def _on_edges(module: Any, hooks: list[Any], args: Tuple) -> tuple[Tuple, Callable[[Any], Any]]:
    """The arguments, and what has to be done with the output, so that `hooks` are called."""
    outputs: Tuple = ()

    def leave(g: Tuple) -> Tuple:
        for hook in hooks:
            if (changed := hook(module, g, outputs)) is not None:
                changed = changed if isinstance(changed, tuple) else (changed,)
                if len(changed) != len(g):
                    raise RuntimeError(f"a hook returned {len(changed)} gradients for {len(g)}")
                g = changed
        return g

    def arrive(g: Tuple) -> Tuple:
        nonlocal outputs
        outputs = g
        if watched is args:  # no input needs a gradient
            leave((None,) * len(args))
        return g

    def behind(output: Any) -> Any:
        if isinstance(output, tuple | list):
            return type(output)(_on_edge(arrive, tuple(output)))
        return _on_edge(arrive, (output,))[0]

    watched = _on_edge(leave, args)
    return watched, behind


class _Edge(Function):
    """All values as they are; `seen` is told what comes back to them, and says what goes on."""

    @staticmethod
    def forward(ctx: Context, seen: Callable[[Tuple], Tuple], *values: Any) -> Tuple:
        ctx.seen = seen
        ctx.mark_non_differentiable(*[x for x in values if not _needs_gradient(x)])
        return values

    @staticmethod
    def backward(ctx: Context, *g: Any) -> Tuple:
        return None, *ctx.seen(g)


def _needs_gradient(x: Any) -> bool:
    return isinstance(x, Array) and x.requires_grad


def _on_edge(seen: Callable[[Tuple], Tuple], values: Tuple) -> Tuple:
    """The values, on an edge; the very ones that are given, if none needs a gradient."""
    if is_grad_enabled() and any(map(_needs_gradient, values)):
        return _Edge.apply(seen, *values)
    return values
