"""Train a small network on MNIST, and look at the digits that it takes for others.

`nox -s train` runs this on the reference, `nox -s train -- --target exercises` on your library.
Options: --subset (the 12,000 images that are always there), --epochs N, --seed N.
"""

from __future__ import annotations

import argparse
import sys
import time

import autodiff as torch
from autodiff import nn
from autodiff.mnist import DataUnavailable, draw, load_mnist
from autodiff.training import Trainer, evaluate, summary, track
from autodiff.utils.data import DataLoader, Dataset

BATCH, LEARNING_RATE, MOMENTUM = 64, 0.1, 0.9
SHOWN = 4  # misclassified digits


def network() -> nn.Module:
    """The two layers of the progress log, with a smoother way down."""
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def data(subset: bool) -> tuple[Dataset, Dataset]:
    """The training and the test set: all of MNIST, or the subset where it can't be had."""
    if not subset:
        try:
            return load_mnist(full=True)
        except DataUnavailable as problem:
            print(f"{problem}\nSo this is the subset.", file=sys.stderr)
    return load_mnist()


def train(subset: bool, epochs: int, seed: int) -> float:
    """Train, show how it goes, and return the accuracy on the test set."""
    train_set, test_set = data(subset)
    torch.manual_seed(seed)
    model, loss_fn = network(), nn.CrossEntropyLoss()
    print(summary(model, test_set[:1][0]))
    print(f"{len(train_set):,} images to train on, {len(test_set):,} to test on")
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM)
    halving = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    trainer = Trainer(model, loss_fn, optimizer, scheduler=halving)
    began = time.perf_counter()

    def watch(epoch: int, entry: dict[str, float]) -> None:
        print(
            f"epoch {epoch}/{epochs}: loss {entry['loss']:.4f}, test loss {entry['val_loss']:.4f}, "
            f"test accuracy {entry['val_accuracy']:.2%}, {time.perf_counter() - began:.1f} s"
        )

    loader = track(DataLoader(train_set, BATCH, shuffle=True), "training")
    testing = DataLoader(test_set, batch_size=1000)
    trainer.fit(loader, epochs, testing, watch=watch)
    show_mistakes(model, test_set)
    return evaluate(model, loss_fn, testing).accuracy


def show_mistakes(model: nn.Module, test_set: Dataset) -> None:
    """Print some digits that the model is wrong about, the surest mistakes first."""
    images, targets = test_set[:]
    with torch.no_grad():
        chances = torch.softmax(model(images), 1)
    sure, guesses = chances.max(1)
    wrong = [i for i in range(len(targets)) if guesses[i] != targets[i]]
    wrong.sort(key=lambda i: -sure[i].item())
    print(f"{len(wrong)} test images are misclassified. The surest mistakes:")
    captions = [f"a {targets[i].item()}, taken for a {guesses[i].item()}" for i in wrong[:SHOWN]]
    print(draw([images[i].numpy() for i in wrong[:SHOWN]], captions))


def main(subset: bool = False, epochs: int = 5, seed: int = 0) -> None:
    print(f"test accuracy {train(subset, epochs, seed):.2%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--subset", action="store_true", help="10,000 images, without a network")
    parser.add_argument("--epochs", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    main(**vars(parser.parse_args()))
