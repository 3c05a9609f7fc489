"""`autodiff.nn.utils`. (Given code.)"""

from typing import Any as Any
from ..m16_modules import Module as Module
from collections.abc import Iterable
from ..m02_wrapper import Array as Array
from ..m22_adam import clip_grad_norm_ as clip_grad_norm_
from ..m22_adam import clip_grad_value_ as clip_grad_value_
from ..m23_regularization import l1_penalty as l1_penalty
from ..m23_regularization import l2_penalty as l2_penalty
from ..m23_regularization import soft_threshold_ as soft_threshold_

def spectral_norm(module: Module, name: str='weight', n_power_iterations: int=1, eps: float=1e-12, dim: int | None=None) -> Module:
    """Divide a parameter by its largest singular value; `dim` is that of the outputs, which is 1"""

def weight_norm(module: Module, name: str='weight', dim: int | None=0) -> Module:
    """Replace a parameter by its lengths, `weight_g`, one for each index of `dim` (None: one), and"""
rnn: Any

def parameters_to_vector(parameters: Iterable[Array]) -> Array:
    """The elements of all parameters, one after the other; gradients flow through."""

def vector_to_parameters(vec: Array, parameters: Iterable[Array]) -> None:
    """Cut a vector into pieces, which become the memory of the parameters (their `data`)."""
clip_grad_norm = clip_grad_norm_
