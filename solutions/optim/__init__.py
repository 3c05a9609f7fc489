"""`autodiff.optim`: optimisers. (Given code.)"""

from ..given.compat.did_you_mean import missing_from
from ..given.optim.rmsprop import RMSprop
from ..m19_sgd import SGD, Optimizer
from ..m22_adam import Adagrad, Adam, AdamW
from . import lr_scheduler

__getattr__ = missing_from(globals())
