"""`autodiff.optim`: optimisers. (Given code.)"""

from typing import Any as Any
from ..given.compat.did_you_mean import missing_from as missing_from
from ..m15_sgd import SGD as SGD
from ..m15_sgd import Optimizer as Optimizer
from ..m17_adam import Adagrad as Adagrad
from ..m17_adam import Adam as Adam
from ..m17_adam import AdamW as AdamW
from ..m17_adam import RMSprop as RMSprop
from ..optim import lr_scheduler as lr_scheduler
