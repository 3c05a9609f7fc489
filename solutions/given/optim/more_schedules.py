"""Schedules that go in circles, fall along a power, or run together. (Given code.)"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...m19_sgd import Optimizer
from .one_cycle_and_plateau import ReduceLROnPlateau
from .scheduler import LRScheduler, check_momentum, for_each, set_momentum
from .schedules import LambdaLR, SequentialLR


class MultiplicativeLR(LambdaLR):
    """The rate is multiplied by a function of the number of steps, after every step."""

    def get_lr(self) -> list[float]:
        """lr * function(last_epoch), unless the schedule `is_starting`."""
        if self.is_starting:
            return self.scaled(1)
        pairs = zip(self.scaled(1), self.lr_lambdas, strict=True)
        return [lr * function(self.last_epoch) for lr, function in pairs]


class PolynomialLR(LRScheduler, total_iters=5, power=1.0):
    """Down to 0 in `total_iters` steps, along a power of how many are left."""

    def get_lr(self) -> list[float]:
        """By itself: base_lr * (1 - last_epoch / total_iters) ** power; a factor on what is now."""
        if self.is_starting or self.last_epoch > self.total_iters:
            return self.scaled(1)
        left = self.total_iters - self.last_epoch
        return self.scaled((left / (left + 1)) ** self.power)


class CosineAnnealingWarmRestarts(LRScheduler, T_0=..., T_mult=1, eta_min=0.0):
    """Half a wave of a cosine, again and again; the first lasts `T_0` steps, and each later one
    `T_mult` times as many: I. Loshchilov, F. Hutter, SGDR (2016)."""

    def _take(self, T_0: int, T_mult: int, **settings: Any) -> None:
        """Raises ValueError unless both are positive integers."""
        if not isinstance(T_0, int) or T_0 <= 0 or not isinstance(T_mult, int) or T_mult < 1:
            raise ValueError(f"T_0 and T_mult must be positive integers, got {T_0} and {T_mult}")
        super()._take(T_0=T_0, T_mult=T_mult, **settings)

    def get_lr(self) -> list[float]:
        """eta_min + (base_lr - eta_min) * (1 + cos(pi * T_cur / T_i)) / 2."""
        height = (1 + math.cos(math.pi * self.T_cur / self.T_i)) / 2
        return [self.eta_min + (base - self.eta_min) * height for base in self.base_lrs]

    def step(self, epoch: float | None = None) -> None:
        """The next step; or that of an epoch, which may be a fraction: epoch + i / batches.

        Raises ValueError for a negative one.
        """
        epoch = self.last_epoch + 1 if epoch is None else epoch
        if epoch < 0:
            raise ValueError(f"the epoch must not be negative, got {epoch}")
        self.T_cur, self.T_i = epoch, self.T_0
        while self.T_cur >= self.T_i:
            self.T_cur, self.T_i = self.T_cur - self.T_i, self.T_i * self.T_mult
        self.last_epoch = math.floor(epoch)
        self._set(self.get_lr())


MODES = {"triangular": "cycle", "triangular2": "cycle", "exp_range": "iterations"}
RATES = {"base_lr": ..., "max_lr": ..., "step_size_up": 2000, "step_size_down": None}
HEIGHTS = {"mode": "triangular", "gamma": 1.0, "scale_fn": None, "scale_mode": "cycle"}
MOMENTA = {"cycle_momentum": True, "base_momentum": 0.8, "max_momentum": 0.9}


class CyclicLR(LRScheduler, **RATES, **HEIGHTS, **MOMENTA):
    """Up and down between two rates, while momentum goes the other way: L. Smith (2015).

    Args:
        mode: "triangular"; "triangular2", half as high each time; or "exp_range", gamma to the
            power of the number of steps as high.
        scale_fn, scale_mode: in place of the mode, how high, by the number of the "cycle", or of
            steps.
    """

    def _take(
        self, optimizer: Optimizer, last_epoch: int, base_lr: Any, scale_fn: Any, **settings: Any
    ) -> None:
        """Raises ValueError for another mode, and if momentum is to be cycled where there is
        none."""
        vars(self).update(settings)
        if self.mode not in MODES and scale_fn is None:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, not {self.mode!r}")
        check_momentum(optimizer, self.cycle_momentum)
        down, groups = self.step_size_down, optimizer.param_groups
        self.total_size = self.step_size_up + (self.step_size_up if down is None else down)
        self.lr_lambdas = scale_fn
        self.scale_mode = MODES.get(self.mode, "cycle") if scale_fn is None else self.scale_mode
        lowest = for_each(base_lr, groups)
        for name in ("max_lr", "base_momentum", "max_momentum"):
            setattr(self, name, for_each(getattr(self, name), groups))
        if last_epoch == -1:
            for group, lr in zip(groups, lowest, strict=True):
                group["lr"] = lr
        super().__init__(optimizer, last_epoch)
        self.base_lrs = lowest

    def scale_fn(self, x: float) -> float:
        """How high the top of a cycle is, by its number or the number of steps."""
        if self.lr_lambdas is not None:
            return self.lr_lambdas(x)
        halves = 0.5 ** (x - 1) if self.mode == "triangular2" else 1.0
        return self.gamma**x if self.mode == "exp_range" else halves

    def get_lr(self) -> list[float]:
        """base_lr + (max_lr - base_lr) * how high. It sets the momentums, too."""
        cycle = math.floor(1 + self.last_epoch / self.total_size)
        x, top = 1 + self.last_epoch / self.total_size - cycle, self.step_size_up / self.total_size
        height = x / top if x <= top else (x - 1) / (top - 1)
        height *= self.scale_fn(cycle if self.scale_mode == "cycle" else self.last_epoch)
        momenta = zip(self.base_momentum, self.max_momentum, strict=True)
        for group, (low, high) in zip(self.optimizer.param_groups, momenta, strict=True):
            if self.cycle_momentum:
                set_momentum(group, high - (high - low) * height)
        pairs = zip(self.base_lrs, self.max_lr, strict=True)
        return [low + (high - low) * height for low, high in pairs]


class ChainedScheduler(SequentialLR):
    """Several schedules of one optimiser, all of which take every step."""

    def __init__(
        self, schedulers: Sequence[LRScheduler], optimizer: Optimizer | None = None
    ) -> None:
        """Raises ValueError for no schedules, for one that watches a loss, and unless all belong to
        `optimizer`, or to that of the first."""
        if not schedulers or any(isinstance(each, ReduceLROnPlateau) for each in schedulers):
            raise ValueError("ChainedScheduler takes schedules whose steps need no loss")
        self.optimizer = optimizer or schedulers[0].optimizer
        if any(each.optimizer is not self.optimizer for each in schedulers):
            raise ValueError("the schedulers must belong to the same optimizer")
        self._schedulers = list(schedulers)
        self._last_lr = self.scaled(1)

    def step(self) -> None:
        """A step of each, in their order."""
        for scheduler in self._schedulers:
            scheduler.step()
        self._last_lr = self.scaled(1)
