"""Ops that keep some of their work for their rules. (Given code.)

What a function computes on its way is often what its rule would have to compute once more, such as
the softmax within a cross-entropy. So it may return a pair, its result and these *residuals*:

    @primitive_with_residuals
    def cube(x):
        square = x * x
        return square * x, square

    def cube_vjp(g, out, x, residuals=None):
        return 3 * g * (x * x if residuals is None else residuals)

The result's note keeps the residuals, and the walk back hands them to the rule. They are ndarrays
without a history. So wherever the rule itself is to be differentiated, with `create_graph` or
inside a transform, it gets None and computes anew, in ops; and so it does where the walk knows
nothing of residuals. JAX's `custom_vjp` calls them so, too; torch has `ctx.save_for_backward`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from ...m02_wrapper import Array
from .changes import any_changed
from .new_tensors import as_images_lie


def primitive_with_residuals(function: Callable[..., tuple[Any, Any]]) -> Callable[..., Any]:
    """Lift a function of ndarrays that returns (result, residuals) to an op, as `primitive` in
    `computation_graph` lifts one that returns a result.

    Of ndarrays, the op returns the result alone.
    """

    @wraps(function)
    def op(*args: Any, **params: Any) -> Any:
        for arg in args:
            if isinstance(arg, Array):
                break
        else:
            return function(*args, **params)[0]
        residuals = None

        def result_alone(*values: Any, **params: Any) -> Any:
            nonlocal residuals
            result, residuals = function(*values, **params)
            return as_images_lie(result, values[0])

        out = type(arg).interpreter(op, result_alone, args, params)
        if residuals is not None:
            _keep(out, residuals)
        return out

    return op


def _keep(out: Any, residuals: Any) -> None:
    node = getattr(out, "node", None)
    if getattr(node, "_fields", ())[-1:] == ("residuals",):  # a note of one's own has other fields
        out.node = tuple.__new__(type(node), (*node[:-1], residuals))  # faster than `_replace`


def residuals_of(out: Array) -> Any:
    """What the op that made `out` has kept; None for other ops, and where nothing was recorded."""
    return getattr(out.node, "residuals", None)


def rule_params(array: Array, create_graph: bool = False) -> Mapping[str, Any]:
    """The keywords that the rules of `array` are called with: its params, and what its op has kept.

    What was kept has no history, so it is left out with `create_graph`; and if a value of the op's
    was changed since, so that a rule looks at the value and notices.
    """
    node, kept = array.node, residuals_of(array)
    if kept is None or create_graph or any_changed([array.value, *node.values], node.version):
        return node.params
    return {**node.params, "residuals": kept}
