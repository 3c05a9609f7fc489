"""Why does cross-entropy do "(weirdly) worse"? `nox -s shell -- docs/cross_entropy_experiment.py`.

The progress log's network, sigma(sigma(X W1 + b1) W2 + b2), ends in sigma, as squared errors like
it. Cross-entropy brings a softmax of its own. Whoever swaps the loss and keeps the network, or puts
a softmax where sigma was, squashes the scores twice. What the loss's softmax is given then lies
between 0 and 1, so no class can get more than e / (e + 9) = 23 %, and the loss never falls below
1.46, however sure the network is. And a squashed score hardly moves: where the network is surely
wrong, and ought to learn the most, almost no gradient comes back. Cross-entropy is to be given the
scores as they are.

One network is trained in four ways, in the same order of the same samples, on the subset of MNIST.
The curves, each a mean over some seeds, go to .kata/cross_entropy.svg, or to the file that is named
behind the script's name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import autodiff as torch
import numpy as np
from autodiff import nn
from autodiff.mnist import load_mnist
from autodiff.training import Trainer
from autodiff.utils.data import DataLoader

EPOCHS, BATCH, SEEDS = 8, 64, (0, 1, 2)
RATE, OTHER_RATES = 0.5, (2.0, 8.0)
PICTURE = Path(*sys.argv[1:] or (".kata", "cross_entropy.svg"))

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def squared_error(scores: torch.Tensor, digits: torch.Tensor) -> torch.Tensor:
    """Of sigma(scores), summed over the classes."""
    targets = (digits.unsqueeze(1) == torch.arange(10)).float()
    return ((torch.sigmoid(scores) - targets) ** 2).sum(1).mean()


def of_sigma(scores: torch.Tensor, digits: torch.Tensor) -> torch.Tensor:
    return nn.functional.cross_entropy(torch.sigmoid(scores), digits)


def of_softmax(scores: torch.Tensor, digits: torch.Tensor) -> torch.Tensor:
    return nn.functional.cross_entropy(torch.softmax(scores, 1), digits)


LOSSES: dict[str, tuple[Loss, str]] = {
    "cross-entropy of the scores": (nn.functional.cross_entropy, "#1a7f37"),
    "squared error of sigma": (squared_error, "#0969da"),
    "cross-entropy of sigma": (of_sigma, "#bf8700"),
    "cross-entropy of softmax": (of_softmax, "#cf222e"),
}


def curve(loss: Loss, rate: float, seed: int) -> list[float]:
    """The accuracy on the test set after each epoch."""
    train_set, test_set = load_mnist()
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.Sigmoid(), nn.Linear(128, 10))
    trainer = Trainer(model, loss, torch.optim.SGD(model.parameters(), lr=rate))
    loader = DataLoader(train_set, BATCH, shuffle=True)
    history = trainer.fit(loader, EPOCHS, DataLoader(test_set, 1000))
    return [entry["val_accuracy"] for entry in history]


def main() -> None:
    print(f"test accuracy after {EPOCHS} epochs")
    print(f"{'learning rate':30}", *(f"{rate:7g}" for rate in (RATE, *OTHER_RATES)))
    curves = {}
    for name, (loss, _) in LOSSES.items():
        curves[name] = np.mean([curve(loss, RATE, seed) for seed in SEEDS], axis=0)
        others = [curve(loss, rate, SEEDS[0])[-1] for rate in OTHER_RATES]
        print(f"{name:30}", *(f"{x:7.1%}" for x in (curves[name][-1], *others)))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(plot(curves), encoding="utf-8")
    print(f"The curves are in {PICTURE}.")


def plot(curves: dict[str, np.ndarray]) -> str:
    """The curves as an SVG picture, with a name at the end of each."""
    width, height, left, bottom = 720, 360, 60, 40
    x = np.linspace(left, 490, EPOCHS)
    lines = []
    for percent in range(0, 101, 20):
        y = height - bottom - percent / 100 * 300
        lines.append(f'<path d="M{left} {y:.0f}H490" stroke="#d0d7de"/>')
        lines.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{percent} %</text>')
    for epoch, place in enumerate(x, 1):
        lines.append(f'<text x="{place:.0f}" y="{height - 20}" text-anchor="middle">{epoch}</text>')
    lines.append(f'<text x="275" y="{height - 4}" text-anchor="middle">epochs</text>')
    below = 0.0
    for name, values in sorted(curves.items(), key=lambda pair: -pair[1][-1]):
        y = height - bottom - values * 300
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
        colour = LOSSES[name][1]
        below = max(below + 16, y[-1] + 4)  # names do not overlap
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        lines.append(
            f'<text x="498" y="{below:.0f}" fill="{colour}">{name}, {values[-1]:.0%}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" fill="#57606a">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="{left}" y="12">test accuracy, learning rate {RATE:g}</text>\n'
        + "\n".join(lines)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    main()
