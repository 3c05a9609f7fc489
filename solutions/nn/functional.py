"""`autodiff.nn.functional`: networks' functions. (Given code.)"""

from ..m03_magic_methods import sigmoid, tanh
from ..m10_activations import (
    elu,
    gelu,
    hardtanh,
    leaky_relu,
    log_softmax,
    logsigmoid,
    mish,
    relu,
    relu6,
    silu,
    softmax,
    softplus,
    softsign,
)
