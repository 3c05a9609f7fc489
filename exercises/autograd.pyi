"""`autodiff.autograd`: differentiation, and the machinery behind it. (Given code.)"""

from typing import Any
from . import m09_autograd_mechanics as m09_autograd_mechanics
from ._tensor import Tensor as Tensor
from .given.compat.custom_function import Function as Function
from .m02_wrapper import Array as Array
from collections.abc import Callable
from collections.abc import Sequence
from .given.core.observers import observers as observers
from .given.func.interpreters import Wrapped as Wrapped
from .m03_computation_graph import Node as Node
from .m03_computation_graph import enable_grad as enable_grad
from .m03_computation_graph import grad_mode as grad_mode
from .m03_computation_graph import is_grad_enabled as is_grad_enabled
from .m03_computation_graph import no_grad as no_grad
from .m03_computation_graph import parents as parents
from .m03_computation_graph import primitive as primitive
from .m05_toposort import toposort as toposort
from .m06_visualizer import make_dot as make_dot
from .m07_chain_rule import defvjp as defvjp
from .m07_chain_rule import rules as rules
from .m07_chain_rule import unbroadcast as unbroadcast
from .m08_backward import accumulate_grad as accumulate_grad
from .m08_backward import backpropagate as backpropagate
from .m08_backward import initial_cotangent as initial_cotangent
from .m09_autograd_mechanics import as_tuple as as_tuple
from .m09_autograd_mechanics import roots as roots
from .m09_autograd_mechanics import run_backward as run_backward
from .m10_shapes import stack as stack
from .m21_debugging import detect_anomaly as detect_anomaly
from .m21_debugging import watched_contributions as watched_contributions
from typing import Self
from contextlib import ExitStack

def add_to_grads(inputs: Any, gradients: tuple[Array, ...]) -> None:
    """Add to the `.grad` of each of the inputs."""

def gradcheck(func: Callable[..., Any], inputs: Tensor | Sequence[Any], *, eps: float=1e-06, atol: float=1e-05, rtol: float=0.001, raise_exception: bool=True) -> bool:
    """Compare the gradients of a function with what small changes of its inputs do."""

def gradgradcheck(func: Callable[..., Any], inputs: Tensor | Sequence[Any], grad_outputs: Tensor | Sequence[Tensor] | None=None, *, eps: float=1e-06, atol: float=1e-05, rtol: float=0.001, raise_exception: bool=True) -> bool:
    """Check the gradients of a function's gradients, with respect to `inputs` and `grad_outputs`."""

def rulecheck(op: Callable[..., Any], inputs: Any, *, eps: float=1e-06, atol: float=1e-05, rtol: float=0.001, **params: Any) -> bool:
    """Compare each rule of `op` with central differences, in float64, at the given arguments."""

class Variable:
    """An old name for a tensor."""
forward_ad: Any
functional: Any

def backward(tensors: Tensor | Sequence[Tensor], grad_tensors: Tensor | Sequence[Tensor | None] | None=None, retain_graph: bool | None=None, create_graph: bool=False, grad_variables: Any=None, inputs: Tensor | Sequence[Tensor] | None=None) -> None:
    """`backward` of several tensors at once: what they add up to, for every leaf's `.grad`, or for"""

def grad(outputs: Tensor | Sequence[Tensor], inputs: Tensor | Sequence[Tensor], grad_outputs: Tensor | Sequence[Tensor | None] | None=None, retain_graph: bool | None=None, create_graph: bool=False, only_inputs: bool=True, allow_unused: bool | None=None, is_grads_batched: bool=False, materialize_grads: bool=False) -> tuple[Tensor | None, ...]:
    """The gradients of `outputs` with respect to `inputs`: `autograd_mechanics` tells the rest."""

def _is_looked_on(x: Any) -> bool:
    """Whether a transform looks on what is computed with x; a trace sees each walk as it is."""

def once_differentiable(fn: Callable[..., Any]) -> Callable[..., Any]:
    """A `backward` that may compute anything, since nobody differentiates what it computes."""

class set_grad_enabled(grad_mode):
    """Switch recording on or off at once; as a `with` block, until its end."""

    def __init__(self, mode: bool) -> None:
        ...

    def __enter__(self) -> Self:
        ...

    def __call__(self, function: Callable[..., Any]) -> Any:
        """As a decorator it switches nothing by itself."""

def is_anomaly_enabled() -> bool:
    """Whether `detect_anomaly` watches here."""

class set_detect_anomaly(ExitStack):
    """Switch `detect_anomaly` on or off at once; as a `with` block, until its end."""

    def __init__(self, mode: bool, check_nan: bool=True) -> None:
        ...

def _watch(on: bool) -> None:
    ...

def inference_mode(mode: bool=True) -> grad_mode:
    """Recording is off inside, as under `no_grad`: `with inference_mode():`, or a decorator."""
__all__: Any
