"""What all schedules of learning rates have in common. (Given code.)

A scheduler sets the "lr" of every group of an optimiser, at once and then at each `step()`, usually
once an epoch. Most work with factors: they multiply what is there, so that two schedulers of one
optimiser combine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...m19_sgd import Optimizer
from ..protocols.made_with import make_with

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

        Raises TypeError for anything but an optimiser, KeyError if a group to be resumed has no
        "initial_lr".
        """
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer = optimizer
        if last_epoch == -1:
            for group in optimizer.param_groups:
                group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self._begin(last_epoch)

    def __init_subclass__(cls, **settings: Any) -> None:
        """A subclass may say what it is made with, besides, in the class statement."""
        if settings:
            make_with(cls, {"optimizer": ..., **settings, "last_epoch": -1})

    def _take(self, optimizer: Optimizer, last_epoch: int, **settings: Any) -> None:
        """Keep the settings that the schedule is made with, and begin."""
        vars(self).update(settings)
        LRScheduler.__init__(self, optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The new rate of each group, from `last_epoch` and what the rates are now."""
        raise NotImplementedError(f"{type(self).__name__} does not say which rates come next")

    def scaled(self, factor: float) -> list[float]:
        """The rates as they are now, times a factor."""
        return [group["lr"] * factor for group in self.optimizer.param_groups]

    def get_last_lr(self) -> list[float]:
        """The rate of each group that the last step set."""
        return self._last_lr

    def step(self, epoch: int | None = None) -> None:
        """Move on to the next rates; or, an older way, to those of an `epoch`."""
        if epoch is not None:
            self.restart()
            for _ in range(epoch):
                self.step()
            return
        self.last_epoch += 1
        self._set(self.get_lr())

    def restart(self) -> None:
        """Begin anew, from the rates at the very start."""
        self._set(self.base_lrs)
        self._begin(-1)

    def _begin(self, last_epoch: int) -> None:
        self.last_epoch, self.is_starting = last_epoch, True
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


def for_each(value: Any, groups: Sequence[dict[str, Any]]) -> list[float]:
    """One number for each group. Raises ValueError for another number of them."""
    values = list(value) if isinstance(value, list | tuple) else [value] * len(groups)
    if len(values) != len(groups):
        raise ValueError(f"{len(values)} values for {len(groups)} parameter groups")
    return values


def check_momentum(optimizer: Optimizer, cycle_momentum: bool) -> None:
    """Raises ValueError if momentum is to be cycled where there is none."""
    if cycle_momentum and not {"momentum", "betas"} & optimizer.defaults.keys():
        raise ValueError("the optimizer has no momentum to cycle")


def set_momentum(group: dict[str, Any], momentum: float) -> None:
    """Set the momentum of SGD, or the first beta of Adam."""
    if "betas" in group:
        group["betas"] = (momentum, *group["betas"][1:])
    else:
        group["momentum"] = momentum
