"""`autodiff.optim.lr_scheduler`: learning rates that change while training. (Given code.)"""

from typing import Any
from collections.abc import Sequence
from ..m19_sgd import Optimizer as Optimizer
from ..given.optim.scheduler import LRScheduler as LRScheduler
from ..given.optim.schedules import ConstantLR as ConstantLR
from ..given.optim.schedules import CosineAnnealingLR as CosineAnnealingLR
from ..given.optim.schedules import ExponentialLR as ExponentialLR
from ..given.optim.schedules import LambdaLR as LambdaLR
from ..given.optim.schedules import LinearLR as LinearLR
from ..given.optim.schedules import MultiStepLR as MultiStepLR
from ..given.optim.schedules import SequentialLR as SequentialLR
from ..m22_adam import StepLR as StepLR

class ChainedScheduler(SequentialLR):
    """Several schedules of one optimiser, all of which take every step."""

    def __init__(self, schedulers: Sequence[LRScheduler], optimizer: Optimizer | None=None) -> None:
        """Raises ValueError for no schedules, for one that watches a loss, and unless all belong to"""

    def step(self) -> None:
        """A step of each, in their order."""

class CosineAnnealingWarmRestarts(LRScheduler):
    """Half a wave of a cosine, again and again; the first lasts `T_0` steps, and each later one"""

    def _take(self, T_0: int, T_mult: int, **settings: Any) -> None:
        """Raises ValueError unless both are positive integers."""

    def get_lr(self) -> list[float]:
        """eta_min + (base_lr - eta_min) * (1 + cos(pi * T_cur / T_i)) / 2."""

    def step(self, epoch: float | None=None) -> None:
        """The next step; or that of an epoch, which may be a fraction: epoch + i / batches."""

class CyclicLR(LRScheduler):
    """Up and down between two rates, while momentum goes the other way: L. Smith (2015)."""

    def _take(self, optimizer: Optimizer, last_epoch: int, base_lr: Any, scale_fn: Any, **settings: Any) -> None:
        """Raises ValueError for another mode, and if momentum is to be cycled where there is"""

    def scale_fn(self, x: float) -> float:
        """How high the top of a cycle is, by its number or the number of steps."""

    def get_lr(self) -> list[float]:
        """base_lr + (max_lr - base_lr) * how high. It sets the momentums, too."""

class MultiplicativeLR(LambdaLR):
    """The rate is multiplied by a function of the number of steps, after every step."""

    def get_lr(self) -> list[float]:
        """lr * function(last_epoch), unless the schedule `is_starting`."""

class PolynomialLR(LRScheduler):
    """Down to 0 in `total_iters` steps, along a power of how many are left."""

    def get_lr(self) -> list[float]:
        """By itself: base_lr * (1 - last_epoch / total_iters) ** power; a factor on what is now."""

class OneCycleLR(LRScheduler):
    """Up to `max_lr` and down again to almost nothing, while momentum goes the other way."""

    def _take(self, optimizer: Optimizer, last_epoch: int, max_lr: Any, **settings: Any) -> None:
        """Raises ValueError if the number of steps is not given and positive, for another strategy"""

    def get_lr(self) -> list[float]:
        """The rates after `last_epoch` steps; the momentum is set, too."""

    def _between(self, start: float, end: float, share: float) -> float:
        ...

class ReduceLROnPlateau(LRScheduler):
    """The rate is multiplied by `factor` when a metric has not got better for a while."""

    def _take(self, optimizer: Optimizer, min_lr: Any, **settings: Any) -> None:
        """Raises ValueError for a factor of 1 or more, and for modes that are not named here."""

    def step(self, metrics: Any, epoch: int | None=None) -> None:
        """Take note of how good the model is now, a number or a tensor with a single element; after"""

    def _is_better(self, current: float) -> bool:
        ...
_LRScheduler = LRScheduler
