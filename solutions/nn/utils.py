"""`autodiff.nn.utils`. (Given code.)"""

from ..m17_adam import clip_grad_norm_, clip_grad_value_
