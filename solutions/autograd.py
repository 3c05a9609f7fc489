"""`autodiff.autograd`: differentiation, and the machinery behind it. (Given code.)"""

from .m02_computation_graph import (
    Node,
    enable_grad,
    is_grad_enabled,
    no_grad,
    parents,
    primitive,
)
from .m04_toposort import toposort
from .m05_visualizer import make_dot
from .m06_chain_rule import defvjp, rules, unbroadcast
from .m07_backward import backpropagate, grad
from .rulecheck import rulecheck

__all__ = [
    "Node",
    "backpropagate",
    "defvjp",
    "enable_grad",
    "grad",
    "is_grad_enabled",
    "make_dot",
    "no_grad",
    "parents",
    "primitive",
    "rulecheck",
    "rules",
    "toposort",
    "unbroadcast",
]
