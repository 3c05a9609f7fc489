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

for _each in [x for x in globals().values() if isinstance(x, type)]:
    _each.__module__ = __name__  # by this, some code tells torch's schedules from its own
_LRScheduler = LRScheduler  # as it was called once
