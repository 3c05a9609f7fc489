"""`autodiff.autograd`: differentiation, and the machinery behind it. (Given code.)"""

from __future__ import annotations

from typing import Self

from .gradcheck import gradcheck, gradgradcheck
from .m02_computation_graph import (
    Node,
    enable_grad,
    grad_mode,
    is_grad_enabled,
    no_grad,
    parents,
    primitive,
)
from .m04_toposort import toposort
from .m05_visualizer import make_dot
from .m06_chain_rule import defvjp, rules, unbroadcast
from .m07_backward import backpropagate, grad
from .m16_training import detect_anomaly
from .rulecheck import rulecheck


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


__all__ = [
    "Node",
    "backpropagate",
    "defvjp",
    "detect_anomaly",
    "enable_grad",
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
