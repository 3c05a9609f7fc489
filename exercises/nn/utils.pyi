"""`autodiff.nn.utils`. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
from ..m16_modules import Module as Module
from ..m02_wrapper import Array as Array
from ..m22_adam import clip_grad_norm_ as clip_grad_norm_
from ..m22_adam import clip_grad_value_ as clip_grad_value_
from ..m23_regularization import l1_penalty as l1_penalty
from ..m23_regularization import l2_penalty as l2_penalty
from ..m23_regularization import soft_threshold_ as soft_threshold_

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

def remove_spectral_norm(module: Module, name: str='weight') -> Module:
    """Undo `spectral_norm`. Raises ValueError where there is none."""

def remove_weight_norm(module: Module, name: str='weight') -> Module:
    """Undo `weight_norm`. Raises ValueError where there is none."""

def spectral_norm(module: Module, name: str='weight', n_power_iterations: int=1, eps: float=1e-12, dim: int | None=None) -> Module:
    """Divide a parameter by its largest singular value; `dim` is that of the outputs, which is 1"""

def weight_norm(module: Module, name: str='weight', dim: int | None=0) -> Module:
    """Replace a parameter by its lengths, `weight_g`, one for each index of `dim` (None: one), and"""

def parameters_to_vector(parameters: Iterable[Array]) -> Array:
    """The elements of all parameters, one after the other; gradients flow through."""

def vector_to_parameters(vec: Array, parameters: Iterable[Array]) -> None:
    """Cut a vector into pieces, which become the memory of the parameters (their `data`)."""
clip_grad_norm = clip_grad_norm_
