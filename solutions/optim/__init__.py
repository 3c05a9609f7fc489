"""`autodiff.optim`: optimisers. (Given code.)"""

from ..given.compat.did_you_mean import missing_from
from ..m15_sgd import SGD, Optimizer
from ..m17_adam import Adagrad, Adam, AdamW, RMSprop
from . import lr_scheduler

__getattr__ = missing_from(globals())
