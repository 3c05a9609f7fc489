"""The cases in torch's API: the same code runs on `lib = autodiff` and `lib = torch`.

Each function takes a library and returns `step`, which trains once and returns the loss, and the
network's weights as ndarrays, for those who do the same by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Step = Callable[[], float]
Weights = dict[str, np.ndarray]
SEED = 0


def data(batch: int, *shape: int, classes: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """One batch of float32 inputs, and int64 labels."""
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(batch, *shape)).astype(np.float32)
    return x, rng.integers(0, classes, batch)


def weights(model: Any) -> Weights:
    """Copies of a network's parameters, by name."""
    return {name: p.detach().numpy().copy() for name, p in model.named_parameters()}


def training(
    lib: Any, model: Any, optimizer: Any, x: np.ndarray, labels: np.ndarray
) -> tuple[Step, Weights]:
    """Steps of `optimizer` down the cross-entropy, always on the same batch."""
    x, labels = lib.from_numpy(x), lib.from_numpy(labels)
    start = weights(model)

    def step() -> float:
        optimizer.zero_grad()
        loss = lib.nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, start


def mlp(lib: Any) -> tuple[Step, Weights]:
    """784-128-10, batch 64, SGD."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    return training(lib, model, lib.optim.SGD(model.parameters(), lr=0.1), *data(64, 784))


def small_mlp(lib: Any) -> tuple[Step, Weights]:
    """64-32-10, batch 32, Adam."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return training(lib, model, lib.optim.Adam(model.parameters(), lr=1e-3), *data(32, 64))


def residual_mlp(lib: Any) -> tuple[Step, Weights]:
    """8 residual blocks of width 128 with batch norm, batch 64, Adam."""
    nn = lib.nn
    lib.manual_seed(SEED)

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.Linear(128, 128, bias=False)
            self.norm = nn.BatchNorm1d(128)

        def forward(self, x: Any) -> Any:
            return x + nn.functional.relu(self.norm(self.linear(x)))

    model = nn.Sequential(*[Block() for _ in range(8)], nn.Linear(128, 10))
    return training(lib, model, lib.optim.Adam(model.parameters(), lr=1e-3), *data(64, 128))


def convnet(lib: Any, size: int) -> tuple[Step, Weights]:
    """Two 3x3 convolutions, a pool and a linear layer on size x size images, batch 32, SGD."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (size // 2) ** 2, 10),
    )
    optimizer = lib.optim.SGD(model.parameters(), lr=0.05)
    return training(lib, model, optimizer, *data(32, 1, size, size))


def conv8(lib: Any) -> tuple[Step, Weights]:
    """The convolutional net on 8x8 images."""
    return convnet(lib, 8)


def conv28(lib: Any) -> tuple[Step, Weights]:
    """The convolutional net on 28x28 images."""
    return convnet(lib, 28)


def attention(lib: Any) -> tuple[Step, Weights]:
    """A causal self-attention block with layer norm: d 64, T 64, batch 8, one head, SGD."""
    nn, F = lib.nn, lib.nn.functional
    lib.manual_seed(SEED)

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm = nn.LayerNorm(64)
            self.query, self.key, self.value, self.out = (nn.Linear(64, 64) for _ in range(4))

        def forward(self, x: Any) -> Any:
            y = self.norm(x)
            q, k, v = self.query(y), self.key(y), self.value(y)
            return x + self.out(F.scaled_dot_product_attention(q, k, v, is_causal=True))

    model = Block()
    optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
    x = lib.from_numpy(data(8, 64, 64)[0])
    start = weights(model)

    def step() -> float:
        optimizer.zero_grad()
        y = model(x)
        loss = (y * y).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, start


def softmax(lib: Any) -> tuple[Step, Weights]:
    """A softmax of 512x512, forward and backward."""
    x = lib.from_numpy(data(512, 512)[0]).requires_grad_()
    g = lib.from_numpy(np.random.default_rng(1).normal(size=(512, 512)).astype(np.float32))

    def step() -> float:
        x.grad = None
        lib.nn.functional.softmax(x, dim=1).backward(g)
        return x.grad[0, 0].item()

    return step, {}


def chain(lib: Any, length: int = 10_000) -> tuple[Step, Weights]:
    """10,000 operations on single numbers, forward and backward."""
    x = lib.tensor(1.0, requires_grad=True)
    a, b = lib.tensor(0.999), lib.tensor(0.001)

    def step() -> float:
        x.grad = None
        y = x
        for _ in range(length // 2):
            y = y * a + b
        y.backward()
        return x.grad.item()

    return step, {}
