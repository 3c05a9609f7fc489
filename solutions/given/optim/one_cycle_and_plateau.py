"""Schedules that do more than multiply: one plans a whole run, one watches how it goes. (Given
code.)
"""

from __future__ import annotations

import math
from typing import Any

from ...m19_sgd import Optimizer
from ..protocols.made_with import make_with
from .scheduler import LRScheduler, check_momentum, for_each, set_momentum

RUN = {"max_lr": ..., "total_steps": None, "epochs": None, "steps_per_epoch": None}
WAVE = {"pct_start": 0.3, "anneal_strategy": "cos", "cycle_momentum": True}
ENDS = {"base_momentum": 0.85, "max_momentum": 0.95, "div_factor": 25.0, "final_div_factor": 1e4}
ENDS |= {"three_phase": False}


class OneCycleLR(LRScheduler, **RUN, **WAVE, **ENDS):
    """Up to `max_lr` and down again to almost nothing, while momentum goes the other way.

    From max_lr / div_factor up in `pct_start` of all steps, and down to 1 / final_div_factor of
    where it began; with `three_phase`, in as many steps as up to where it began, and in the rest
    further down. L. Smith and N. Topin, Super-Convergence (2018). Call `step()` after each batch.
    """

    def _take(self, optimizer: Optimizer, last_epoch: int, max_lr: Any, **settings: Any) -> None:
        """Raises ValueError if the number of steps is not given and positive, for another strategy
        than "cos" and "linear", and if momentum is to be cycled, for an optimiser that has none."""
        vars(self).update(settings)
        if self.total_steps is None and None not in (self.epochs, self.steps_per_epoch):
            self.total_steps = self.epochs * self.steps_per_epoch
        if self.total_steps is None or self.total_steps <= 0:
            raise ValueError("give a positive total_steps, or epochs and steps_per_epoch")
        if self.anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy is cos or linear, not {self.anneal_strategy!r}")
        check_momentum(optimizer, self.cycle_momentum)
        groups = optimizer.param_groups
        for group, lr in zip(groups, for_each(max_lr, groups), strict=True):
            if last_epoch == -1:
                start = lr / self.div_factor
                group.update(initial_lr=start, max_lr=lr, min_lr=start / self.final_div_factor)
        self.peak = self.pct_start * self.total_steps - 1
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rates after `last_epoch` steps; the momentum is set, too.

        Raises ValueError after the last step.
        """
        step = self.last_epoch
        if step > self.total_steps:
            raise ValueError(f"step {step} of a cycle of {self.total_steps}")
        three, most = self.three_phase, self.max_momentum
        ends = [0.0, self.peak, *[2 * self.peak] * three, self.total_steps - 1]
        names = ["initial_lr", "max_lr", *["initial_lr"] * three, "min_lr"]
        momenta = [most, self.base_momentum, most, most]
        phase = 0
        while step > ends[phase + 1] and phase + 2 < len(ends):
            phase += 1
        share = (step - ends[phase]) / (ends[phase + 1] - ends[phase])
        start, end = names[phase : phase + 2]
        if self.cycle_momentum:
            momentum = self._between(*momenta[phase : phase + 2], share)
            for group in self.optimizer.param_groups:
                set_momentum(group, momentum)
        groups = self.optimizer.param_groups
        return [self._between(group[start], group[end], share) for group in groups]

    def _between(self, start: float, end: float, share: float) -> float:
        if self.anneal_strategy == "cos":
            return end + (start - end) / 2 * (math.cos(math.pi * share) + 1)
        return (end - start) * share + start


WATCHED = {"mode": "min", "factor": 0.1, "patience": 10, "threshold": 1e-4}
REDUCED = {"threshold_mode": "rel", "cooldown": 0, "min_lr": 0, "eps": 1e-8}


class ReduceLROnPlateau(LRScheduler):
    """The rate is multiplied by `factor` when a metric has not got better for a while.

    Args:
        mode: "min" if less is better, "max" if more is.
        patience: how many steps in a row may pass without getting better.
        threshold: by how much better counts, relative ("rel") or absolute ("abs").
        cooldown: how many steps to wait after a reduction.
        min_lr, eps: rates do not fall below the one, nor change by less than the other.
    """

    def _take(self, optimizer: Optimizer, min_lr: Any, **settings: Any) -> None:
        """Raises ValueError for a factor of 1 or more, and for modes that are not named here."""
        vars(self).update(settings)
        if self.factor >= 1:
            raise ValueError(f"factor must be less than 1, got {self.factor}")
        if self.mode not in ("min", "max") or self.threshold_mode not in ("rel", "abs"):
            raise ValueError(f"unknown mode {self.mode!r} or {self.threshold_mode!r}")
        self.optimizer, self.min_lrs = optimizer, for_each(min_lr, optimizer.param_groups)
        self.best = math.inf if self.mode == "min" else -math.inf
        self.num_bad_epochs = self.cooldown_counter = self.last_epoch = 0
        self._last_lr = self.scaled(1)

    def step(self, metrics: Any, epoch: int | None = None) -> None:
        """Take note of how good the model is now, a number or a tensor with a single element; after
        so many epochs, or one more."""
        current = float(metrics)
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        if self._is_better(current):
            self.best, self.num_bad_epochs = current, 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            pairs = zip(self.scaled(1), self.min_lrs, strict=True)
            lower = [(lr, max(lr * self.factor, least)) for lr, least in pairs]
            self._set([new if lr - new > self.eps else lr for lr, new in lower])
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0
        self._last_lr = self.scaled(1)

    def _is_better(self, current: float) -> bool:
        sign = 1 if self.mode == "min" else -1
        margin = sign * self.threshold
        bound = self.best * (1 - margin) if self.threshold_mode == "rel" else self.best - margin
        return sign * current < sign * bound


make_with(ReduceLROnPlateau, {"optimizer": ..., **WATCHED, **REDUCED})
