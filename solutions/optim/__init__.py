"""`autodiff.optim`: optimisers. (Given code.)"""

from ..given.optim import swa as swa_utils
from ..given.optim.lbfgs import LBFGS
from ..given.optim.more_optimizers import Adadelta, Adamax, NAdam, RAdam
from ..given.optim.rmsprop import RMSprop
from ..m19_sgd import SGD, Optimizer
from ..m22_adam import Adagrad, Adam, AdamW
from . import lr_scheduler

required = object()  # what optimisers of others have in their defaults for what has to be given
