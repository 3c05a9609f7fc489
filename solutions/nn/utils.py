"""`autodiff.nn.utils`. (Given code.)"""

import sys

from ..given.compat.argument_tables import widen
from ..given.compat.did_you_mean import missing_from
from ..given.layers.reparametrized import (
    remove_spectral_norm,
    remove_weight_norm,
    spectral_norm,
    weight_norm,
)
from ..given.optim.parameter_vector import parameters_to_vector, vector_to_parameters
from ..m22_adam import clip_grad_norm_, clip_grad_value_
from ..m23_regularization import l1_penalty, l2_penalty, soft_threshold_

clip_grad_norm = clip_grad_norm_  # as it was called once

widen(sys.modules[__name__], list(globals()))
__getattr__ = missing_from(globals())
