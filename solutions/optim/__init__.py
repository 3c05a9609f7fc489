"""`autodiff.optim`: optimisers. (Given code.)"""

from ..m15_sgd import SGD, Optimizer
from . import lr_scheduler
