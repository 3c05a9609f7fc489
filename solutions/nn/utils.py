"""`autodiff.nn.utils`. (Given code.)"""

from ..given.layers.reparametrized import spectral_norm, weight_norm
from ..given.layers import packed_sequences as rnn
from ..given.optim.parameter_vector import parameters_to_vector, vector_to_parameters
from ..m22_adam import clip_grad_norm_, clip_grad_value_
from ..m23_regularization import l1_penalty, l2_penalty, soft_threshold_

clip_grad_norm = clip_grad_norm_  # as it was called once
