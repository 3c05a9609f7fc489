"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

from ..m17_adam import LinearLR, StepLR
from ..nearest import missing_from
from ..policies import OneCycleLR, ReduceLROnPlateau
from ..schedulers import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LRScheduler,
    MultiStepLR,
    SequentialLR,
)

__getattr__ = missing_from(globals())
