"""Learning rates that change while training: by formulas, or one after another. (Given code.)"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from ...m19_sgd import Optimizer
from .scheduler import LRScheduler, for_each


class LambdaLR(LRScheduler, lr_lambda=...):
    """The first rate times a function of the number of steps, the same for all groups or one for
    each."""

    def _take(self, optimizer: Optimizer, lr_lambda: Any, last_epoch: int) -> None:
        self.lr_lambdas = for_each(lr_lambda, optimizer.param_groups)
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """base_lr * function(last_epoch)."""
        pairs = zip(self.base_lrs, self.lr_lambdas, strict=True)
        return [base * function(self.last_epoch) for base, function in pairs]


class MultiStepLR(LRScheduler, milestones=..., gamma=0.1):
    """The rate is multiplied by `gamma` at each of the milestones, which are numbers of steps; one
    that is named twice counts twice."""

    def _take(self, milestones: Iterable[int], **settings: Any) -> None:
        super()._take(milestones=Counter(milestones), **settings)

    def get_lr(self) -> list[float]:
        """The rates now, times `gamma` if this is a milestone."""
        return self.scaled(self.gamma ** self.milestones[self.last_epoch])


class ExponentialLR(LRScheduler, gamma=...):
    """The learning rate is multiplied by `gamma` after every step."""

    def get_lr(self) -> list[float]:
        """The rate of each group, times `gamma` unless the schedule `is_starting`."""
        return self.scaled(1 if self.is_starting else self.gamma)


class CosineAnnealingLR(LRScheduler, T_max=..., eta_min=0.0):
    """From the first rate to `eta_min` in `T_max` steps, along half a wave of a cosine."""

    def get_lr(self) -> list[float]:
        """By itself: eta_min + (base_lr - eta_min) * (1 + cos(pi * last_epoch / T_max)) / 2.

        It is a factor on what `lr - eta_min` is now, but at the bottom of the wave, where there is
        nothing to multiply, the first bit of the way up is added.
        """
        if self.is_starting:
            return self.scaled(1)
        before, now = self._height(self.last_epoch - 1), self._height(self.last_epoch)
        low, lrs = self.eta_min, self.scaled(1)
        if before == 0:
            pairs = zip(lrs, self.base_lrs, strict=True)
            return [lr + (base_lr - low) * now for lr, base_lr in pairs]
        return [low + (lr - low) * now / before for lr in lrs]

    def _height(self, epoch: int) -> float:
        return (1 + math.cos(math.pi * epoch / self.T_max)) / 2


class LinearLR(LRScheduler, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    """The first rate times a factor that goes straight from one number to another: a warm-up."""

    def _take(self, start_factor: float, end_factor: float, **settings: Any) -> None:
        """Raises ValueError if `start_factor` is not in (0, 1], or `end_factor` not in [0, 1]."""
        if not 0 < start_factor <= 1:
            raise ValueError(f"start_factor must be in (0, 1], got {start_factor}")
        if not 0 <= end_factor <= 1:
            raise ValueError(f"end_factor must be in [0, 1], got {end_factor}")
        super()._take(start_factor=start_factor, end_factor=end_factor, **settings)

    def get_lr(self) -> list[float]:
        """By itself: base_lr times `start_factor` at 0, `end_factor` from `total_iters` on, and a
        straight line in between; but as a factor on what the rates are now.

        When `is_starting` at a later `last_epoch`, the rates stay as they are.
        """
        if self.last_epoch == 0:
            return self.scaled(self.start_factor)
        if self.is_starting or self.last_epoch > self.total_iters:
            return self.scaled(1)
        return self.scaled(self._factor(self.last_epoch) / self._factor(self.last_epoch - 1))

    def _factor(self, epoch: int) -> float:
        return self.start_factor + (self.end_factor - self.start_factor) * epoch / self.total_iters


class ConstantLR(LRScheduler, factor=1 / 3, total_iters=5):
    """The rate times `factor`, until `total_iters` steps were made."""

    def _take(self, factor: float, **settings: Any) -> None:
        """Raises ValueError if `factor` is not between 0 and 1."""
        if not 0 <= factor <= 1:
            raise ValueError(f"factor must be between 0 and 1, got {factor}")
        super()._take(factor=factor, **settings)

    def get_lr(self) -> list[float]:
        """The rates now, times `factor` at first, and divided by it at the end."""
        if self.last_epoch == 0:
            return self.scaled(self.factor)
        return self.scaled(1 / self.factor if self.last_epoch == self.total_iters else 1)


class SequentialLR(LRScheduler):
    """One schedule after another, such as a warm-up and then a decay."""

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: Sequence[LRScheduler],
        milestones: Sequence[int],
        last_epoch: int = -1,
    ) -> None:
        """The next scheduler takes over, from its beginning, at each milestone.

        Raises ValueError unless there is a milestone between any two schedulers, and all belong to
        `optimizer`.
        """
        if not schedulers or len(milestones) != len(schedulers) - 1:
            raise ValueError(f"{len(schedulers)} schedulers, but {len(milestones)} milestones")
        if any(scheduler.optimizer is not optimizer for scheduler in schedulers):
            raise ValueError("the schedulers must belong to the same optimizer")
        self.optimizer = optimizer
        self.last_epoch = last_epoch + 1
        self._milestones, self._schedulers = list(milestones), list(schedulers)
        first = self._schedulers[bisect_right(self._milestones, 0)]
        first.restart()
        self._last_lr = first.get_last_lr()

    def step(self) -> None:
        """Let the scheduler whose turn it is set the next rates."""
        self.last_epoch += 1
        turn = bisect_right(self._milestones, self.last_epoch)
        scheduler = self._schedulers[turn]
        if turn and self._milestones[turn - 1] == self.last_epoch:
            scheduler.restart()
        else:
            scheduler.step()
        self._last_lr = scheduler.get_last_lr()

    def state_dict(self) -> dict[str, Any]:
        """The state of this and of all its schedulers."""
        states = [scheduler.state_dict() for scheduler in self._schedulers]
        return {**super().state_dict(), "_schedulers": states}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from where another was that had the same schedulers."""
        super().load_state_dict({k: x for k, x in state_dict.items() if k != "_schedulers"})
        for scheduler, state in zip(self._schedulers, state_dict["_schedulers"], strict=True):
            scheduler.load_state_dict(state)
