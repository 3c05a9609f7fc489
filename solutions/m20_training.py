"""m20 training: the loop that everybody writes, and what goes wrong in it.

About 60 minutes; difficulty 2 of 5. Checkpoints (`Trainer.state_dict`) may wait.

Everything is there: data in batches (`data`), a model (`modules`), a loss (`cross_entropy`), its
gradients (`backward`), and an optimizer (`sgd`). Training is one loop around them. The forty lines
had it, too: three lines, over all of the data, until the result looked good. What they lack is what
this lesson is about: to know how good the model is, when to stop, and how to go on tomorrow. At its
end, `nox -s train` reads handwritten digits (MNIST).

For each batch: forget the old gradients, which would add up; let the model answer, and take the
loss of its answers; go backward; take a step. One pass through the data is an *epoch*.

    outputs   =  model(  inputs     )                         the scores of a batch of 64
    (64, 10)             (64, 784)
    loss      =  cross_entropy(  outputs  ,  targets  )       a mean over the 64 samples
    ()                           (64, 10)    (64,)

The accuracy says in how many of 64 rows the target's score is the largest, over 64.

A mean of means is not the mean: batches of 64, 64 and 2 samples do not count alike. Weigh each
batch's loss (itself a mean) by its size:

    samples    64    64    2      130
    loss        1     1    4
    product    64    64    8      136      136 / 130 = 1.046; the mean of 1, 1 and 4 would be 2

After each epoch we look at *validation* data, on which the model was not trained. When it gets
better on the training data and worse on these, it learns by heart, and it is time to stop.
`EarlyStopping` sees to that, and keeps the weights of the best epoch. It stops after so many epochs
without a better loss: its *patience*. With patience 2:

    epoch                1      2      3      4      5
    validation loss      3.0    2.0    2.5    1.75   1.75  ...
    waited               0      0      1      0      1         not lower; at 2 it says stop

`Trainer` puts all this together and keeps a history, one entry per epoch. A *checkpoint* holds all
that the rest of the run depends on: weights, the optimizer's memory (momentum), the schedule of the
learning rate, the history, and the state of the random generator. So a run that was broken off and
resumed shuffles as it would have, and ends with the same weights, to the last bit. You say what
belongs in a checkpoint; `save` and `resume` are given. The new file is written next to the old one,
and then takes its place (`os.replace`): if the power fails meanwhile, one good file is left.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch has no `fit`. Its parts (`torch/optim/optimizer.py: Optimizer`,
`torch/utils/data/dataloader.py: DataLoader`) are called by your own loop, because research means to
change the loop: two optimizers that take turns, a gradient that is cut down, a second loss now and
then. Keras has `fit`, and calls functions of yours (callbacks) at set points; that is less to
write, as long as these points are enough. JAX has no loop, either, but its step must be a pure
function, `weights, memory = step(weights, memory, batch)`, which `jax/_src/api.py: jit` compiles as
a whole. Then nobody can forget `zero_grad`: gradients are returned, and not stored. Ours, like
torch's, add up in `.grad`. That costs a line in each loop; it buys the gradient of a large batch
from several small ones, where the large one does not fit into memory.

The traps
---------
- Adding up `loss`, and not `loss.item()`, keeps every batch's graph in memory.
- `state_dict()` shares memory with the weights, so "the best so far" silently becomes the latest:
  copy it.
- A model that is trained in eval mode, or tested in train mode, gives wrong results without a word.

When it is done, digits are read. `debugging` is for the days on which they are not.

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
from typing import Any, NamedTuple

import numpy as np

from ._tensor import Tensor, from_numpy
from .given.core.dtypes import is_floating
from .given.data.save_and_load import load, save
from .given.random.generator import Generator, default_generator
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


def mean_over_samples(batches: list[tuple[int, float, float]]) -> Metrics:
    """Means over all samples, from each batch's (number of samples, loss, accuracy)."""
    sizes, losses, accuracies = zip(*batches, strict=True)
    return Metrics(*(float(np.average(x, weights=sizes)) for x in (losses, accuracies)))


def train_epoch(model: Module, loss_fn: Loss, optimizer: Optimizer, loader: Batches) -> Metrics:
    """Put the model in train mode, and take one step for each batch (inputs, targets).

    Returns means over all samples. A batch counts with the loss and the accuracy of its outputs
    before its step, len(inputs) times. `loss_fn` is called as loss_fn(outputs, targets).
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
    return mean_over_samples(batches)


def evaluate(model: Module, loss_fn: Loss, loader: Batches) -> Metrics:
    """How well the model does in eval mode: means over all samples. Nothing is recorded.

    Afterwards, even after an exception, the model and each of its parts have the mode (`training`)
    that each had before.
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
    return mean_over_samples(batches)


class EarlyStopping:
    """Notices when a loss no longer falls, and keeps the best weights."""

    def __init__(self, patience: int = 5, min_delta: float = 0.0) -> None:
        """Args:
            patience: after how many epochs in a row without a better loss to stop.
            min_delta: a loss is better only if it is below the best by more than this.

        `best`, infinite at first, is the best loss; `waited` is how many epochs ago that was;
        `weights`, None at first, is a copy of the model's state_dict of that time. (Given.)
        """
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited = math.inf, 0
        self.weights: dict[str, Tensor] | None = None

    @property
    def should_stop(self) -> bool:
        """Whether patience has run out. (Given.)"""
        return self.waited >= self.patience

    def step(self, loss: float, model: Module) -> bool:
        """Look at an epoch's loss: renew `best`, `waited` and `weights`, and return `should_stop`.
        NaN is never better."""
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
            self.weights = copy.deepcopy(dict(model.state_dict()))
        else:
            self.waited += 1
        return self.should_stop

    def restore(self, model: Module) -> None:
        """Give the model its best weights back, if any have been seen. (Given.)"""
        if self.weights is not None:
            model.load_state_dict(self.weights)

    def state_dict(self) -> dict[str, Any]:
        """All that later steps depend on: a dict of `best`, `waited` and `weights`. (Given.)"""
        return {"best": self.best, "waited": self.waited, "weights": self.weights}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from such a state. (Given.)"""
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

    def one_epoch(self, loader: Batches, validation: Batches | None = None) -> dict[str, float]:
        """Train for an epoch; evaluate on `validation`; step the scheduler; let `stopping` judge
        the loss of the validation, or, without one, that of the training. What is None is left out.

        Returns a dict: "loss" and "accuracy" of the training, and with validation also "val_loss"
        and "val_accuracy".
        """
        metrics = train_epoch(self.model, self.loss_fn, self.optimizer, loader)
        entry = {"loss": metrics.loss, "accuracy": metrics.accuracy}
        if validation is not None:
            metrics = evaluate(self.model, self.loss_fn, validation)
            entry |= {"val_loss": metrics.loss, "val_accuracy": metrics.accuracy}
        if self.scheduler:
            self.scheduler.step()
        if self.stopping:
            self.stopping.step(metrics.loss, self.model)
        return entry

    def fit(
        self,
        loader: Batches,
        epochs: int,
        validation: Batches | None = None,
        *,
        checkpoint: str | Path | None = None,
        watch: Callable[[int, dict[str, float]], None] | None = None,
    ) -> list[dict[str, float]]:
        """Train until the history has `epochs` entries, or `stopping` says stop. (Given.)

        Each epoch is `one_epoch`; its entry is added to the history; a checkpoint is saved; and
        `watch(number of epochs so far, entry)` is called. At the end, `stopping` restores the best
        weights. Returns the history.

        With a checkpoint, a run that was broken off ends as if it had not been: make the Trainer
        again in the same way, call `resume`, and then `fit`.
        """
        while len(self.history) < epochs and not (self.stopping and self.stopping.should_stop):
            entry = self.one_epoch(loader, validation)
            self.history.append(entry)
            if checkpoint:
                self.save(checkpoint)
            if watch:
                watch(len(self.history), entry)
        if self.stopping:
            self.stopping.restore(self.model)
        return self.history

    def parts(self) -> dict[str, Any]:
        """What has a state of its own, under "model", "optimizer", and, if there are any,
        "scheduler" and "stopping". (Given.)"""
        parts = {"scheduler": self.scheduler, "stopping": self.stopping}
        there = {name: part for name, part in parts.items() if part is not None}
        return {"model": self.model, "optimizer": self.optimizer, **there}

    def state_dict(self) -> dict[str, Any]:
        """All that the rest of the run depends on: the states of all `parts()`, under their names;
        "history"; and under "generator" its state, an ndarray (`get_state`), as a tensor."""
        return {
            **{name: part.state_dict() for name, part in self.parts().items()},
            "history": self.history,
            "generator": from_numpy(self.generator.get_state()),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from such a state. The history is copied. (Given.)"""
        for name, part in self.parts().items():
            part.load_state_dict(state[name])
        self.history = [dict(entry) for entry in state["history"]]
        self.generator.set_state(state["generator"].numpy())

    def save(self, path: str | Path) -> None:
        """Save the state in a file. (Given.) The old file stays whole until the new one, which is
        written to `path` with ".part" appended, takes its place."""
        part = f"{path}.part"
        save(self.state_dict(), part)
        os.replace(part, path)

    def resume(self, path: str | Path) -> bool:
        """Load such a file (`load`), if it exists; return whether it did. (Given.)"""
        if not Path(path).exists():
            return False
        self.load_state_dict(load(path))
        return True
