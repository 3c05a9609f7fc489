"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

# fmt: off
from ..given.optim.more_schedules import (
    ChainedScheduler, CosineAnnealingWarmRestarts, CyclicLR, MultiplicativeLR, PolynomialLR,
)
from ..given.optim.one_cycle_and_plateau import OneCycleLR, ReduceLROnPlateau
from ..given.optim.scheduler import LRScheduler
from ..given.optim.schedules import (
    ConstantLR, CosineAnnealingLR, ExponentialLR, LambdaLR, LinearLR, MultiStepLR, SequentialLR,
)
# fmt: on
from ..m22_adam import StepLR

_LRScheduler = LRScheduler  # as it was called once
