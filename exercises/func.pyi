"""`autodiff.func`: transforms of functions. (Given code.)"""

from typing import Any
from collections.abc import Iterator
from .m16_modules import Module as Module
from collections.abc import Mapping
from collections.abc import Sequence
from ._tensor import Tensor as Tensor
from collections.abc import Callable
from .m31_reverse_transforms import grad as grad
from .m31_reverse_transforms import grad_and_value as grad_and_value
from .m31_reverse_transforms import jacrev as jacrev
from .m31_reverse_transforms import vjp as vjp
from .m32_forward_mode import hessian as hessian
from .m32_forward_mode import jacfwd as jacfwd
from .m32_forward_mode import jvp as jvp
from .m33_vmap import vmap as vmap
batch_rules: Any
in_place: Any

def looped_ops() -> Iterator[set[str]]:
    """The names of the ops that a `vmap` in this `with` block runs one after the other, because"""

def functional_call(module: Module, parameter_and_buffer_dicts: Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]], args: Any=None, kwargs: Mapping[str, Any] | None=None, *, tie_weights: bool=True, strict: bool=False) -> Any:
    """`module(*args, **kwargs)`, with other tensors in the places of its parameters and buffers."""

def stack_module_state(models: Sequence[Module]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The parameters and the buffers of several alike modules, those of one path stacked: what"""

def linearize(func: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """The result of `func`, and a function of tangents, built like `primals`: how the result"""
__all__: Any
