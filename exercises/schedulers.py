"""Learning rates that change while training. (Given code.)

A scheduler sets the "lr" of every group of an optimiser, at once and then at each `step()`, usually
once an epoch. Most work with factors: they multiply what is there, so that two schedulers of one
optimiser combine.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .m15_sgd import Optimizer

NOT_SAVED = ("optimizer", "lr_lambdas", "_schedulers")


class LRScheduler:
    """The base of all schedules: a subclass says in `get_lr` which rates come next.

    Attributes:
        base_lrs: the rates that the groups began with, which they keep as "initial_lr".
        last_epoch: how many steps there have been; 0 while the first rates are set.
        is_starting: whether the rates are set for the first time, at `last_epoch` 0 or, after
            resuming, later.
    """

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        """Set the first rates; or, to resume, those that follow after `last_epoch` steps.

        Raises TypeError for what is no optimiser, KeyError if a group to be resumed has no
        "initial_lr".
        """
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer = optimizer
        if last_epoch == -1:
            for group in optimizer.param_groups:
                group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self.is_starting = True
        self.step()
        self.is_starting = False

    def get_lr(self) -> list[float]:
        """The new rate of each group, from `last_epoch` and what the rates are now."""
        raise NotImplementedError(f"{type(self).__name__} does not say which rates come next")

    def scaled(self, factor: float) -> list[float]:
        """The rates as they are now, times a factor."""
        return [group["lr"] * factor for group in self.optimizer.param_groups]

    def get_last_lr(self) -> list[float]:
        """The rate of each group that the last step set."""
        return self._last_lr

    def step(self) -> None:
        """Move on to the next rates."""
        self.last_epoch += 1
        self._set(self.get_lr())

    def restart(self) -> None:
        """Begin anew, from the rates at the very start."""
        self._set(self.base_lrs)
        self.last_epoch = -1
        self.is_starting = True
        self.step()
        self.is_starting = False

    def state_dict(self) -> dict[str, Any]:
        """All that a checkpoint needs, the optimiser's own state and any functions excepted."""
        return {name: value for name, value in vars(self).items() if name not in NOT_SAVED}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from where another scheduler of this kind was; load the optimiser, too."""
        vars(self).update(state_dict)

    def _set(self, lrs: Sequence[float]) -> None:
        for group, lr in zip(self.optimizer.param_groups, lrs, strict=True):
            group["lr"] = lr
        self._last_lr = self.scaled(1)


class LambdaLR(LRScheduler):
    """The first rate times a function of the number of steps."""

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        """One function for all groups, or one for each. Raises ValueError if their number is
        wrong."""
        groups = len(optimizer.param_groups)
        several = isinstance(lr_lambda, list | tuple)
        self.lr_lambdas = list(lr_lambda) if several else [lr_lambda] * groups
        if len(self.lr_lambdas) != groups:
            raise ValueError(f"{len(self.lr_lambdas)} functions for {groups} parameter groups")
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """base_lr * function(last_epoch)."""
        pairs = zip(self.base_lrs, self.lr_lambdas, strict=True)
        return [base * function(self.last_epoch) for base, function in pairs]


class MultiStepLR(LRScheduler):
    """The rate is multiplied by `gamma` at each of the milestones."""

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Iterable[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        """`milestones` are numbers of steps; one that is named twice counts twice."""
        self.milestones = Counter(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rates now, times `gamma` if this is a milestone."""
        return self.scaled(self.gamma ** self.milestones[self.last_epoch])


class ConstantLR(LRScheduler):
    """The rate times `factor`, until `total_iters` steps were made."""

    def __init__(
        self,
        optimizer: Optimizer,
        factor: float = 1 / 3,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        """Raises ValueError if `factor` is not between 0 and 1."""
        if not 0 <= factor <= 1:
            raise ValueError(f"factor must be between 0 and 1, got {factor}")
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)

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
        own = {name: value for name, value in state_dict.items() if name != "_schedulers"}
        super().load_state_dict(own)
        pairs = zip(self._schedulers, state_dict["_schedulers"], strict=True)
        for scheduler, state in pairs:
            scheduler.load_state_dict(state)


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
        than "cos" and "linear", and if momentum should be cycled where there is none.
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

    def step(self, metrics: Any) -> None:
        """Take note of how good the model is now, a number or a tensor with a single element."""
        current = float(metrics)
        self.last_epoch += 1
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
