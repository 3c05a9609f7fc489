"""`autodiff.optim`: optimisers. (Given code.)"""

from ..m15_sgd import SGD, Optimizer
from ..m17_adam import Adagrad, Adam, AdamW, RMSprop
from ..nearest import missing_from
from . import lr_scheduler

__getattr__ = missing_from(globals())
