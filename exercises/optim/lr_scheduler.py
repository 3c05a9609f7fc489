"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

from ..m17_adam import CosineAnnealingLR, ExponentialLR, LinearLR, StepLR
from ..schedulers import (
    ConstantLR,
    LambdaLR,
    LRScheduler,
    MultiStepLR,
    OneCycleLR,
    ReduceLROnPlateau,
    SequentialLR,
)
