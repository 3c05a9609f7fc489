"""`autodiff.autograd`: differentiation, and the machinery behind it. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from ._tensor import Tensor
from .given.compat.custom_function import Function
from .given.compat.did_you_mean import missing_from
from .given.core.check_gradients import gradcheck, gradgradcheck
from .given.core.check_rules import rulecheck
from .given.func import functional
from .m03_computation_graph import (
    Node,
    enable_grad,
    grad_mode,
    is_grad_enabled,
    no_grad,
    parents,
    primitive,
)
from .m05_toposort import toposort
from .m06_visualizer import make_dot
from .m07_chain_rule import defvjp, rules, unbroadcast
from .m08_backward import accumulate_grad, backpropagate, grad, initial_cotangent
from .m20_training import detect_anomaly


def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> None:
    """`backward` of several tensors at once: what they add up to, for every leaf's `.grad`.

    `grad_tensors` holds the `gradient` of each. Raises RuntimeError if it has another number of
    them, and what `Tensor.backward` raises.
    """
    outputs = (tensors,) if isinstance(tensors, Tensor) else tuple(tensors)
    weights = (grad_tensors,) if isinstance(grad_tensors, Tensor) else grad_tensors
    weights = (None,) * len(outputs) if weights is None else weights
    if len(weights) != len(outputs):
        raise RuntimeError(f"{len(outputs)} tensors, but {len(weights)} grad_tensors")
    starts = [
        initial_cotangent(output, weight, create_graph)
        for output, weight in zip(outputs, weights, strict=True)
    ]
    retain = create_graph if retain_graph is None else retain_graph
    backpropagate(outputs, starts, accumulate_grad, retain, create_graph)


class set_grad_enabled(grad_mode):
    """Switch recording on or off at once; as a `with` block, until its end."""

    def __init__(self, mode: bool) -> None:
        super().__init__(mode)
        self.__enter__()

    def __enter__(self) -> Self:
        return super().__enter__() if not self.before else self


def inference_mode(mode: bool = True) -> grad_mode:
    """Recording is off inside, as under `no_grad`: `with inference_mode():`, or a decorator."""
    return grad_mode(not mode)


__getattr__ = missing_from(globals())
__all__ = [
    "Function",
    "Node",
    "backpropagate",
    "backward",
    "defvjp",
    "detect_anomaly",
    "enable_grad",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "inference_mode",
    "is_grad_enabled",
    "make_dot",
    "no_grad",
    "parents",
    "primitive",
    "rulecheck",
    "rules",
    "set_grad_enabled",
    "toposort",
    "unbroadcast",
]
