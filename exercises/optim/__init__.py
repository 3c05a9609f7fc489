"""`autodiff.optim`: optimisers. (Given code.)"""

from ..m15_sgd import SGD, Optimizer
from ..m17_adam import Adagrad, Adam, AdamW, RMSprop
from . import lr_scheduler
