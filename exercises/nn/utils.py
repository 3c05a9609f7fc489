"""`autodiff.nn.utils`. (Given code.)"""

from ..m17_adam import clip_grad_norm_, clip_grad_value_
from ..m18_regularization import l1_penalty, l2_penalty
from ..nearest import missing_from
from ..vectors import parameters_to_vector, vector_to_parameters

__getattr__ = missing_from(globals())
