"""Is loading mini-batches with iterators even useful? `nox -s shell -- docs/minibatches.py`.

Two questions in one. Are mini-batches useful: the same network is trained for the same time with
batches of several sizes, up to all data at once. Are iterators: the same epoch is loaded by slices
written by hand, by the DataLoader, and sample by sample.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import autodiff as torch
from autodiff import nn
from autodiff.mnist import load_mnist
from autodiff.training import evaluate
from autodiff.utils.data import DataLoader, Dataset, TensorDataset, default_collate

SECONDS = 4.0  # of training, for each batch size
SIZES = (16, 64, 256, 10_000)
RATES = (0.03, 0.1, 0.3, 1.0)  # the best of them counts
BATCH = 64
REPEATS = 5

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def main() -> None:
    train_set, test_set = load_mnist()
    print(f"{len(train_set):,} images; {SECONDS:g} s of training, plain SGD, best learning rate")
    for size in SIZES:
        print(f"  batches of {size:6,}: {best(train_set, test_set, size)}")
    print(f"one epoch in batches of {BATCH}, without training")
    for name, load in WAYS.items():
        seconds = min(epoch(load(train_set)) for _ in range(REPEATS))
        print(f"  {name:24} {1e3 * seconds:8.1f} ms")
    step = training_step(train_set)
    print(f"  training on it takes     {1e3 * step:8.1f} ms")


def best(train_set: TensorDataset, test_set: TensorDataset, size: int) -> str:
    results = []
    for rate in RATES:
        torch.manual_seed(0)
        model = network()
        steps = train_for(SECONDS, model, rate, DataLoader(train_set, size, shuffle=True))
        accuracy = evaluate(model, nn.CrossEntropyLoss(), DataLoader(test_set, 1000)).accuracy
        results.append((accuracy, rate, steps))
    accuracy, rate, steps = max(results)
    return f"test accuracy {accuracy:.2%} after {steps:,} steps, learning rate {rate:g}"


def network() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def train_for(seconds: float, model: nn.Module, rate: float, loader: Batches) -> int:
    optimizer, loss_fn = torch.optim.SGD(model.parameters(), lr=rate), nn.CrossEntropyLoss()
    steps, end = 0, time.perf_counter() + seconds
    while True:
        for x, y in loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
            steps += 1
            if time.perf_counter() >= end:
                return steps


def training_step(train_set: TensorDataset) -> float:
    """Seconds that an epoch of training takes, less those of loading."""
    model, loader = network(), DataLoader(train_set, BATCH)
    began = time.perf_counter()
    optimizer, loss_fn = torch.optim.SGD(model.parameters(), lr=0.1), nn.CrossEntropyLoss()
    for x, y in loader:
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
    return time.perf_counter() - began - epoch(loader)


def epoch(batches: Batches) -> float:
    began = time.perf_counter()
    for _ in batches:
        pass
    return time.perf_counter() - began


def by_hand(dataset: TensorDataset) -> Iterator[tuple[torch.Tensor, ...]]:
    order = torch.randperm(len(dataset)).numpy()
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        yield tuple(torch.from_numpy(x.numpy()[chosen]) for x in dataset.tensors)


def one_index(dataset: Dataset) -> Batches:
    return DataLoader(dataset, BATCH, shuffle=True)


def one_by_one(dataset: Dataset) -> Batches:
    return DataLoader(dataset, BATCH, shuffle=True, collate_fn=lambda b: default_collate(b))


WAYS: dict[str, Callable[[TensorDataset], Batches]] = {
    "slices by hand": by_hand,
    "DataLoader": one_index,
    "DataLoader, one by one": one_by_one,
}


if __name__ == "__main__":
    main()
