"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

from ..given.nearest import missing_from
from ..given.policies import OneCycleLR, ReduceLROnPlateau
from ..given.scheduler_base import LRScheduler
from ..given.schedulers import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    MultiStepLR,
    SequentialLR,
)
from ..m17_adam import LinearLR, StepLR

__getattr__ = missing_from(globals())
