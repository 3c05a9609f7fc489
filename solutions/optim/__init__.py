"""`autodiff.optim`: optimisers. (Given code.)"""

import sys

from ..given.compat.argument_tables import widen
from ..given.compat.did_you_mean import missing_from
from ..given.optim.rmsprop import RMSprop
from ..m19_sgd import SGD, Optimizer
from ..m22_adam import Adagrad, Adam, AdamW
from . import lr_scheduler

widen(sys.modules[__name__], list(globals()))
__getattr__ = missing_from(globals())
