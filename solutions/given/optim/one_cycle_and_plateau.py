"""Schedules that do more than multiply: one plans a whole run, one watches how it goes. (Given
code.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...m19_sgd import Optimizer
from .scheduler import LRScheduler


class OneCycleLR(LRScheduler):
    """Up to `max_lr` and down again to almost nothing, while momentum goes the other way.

    L. Smith and N. Topin, Super-Convergence (2018). Call `step()` after each batch.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float | Sequence[float],
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float = 0.85,
        max_momentum: float = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
        last_epoch: int = -1,
    ) -> None:
        """From max_lr / div_factor up in `pct_start` of all steps, and down to 1 / final_div_factor
        of where it began.

        Raises ValueError if the number of steps is not given and positive, for another strategy
        than "cos" and "linear", and if momentum is to be cycled, for an optimiser that has none.
        """
        if total_steps is None and epochs is not None and steps_per_epoch is not None:
            total_steps = epochs * steps_per_epoch
        if total_steps is None or total_steps <= 0:
            raise ValueError("give a positive total_steps, or epochs and steps_per_epoch")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy is 'cos' or 'linear', not {anneal_strategy!r}")
        if cycle_momentum and not {"momentum", "betas"} & optimizer.defaults.keys():
            raise ValueError("the optimizer has no momentum to cycle")
        groups = optimizer.param_groups
        highest = max_lr if isinstance(max_lr, list | tuple) else [max_lr] * len(groups)
        if last_epoch == -1:
            for group, lr in zip(groups, highest, strict=True):
                start = lr / div_factor
                group.update(initial_lr=start, max_lr=lr, min_lr=start / final_div_factor)
        self.total_steps, self.peak = total_steps, pct_start * total_steps - 1
        self.anneal_strategy, self.cycle_momentum = anneal_strategy, cycle_momentum
        self.base_momentum, self.max_momentum = base_momentum, max_momentum
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rates after `last_epoch` steps; the momentum is set, too.

        Raises ValueError after the last step.
        """
        step = self.last_epoch
        if step > self.total_steps:
            raise ValueError(f"step {step} of a cycle of {self.total_steps}")
        rising = step <= self.peak
        if rising:
            share = step / self.peak
        else:
            share = (step - self.peak) / (self.total_steps - 1 - self.peak)
        if self.cycle_momentum:
            ends = (self.max_momentum, self.base_momentum)
            self._set_momentum(self._between(*(ends if rising else ends[::-1]), share))
        names = ("initial_lr", "max_lr") if rising else ("max_lr", "min_lr")
        groups = self.optimizer.param_groups
        return [self._between(group[names[0]], group[names[1]], share) for group in groups]

    def _between(self, start: float, end: float, share: float) -> float:
        if self.anneal_strategy == "cos":
            return end + (start - end) / 2 * (math.cos(math.pi * share) + 1)
        return (end - start) * share + start

    def _set_momentum(self, momentum: float) -> None:
        for group in self.optimizer.param_groups:
            if "betas" in group:
                group["betas"] = (momentum, *group["betas"][1:])
            else:
                group["momentum"] = momentum


class ReduceLROnPlateau(LRScheduler):
    """The rate is multiplied by `factor` when a metric has not got better for a while."""

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float | Sequence[float] = 0,
        eps: float = 1e-8,
    ) -> None:
        """Watch one number.

        Args:
            mode: "min" if less is better, "max" if more is.
            patience: how many steps in a row may pass without getting better.
            threshold: by how much better counts, relative ("rel") or absolute ("abs").
            cooldown: how many steps to wait after a reduction.
            min_lr, eps: rates do not fall below the one, nor change by less than the other.

        Raises ValueError for a factor of 1 or more, and for modes that are not named here.
        """
        if factor >= 1:
            raise ValueError(f"factor must be less than 1, got {factor}")
        if mode not in ("min", "max") or threshold_mode not in ("rel", "abs"):
            raise ValueError(f"unknown mode {mode!r} or threshold_mode {threshold_mode!r}")
        groups = optimizer.param_groups
        self.optimizer = optimizer
        self.min_lrs = list(min_lr) if isinstance(min_lr, list | tuple) else [min_lr] * len(groups)
        self.mode, self.threshold, self.threshold_mode = mode, threshold, threshold_mode
        self.factor, self.patience, self.cooldown, self.eps = factor, patience, cooldown, eps
        self.best = math.inf if mode == "min" else -math.inf
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
