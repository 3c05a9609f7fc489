"""autodiff: a PyTorch-like library on NumPy, whose every part is an exercise of the kata.

import autodiff as torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
((w * w).sum()).backward()
w.grad                                             # tensor([2., 4.])
"""

from . import autograd, cuda, dtypes, func, nn, optim, utils
from . import m00_by_hand as by_hand
from .casting import clone, device
from .dtypes import float16, float32, float64, int8, int16, int32, int64, promote_types, uint8
from .m02_computation_graph import enable_grad, is_grad_enabled, no_grad
from .m03_magic_methods import (
    add,
    broadcast_to,
    div,
    exp,
    log,
    matmul,
    mean,
    mul,
    neg,
    pow,
    reshape,
    sigmoid,
    sqrt,
    sub,
    sum,
    tanh,
    transpose,
)
from .nearest import missing_from
from .tensor import Tensor, from_numpy, tensor

bool = dtypes.bool_
int, long = int32, int64
half, float, double = float16, float32, float64
__getattr__ = missing_from(globals())
