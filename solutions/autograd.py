"""`autodiff.autograd`: differentiation, and the machinery behind it. (Given code.)"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import wraps
from typing import Any, Self

from . import m09_autograd_mechanics
from ._tensor import Tensor
from .given.compat.custom_function import Function
from .given.compat.extra_arguments import add_to_grads
from .given.core.check_gradients import gradcheck, gradgradcheck
from .given.core.check_rules import rulecheck
from .given.core.observers import observers
from .given.faces.variable import Variable
from .given.func import forward_ad, functional
from .given.func.interpreters import Wrapped
from .m03_computation_graph import Node, enable_grad, grad_mode, is_grad_enabled, no_grad
from .m03_computation_graph import parents, primitive
from .m05_toposort import toposort
from .m06_visualizer import make_dot
from .m07_chain_rule import defvjp, rules, unbroadcast
from .m08_backward import accumulate_grad, backpropagate, initial_cotangent
from .m09_autograd_mechanics import as_tuple, roots, run_backward
from .m10_shapes import stack
from .m21_debugging import detect_anomaly, watched_contributions


def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    grad_variables: Any = None,
    inputs: Tensor | Sequence[Tensor] | None = None,
) -> None:
    """`backward` of several tensors at once: what they add up to, for every leaf's `.grad`, or for
    that of the `inputs` alone.

    `grad_tensors` holds the `gradient` of each, and `grad_variables` is its older name. Raises
    RuntimeError if it has another number of them, and what `Tensor.backward` raises.
    """
    outputs = as_tuple(tensors)
    for each in filter(_is_looked_on, outputs):
        each.backward()  # which says why not
    grad_tensors = grad_variables if grad_tensors is None else grad_tensors
    weights = (None,) * len(outputs) if grad_tensors is None else as_tuple(grad_tensors)
    if len(weights) != len(outputs):
        raise RuntimeError(f"{len(outputs)} tensors, but {len(weights)} grad_tensors")
    if inputs is not None:
        found = m09_autograd_mechanics.grad(outputs, inputs, weights, retain_graph, create_graph)
        add_to_grads(inputs, found)
        return
    pairs = zip(outputs, weights, strict=True)
    starts = [initial_cotangent(*pair, create_graph) for pair in pairs]
    visit, contribute = Tensor.mechanics(retain_graph, create_graph)
    backpropagate(*roots(outputs, starts), visit, contribute)


def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Tensor | None, ...]:
    """The gradients of `outputs` with respect to `inputs`: `autograd_mechanics` tells the rest.

    Args:
        allow_unused: None is False, unless `materialize_grads`.
        materialize_grads: give zeros for an input that was not used, and not None.

        only_inputs: says nothing any more, as in torch: only the inputs get gradients.

        is_grads_batched: each of `grad_outputs` holds several along a first dimension, and so do
            the gradients.

    Raises ValueError for `materialize_grads` without `allow_unused`.
    """
    if not only_inputs:
        warnings.warn("only_inputs says nothing any more", FutureWarning, stacklevel=2)
    if materialize_grads and allow_unused is False:
        raise ValueError("materialize_grads=True needs allow_unused, so leave that out")
    unused = materialize_grads or bool(allow_unused)
    differentiate = m09_autograd_mechanics.grad
    if is_grads_batched:
        rows = [*zip(*as_tuple(grad_outputs), strict=True)]
        keep = [True] * (len(rows) - 1) + [retain_graph]
        pairs = zip(rows, keep, strict=True)
        each = [differentiate(outputs, inputs, *pair, create_graph, unused) for pair in pairs]
        columns = zip(*each, strict=True)
        found = tuple([None if column[0] is None else stack(column) for column in columns])
    elif grad_outputs is not None and any(map(_is_looked_on, as_tuple(grad_outputs))):
        with enable_grad():  # the rules have to run as ops, which a transform sees
            found = differentiate(outputs, inputs, grad_outputs, retain_graph, True, unused)
        if not create_graph:
            found = tuple([None if g is None else g.detach() for g in found])
    else:
        found = differentiate(outputs, inputs, grad_outputs, retain_graph, create_graph, unused)
    if not materialize_grads:
        return found
    pairs = zip(as_tuple(inputs), found, strict=True)
    return tuple([x.new_zeros(x.shape) if g is None else g for x, g in pairs])


def _is_looked_on(x: Any) -> bool:
    """Whether a transform looks on what is computed with x; a trace sees each walk as it is."""
    return isinstance(x, Wrapped) and x.has_numbers


def once_differentiable(fn: Callable[..., Any]) -> Callable[..., Any]:
    """A `backward` that may compute anything, since nobody differentiates what it computes.

    Raises RuntimeError if its gradients are to be differentiated (`create_graph`).
    """

    @wraps(fn)
    def once(ctx: Any, *g: Tensor) -> Any:
        if is_grad_enabled():
            raise RuntimeError(f"{fn.__qualname__} is marked with once_differentiable")
        return fn(ctx, *g)

    return once


class set_grad_enabled(grad_mode):
    """Switch recording on or off at once; as a `with` block, until its end."""

    def __init__(self, mode: bool) -> None:
        super().__init__(mode)
        self.__enter__()

    def __enter__(self) -> Self:
        return super().__enter__() if not self.before else self

    def __call__(self, function: Callable[..., Any]) -> Any:
        """As a decorator it switches nothing by itself."""
        self.__exit__()
        return grad_mode(self.enabled)(function)


def is_anomaly_enabled() -> bool:
    """Whether `detect_anomaly` watches here."""
    return watched_contributions in observers.entries


class set_detect_anomaly(ExitStack):
    """Switch `detect_anomaly` on or off at once; as a `with` block, until its end."""

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        super().__init__()
        self.callback(_watch, is_anomaly_enabled())
        _watch(mode and check_nan)


def _watch(on: bool) -> None:
    if on and not is_anomaly_enabled():
        detect_anomaly().__enter__()
    while is_anomaly_enabled() and not on:
        detect_anomaly().__exit__()


def inference_mode(mode: bool = True) -> grad_mode:
    """Recording is off inside, as under `no_grad`: `with inference_mode():`, or a decorator."""
    return grad_mode(not mode)


# fmt: off
__all__ = [
    "Function", "Node", "Variable", "backpropagate", "backward", "defvjp", "detect_anomaly",
    "enable_grad", "forward_ad", "functional", "grad", "gradcheck", "gradgradcheck",
    "inference_mode", "is_anomaly_enabled", "is_grad_enabled", "make_dot", "no_grad", "parents",
    "primitive", "rulecheck", "rules", "run_backward", "set_detect_anomaly", "set_grad_enabled",
    "toposort", "unbroadcast",
]
