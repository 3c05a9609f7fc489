"""A network and how it is trained: one program for both libraries, from one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from . import networks
from .data import Batch, image_batches, test_images, test_text, text_batches

SEED = 0


class Case(NamedTuple):
    """A network, an optimizer by its name in torch and its options, and the data."""

    network: Callable[[Any, Any], Any]
    optimizer: str
    options: dict[str, Any]
    batches: Callable[[Any, str], Iterator[Batch]] = image_batches
    test: Callable[[Any, str], list[Batch]] = test_images
    kinks: bool = False  # whether ReLU or max-pool is in it


class Run(NamedTuple):
    """The loss at each step, the final accuracy on the test set, and a usual step's seconds."""

    losses: list[float]
    accuracy: float
    seconds: float


RESNET = {"lr": 0.05, "momentum": 0.9, "weight_decay": 5e-4}
CASES = {
    "mlp_sgd": Case(networks.mlp, "SGD", {"lr": 0.1, "momentum": 0.9}, kinks=True),
    "mlp_adam": Case(networks.mlp, "Adam", {"lr": 1e-3}, kinks=True),
    "dropout_norm": Case(networks.regularized, "Adam", {"lr": 1e-3}),
    "convnet": Case(networks.convnet, "Adam", {"lr": 1e-3}, kinks=True),
    "resnet": Case(networks.resnet, "SGD", RESNET, kinks=True),
    "resnet_silu": Case(networks.smooth_resnet, "SGD", RESNET),
    "gpt": Case(networks.gpt, "AdamW", {"lr": 3e-3}, text_batches, test_text),
}


def train(lib: Any, case: Case, dtype: str, steps: int) -> Run:
    """Train the case's network with `lib` from the seed, in "float32" or "float64"."""
    lib.manual_seed(SEED)
    model = case.network(lib, getattr(lib, dtype))
    optimizer = getattr(lib.optim, case.optimizer)(model.parameters(), **case.options)
    batches = case.batches(lib, dtype)
    losses, seconds = [], []
    for _ in range(steps):
        x, y = next(batches)
        began = perf_counter()
        optimizer.zero_grad()
        loss = lib.nn.functional.cross_entropy(model(x).flatten(0, -2), y.flatten())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        seconds.append(perf_counter() - began)
    model.eval()
    with lib.no_grad():
        correct = [
            (model(x).argmax(-1) == y).to(lib.float64).mean().item()
            for x, y in case.test(lib, dtype)
        ]
    return Run(losses, sum(correct) / len(correct), median(seconds))
