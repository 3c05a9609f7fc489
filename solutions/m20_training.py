"""m20 training: the loop that everybody writes, and what goes wrong in it.

Everything is there: data in batches (`data`), a model (`modules`), a loss (`losses`), its gradients
(`backward`), and an optimizer (`sgd`). Training is one loop around them. For each batch: forget the
old gradients, which would add up; let the model answer, and take the loss of its answers; go
backward; take a step. When this file is done, `nox -s train` reads handwritten digits (MNIST).

One pass through the data is an *epoch*. After each we look at data that the model was not trained
on: when it does better and better on the one and worse on the other, it learns by heart, and it is
time to stop. That is `EarlyStopping`, and the weights to keep are those of the best epoch.

`Trainer` puts it together and keeps a history, one entry per epoch. A *checkpoint* holds all that
the rest of the run depends on: weights, the optimizer's memory (momentum), schedule, history, and
the state of the random generator, so that a run that was broken off and resumed shuffles as it
would have, and ends with the same weights, to the last bit. Write it next to the old one and then
`os.replace` that: whoever pulls the plug meanwhile leaves you one good file.

When a loss becomes NaN, the op to blame is long gone: NaN spreads to all that it touches.
`detect_anomaly` looks at every result on the way forward, and at every contribution on the way
back, and names the op that made the first. It *stands around* the two functions that make these:
`computation_graph`'s `record`, and `backward`'s `contributions`. Each has a stack
(given/core/observers.py). A function that you push there is called in the place of the one below,
which it gets as its first argument: it calls that with all the other arguments, looks at what comes
back, and returns it. So the walk back is looked at as it goes. On a second walk, hooks would be
called twice, and `retain_grad` would add up what came twice.

Means of means: batches of 64, 64 and 2 samples do not count alike. Weigh each batch's loss (itself
a mean) by its size: with losses 1, 1 and 4, the mean over all 130 samples is 136 / 130 = 1.046, and
not 2.

Traps: adding up `loss`, and not `loss.item()`, keeps every batch's graph in memory. `state_dict()`
shares memory with the weights, so "the best so far" silently becomes the latest: copy it. A model
left in eval mode, or one tested in train mode, is wrong without a word.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 7.8 (early stopping)
and 8.1.3 (mini-batches); C. Bishop, Pattern Recognition and Machine Learning (2006), section 5.5.2;
A. Karpathy, A Recipe for Training Neural Networks (karpathy.github.io, 2019), section 2.
"""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from ._tensor import Tensor, from_numpy
from .given.core.dtypes import is_floating
from .given.core.observers import observers
from .given.data.save_and_load import load, save
from .given.func.interpreters import interpreters
from .given.random.generator import Generator, default_generator
from .m02_wrapper import Array
from .m03_computation_graph import no_grad
from .m16_modules import Module
from .m19_sgd import Optimizer

Batches = Iterable[tuple[Tensor, Tensor]]
Loss = Callable[[Tensor, Tensor], Tensor]


class Metrics(NamedTuple):
    """How well a model does: means over samples. Accuracy is NaN where targets are not classes."""

    loss: float
    accuracy: float


def accuracy(outputs: Tensor, targets: Tensor) -> float:
    """The fraction of rows whose largest number is at the place that the target names.

    Args:
        outputs: scores of any floating dtype, (..., classes).
        targets: integers from 0 to classes - 1, (...). For targets of a floating dtype, which name
            no classes, the result is NaN.
    """
    if is_floating(targets.dtype):
        return math.nan
    return (outputs.argmax(-1) == targets).sum().item() / targets.numel()


def train_epoch(model: Module, loss_fn: Loss, optimizer: Optimizer, loader: Batches) -> Metrics:
    """Put the model in train mode, and take one step for each batch (inputs, targets).

    Returns means over all samples, weighed by len(inputs), with each batch's outputs as they were
    before its step.
    """
    model.train()
    batches = []
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = loss_fn(outputs, y)
        loss.backward()
        optimizer.step()
        batches.append((len(x), loss.item(), accuracy(outputs, y)))
    return _mean(batches)


def evaluate(model: Module, loss_fn: Loss, loader: Batches) -> Metrics:
    """How well the model does in eval mode: means over all samples. Nothing is recorded.

    Afterwards the model and each of its parts are in the mode (`training`) that each was in before,
    also after an exception.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with no_grad():
            batches = []
            for x, y in loader:
                outputs = model(x)
                batches.append((len(x), loss_fn(outputs, y).item(), accuracy(outputs, y)))
    finally:
        for module, mode in modes:
            module.training = mode
    return _mean(batches)


def _mean(batches: list[tuple[int, float, float]]) -> Metrics:
    sizes, losses, accuracies = zip(*batches, strict=True)
    return Metrics(*(float(np.average(x, weights=sizes)) for x in (losses, accuracies)))


class EarlyStopping:
    """Notices when a loss no longer falls, and keeps the best weights."""

    def __init__(self, patience: int = 5, min_delta: float = 0.0) -> None:
        """Args:
            patience: after how many epochs in a row without a better loss to stop.
            min_delta: a loss is better only if it is below the best by more than this.

        `best`, infinite at first, is the best loss, `waited` how many epochs ago that was, and
        `weights` a copy of the model's state_dict of then, None at first.
        """
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited = math.inf, 0
        self.weights: dict[str, Tensor] | None = None

    @property
    def should_stop(self) -> bool:
        """Whether patience has run out."""
        return self.waited >= self.patience

    def step(self, loss: float, model: Module) -> bool:
        """Look at an epoch's loss; return `should_stop`. NaN is never better."""
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
            self.weights = copy.deepcopy(dict(model.state_dict()))
        else:
            self.waited += 1
        return self.should_stop

    def restore(self, model: Module) -> None:
        """Give the model its best weights back, if any have been seen."""
        if self.weights is not None:
            model.load_state_dict(self.weights)

    def state_dict(self) -> dict[str, Any]:
        """All that later steps depend on: a dict of `best`, `waited` and `weights`."""
        return {"best": self.best, "waited": self.waited, "weights": self.weights}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from such a state."""
        self.best, self.waited, self.weights = (state[k] for k in ("best", "waited", "weights"))


class Trainer:
    """A model, what trains it, and how that went so far."""

    def __init__(
        self,
        model: Module,
        loss_fn: Loss,
        optimizer: Optimizer,
        *,
        scheduler: Any = None,
        stopping: EarlyStopping | None = None,
        generator: Generator = default_generator,
    ) -> None:
        """Args:
            model: it is trained in place.
            loss_fn: called as loss_fn(outputs, targets), it gives the mean loss of the samples.
            optimizer: of the model's parameters.
            scheduler: its `step()` is called after every epoch.
            stopping: judges every epoch by its validation loss, or by its training loss if there is
                no validation.
            generator: where the run draws random numbers, so that checkpoints can hold its state.

        `history` starts empty.
        """
        self.model, self.loss_fn, self.optimizer = model, loss_fn, optimizer
        self.scheduler, self.stopping, self.generator = scheduler, stopping, generator
        self.history: list[dict[str, float]] = []

    def fit(
        self,
        loader: Batches,
        epochs: int,
        validation: Batches | None = None,
        *,
        checkpoint: str | Path | None = None,
        watch: Callable[[int, dict[str, float]], None] | None = None,
    ) -> list[dict[str, float]]:
        """Train until the history has `epochs` entries, or `stopping` says stop.

        Each epoch trains; evaluates on `validation`, if there is one; adds {"loss", "accuracy"} to
        the history, and with validation {"val_loss", "val_accuracy"} too; steps the scheduler; lets
        `stopping` judge; saves a checkpoint; and calls `watch(number of epochs so far, entry)`.
        At the end, `stopping` restores the best weights. Returns the history.

        What a checkpoint has to do is to make this the same, in the end, as a run that was never
        broken off: call `fit` again, on a Trainer made alike that `resume` has brought up to date.
        """
        while len(self.history) < epochs and not (self.stopping and self.stopping.should_stop):
            metrics = train_epoch(self.model, self.loss_fn, self.optimizer, loader)
            entry = {"loss": metrics.loss, "accuracy": metrics.accuracy}
            if validation is not None:
                metrics = evaluate(self.model, self.loss_fn, validation)
                entry |= {"val_loss": metrics.loss, "val_accuracy": metrics.accuracy}
            self.history.append(entry)
            if self.scheduler:
                self.scheduler.step()
            if self.stopping:
                self.stopping.step(metrics.loss, self.model)
            if checkpoint:
                self.save(checkpoint)
            if watch:
                watch(len(self.history), entry)
        if self.stopping:
            self.stopping.restore(self.model)
        return self.history

    def state_dict(self) -> dict[str, Any]:
        """All that the rest of the run depends on, under "model", "optimizer", "history" and
        "generator" (its state as a tensor); and "scheduler" and "stopping", if there are any."""
        parts = {"scheduler": self.scheduler, "stopping": self.stopping}
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "history": self.history,
            "generator": from_numpy(self.generator.get_state()),
            **{name: part.state_dict() for name, part in parts.items() if part is not None},
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from such a state. The history is copied."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.history = [dict(entry) for entry in state["history"]]
        self.generator.set_state(state["generator"].numpy())
        for name, part in (("scheduler", self.scheduler), ("stopping", self.stopping)):
            if part is not None:
                part.load_state_dict(state[name])

    def save(self, path: str | Path) -> None:
        """Save the state in a file (`initialization`'s `save`). The one that is there stays
        whole until the new one is: write to `path` with ".part" appended, then replace."""
        part = f"{path}.part"
        save(self.state_dict(), part)
        os.replace(part, path)

    def resume(self, path: str | Path) -> bool:
        """Load such a file (`initialization`'s `load`), if it exists; return whether it did."""
        if not Path(path).exists():
            return False
        self.load_state_dict(load(path))
        return True


def has_nan(x: Any) -> bool:
    """Whether an Array, ndarray or NumPy scalar holds a NaN; False for anything else."""
    while isinstance(x, Array):  # within a transform, an Array's value may be one, too
        x = x.value
    numbers = isinstance(x, np.ndarray | np.generic) and is_floating(x.dtype)
    return bool(numbers and np.isnan(x).any())


class detect_anomaly:
    """Within this block, the op that makes the first NaN is named by a RuntimeError.

    Forward, every op is watched; and so is all that ops send back, by `backward()` or otherwise. It
    takes time: use it to search, and not to train. (torch watches only the way back.)
    """

    def __init__(self, check_nan: bool = True) -> None:
        """With `check_nan=False` nothing is watched."""
        self.check_nan = check_nan

    def __enter__(self) -> Self:
        """Push `watched` on the stack of `interpreters`, and `watched_contributions` on that of
        `observers`, unless `check_nan` is False. Blocks may be nested."""
        if self.check_nan:
            interpreters.push(watched)
            observers.push(watched_contributions)
        return self

    def __exit__(self, *exception: object) -> None:
        """Pop both, whatever happened; an exception goes on its way."""
        if self.check_nan:
            observers.pop(watched_contributions)
            interpreters.pop(watched)


def watched(
    below: Callable[..., Any], op: Callable[..., Any], function: Any, args: tuple, params: dict
) -> Any:
    """The result of an op, as `below(op, function, args, params)` computes it, unless it holds NaN.

    Then it raises RuntimeError. The message holds the op's `__name__`, and says if the op was given
    the NaN already, in one of `args`.
    """
    result = below(op, function, args, params)
    if has_nan(result):
        given = any(map(has_nan, args))
        raise RuntimeError(f"{op.__name__} {'was given' if given else 'made'} a NaN")
    return result


def watched_contributions(
    below: Callable[..., Any], array: Array, g: Any, *options: Any
) -> list[tuple[Array, Any]]:
    """The (parent, contribution) pairs of an array, as `below(array, g, *options)` finds them.

    It raises RuntimeError if `g`, which is the array's total, or a contribution holds NaN. The
    message holds the `__name__` of the op that the array is the result of.
    """
    name = array.node.op.__name__
    if has_nan(g):
        raise RuntimeError(f"the gradients that came back to the result of {name} sum to NaN")
    found = list(below(array, g, *options))
    for parent, contribution in found:
        if has_nan(contribution):
            raise RuntimeError(
                f"the gradient of {name} with respect to an argument of shape {parent.shape} is NaN"
            )
    return found
