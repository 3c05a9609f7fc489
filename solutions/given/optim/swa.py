"""`optim.swa_utils`: weights averaged over the last steps. (Given code.)

To read: P. Izmailov et al., Averaging Weights Leads to Wider Optima (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import partial
from typing import Any

from ..._tensor import Tensor, tensor
from ...m03_computation_graph import no_grad
from ...m16_modules import Module
from ...m24_normalization import BatchNorm1d
from ..core.dtypes import int64

Average = Callable[[Tensor, Tensor, Any], Tensor]
SeveralAtOnce = Callable[[list[Tensor], list[Tensor], Any], None]


def mean_of_all(averaged: Tensor, current: Tensor, n: Any) -> Tensor:
    """The mean of `current` and of the `n` before it."""
    return averaged + (current - averaged) / (n + 1)


def get_ema_avg_fn(decay: float = 0.999) -> Average:
    """(averaged, current, how many so far) -> decay * averaged + (1 - decay) * current.

    Raises ValueError unless 0 <= decay <= 1.
    """
    if not 0 <= decay <= 1:
        raise ValueError(f"decay must be between 0 and 1, got {decay}")
    return lambda averaged, current, n: decay * averaged + (1 - decay) * current


def _update(average: Average, averaged: list[Tensor], current: list[Tensor], n: Any) -> None:
    with no_grad():
        for mine, theirs in zip(averaged, current, strict=True):
            mine.copy_(average(mine, theirs, n))


def get_ema_multi_avg_fn(decay: float = 0.999) -> SeveralAtOnce:
    """`get_ema_avg_fn` for lists of tensors; the averaged ones are written to."""
    return partial(_update, get_ema_avg_fn(decay))


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
        is given. With `use_buffers` buffers are averaged, too, and else copied."""
        super().__init__()
        self.module = deepcopy(model)
        self.register_buffer("n_averaged", tensor(0, dtype=int64, device=device))
        self.average = multi_avg_fn or partial(_update, avg_fn or mean_of_all)
        self.use_buffers = use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the copy gives."""
        return self.module(*args, **kwargs)

    def update_parameters(self, model: Module) -> None:
        """Let what the weights of `model` are now count; the first time they are copied."""
        mine, theirs = (
            [[x.detach() for x in each] for each in (m.parameters(), m.buffers())]
            for m in (self.module, model)
        )
        copy = partial(_update, lambda averaged, current, n: current)
        average = self.average if self.n_averaged.item() else copy
        ways = average, average if self.use_buffers else copy
        for way, old, new in zip(ways, mine, theirs, strict=True):
            way(old, new, self.n_averaged.clone())
        self.n_averaged += 1


def update_bn(loader: Iterable[Any], model: Module, device: Any = None) -> None:
    """Find the running averages of all batch norms anew, from one pass over `loader`, whose batches
    are the inputs, or tuples that begin with them."""
    momenta = {m: m.momentum for m in model.modules() if isinstance(m, BatchNorm1d)}
    was_training = model.training
    model.train()
    for norm in momenta:
        norm.running_mean.zero_()
        norm.running_var.fill_(1)
        norm.num_batches_tracked.zero_()
        norm.momentum = None
    with no_grad():
        for batch in loader if momenta else ():
            model((batch[0] if isinstance(batch, list | tuple) else batch).to(device))
    for norm, momentum in momenta.items():
        norm.momentum = momentum
    model.train(was_training)
