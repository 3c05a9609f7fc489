"""`optim.swa_utils`: weights averaged over the last steps. (Given code.)

To read: P. Izmailov et al., Averaging Weights Leads to Wider Optima (2018).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from copy import deepcopy
from itertools import chain
from typing import Any

from ..._tensor import Tensor, tensor
from ...m03_computation_graph import no_grad
from ...m16_modules import Module
from ...m19_sgd import Optimizer
from ...m24_normalization import BatchNorm1d
from ..compat.did_you_mean import missing_from
from ..core.dtypes import int64
from .more_schedules import for_each
from .scheduler import LRScheduler

Average = Callable[[Tensor, Tensor, Any], Tensor]
SeveralAtOnce = Callable[[list[Tensor], list[Tensor], Any], None]


def get_swa_avg_fn() -> Average:
    """(averaged, current, how many so far) -> the mean of all, each counting the same."""
    return lambda averaged, current, n: averaged + (current - averaged) / (n + 1)


def get_ema_avg_fn(decay: float = 0.999) -> Average:
    """(averaged, current, how many so far) -> decay * averaged + (1 - decay) * current.

    Raises ValueError unless 0 <= decay <= 1.
    """
    if not 0 <= decay <= 1:
        raise ValueError(f"decay must be between 0 and 1, got {decay}")
    return lambda averaged, current, n: decay * averaged + (1 - decay) * current


def _of_several(average: Average) -> SeveralAtOnce:
    def update(averaged: list[Tensor], current: list[Tensor], n: Any) -> None:
        with no_grad():
            for mine, theirs in zip(averaged, current, strict=True):
                mine.copy_(average(mine, theirs, n))

    return update


def get_swa_multi_avg_fn() -> SeveralAtOnce:
    """`get_swa_avg_fn` for lists of tensors; the averaged ones are written to."""
    return _of_several(get_swa_avg_fn())


def get_ema_multi_avg_fn(decay: float = 0.999) -> SeveralAtOnce:
    """`get_ema_avg_fn` for lists of tensors; the averaged ones are written to."""
    return _of_several(get_ema_avg_fn(decay))


class AveragedModel(Module):
    """A copy of a model, whose weights are the average of those that it is told of."""

    def __init__(
        self,
        model: Module,
        device: Any = None,
        avg_fn: Average | None = None,
        multi_avg_fn: SeveralAtOnce | None = None,
        use_buffers: bool = False,
    ) -> None:
        """`avg_fn` says how to average a weight, or `multi_avg_fn` all of them; the mean if neither
        is given. With `use_buffers` buffers are averaged, too, and else copied.

        Raises AssertionError for both.
        """
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("give avg_fn or multi_avg_fn, not both")
        self.module = deepcopy(model)
        self.register_buffer("n_averaged", tensor(0, dtype=int64, device=device))
        self.avg_fn, self.multi_avg_fn, self.use_buffers = avg_fn, multi_avg_fn, use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the copy gives."""
        return self.module(*args, **kwargs)

    def update_parameters(self, model: Module) -> None:
        """Let what the weights of `model` are now count; the first time they are copied."""
        mine, theirs = ([x.detach() for x in self._averaged(m)] for m in (self.module, model))
        average = self.multi_avg_fn or _of_several(self.avg_fn or get_swa_avg_fn())
        if self.n_averaged.item() == 0:
            average = _of_several(lambda averaged, current, n: current)
        average(mine, theirs, self.n_averaged.clone())
        if not self.use_buffers:
            for buffer, current in zip(self.module.buffers(), model.buffers(), strict=True):
                buffer.detach().copy_(current.detach())
        self.n_averaged += 1

    def _averaged(self, model: Module) -> Iterable[Tensor]:
        return chain(model.parameters(), model.buffers() if self.use_buffers else ())


def update_bn(loader: Iterable[Any], model: Module, device: Any = None) -> None:
    """Find the running averages of all batch norms anew, from one pass over `loader`, whose batches
    are the inputs, or tuples that begin with them."""
    norms = [m for m in model.modules() if isinstance(m, BatchNorm1d)]
    momenta = [m.momentum for m in norms]
    if not norms:
        return
    was_training = model.training
    model.train()
    for norm in norms:
        norm.running_mean.zero_()
        norm.running_var.fill_(1)
        norm.num_batches_tracked.zero_()
        norm.momentum = None
    with no_grad():
        for batch in loader:
            model((batch[0] if isinstance(batch, list | tuple) else batch).to(device))
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """From the rate as it is to `swa_lr` in `anneal_epochs` steps, and then constant."""

    def __init__(
        self,
        optimizer: Optimizer,
        swa_lr: float | list[float],
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        """Raises ValueError for another strategy than "cos" and "linear", or negative epochs."""
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy is 'cos' or 'linear', not {anneal_strategy!r}")
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f"anneal_epochs must not be negative, got {anneal_epochs}")
        groups = optimizer.param_groups
        for group, lr in zip(groups, for_each(swa_lr, groups), strict=True):
            group["swa_lr"] = lr
        self.anneal_epochs, self._anneal_strategy = anneal_epochs, anneal_strategy
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """A mixture of `swa_lr` and the rate that would be there without it."""
        step = max(self.last_epoch, self.anneal_epochs == 0)
        before, now = self._share(step - 1), self._share(step)
        rates = []
        for group in self.optimizer.param_groups:
            goal = group["swa_lr"]
            lr = goal if before == 1 else (group["lr"] - before * goal) / (1 - before)
            rates.append(goal * now + lr * (1 - now))
        return rates

    def _share(self, step: int) -> float:
        t = max(0, min(1, step / max(1, self.anneal_epochs)))
        return (1 - math.cos(math.pi * t)) / 2 if self._anneal_strategy == "cos" else t


__getattr__ = missing_from(globals())
