"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

from ..m17_adam import CosineAnnealingLR, ExponentialLR, LinearLR, StepLR
from ..nearest import missing_from
from ..schedulers import (
    ConstantLR,
    LambdaLR,
    LRScheduler,
    MultiStepLR,
    OneCycleLR,
    ReduceLROnPlateau,
    SequentialLR,
)

__getattr__ = missing_from(globals())
