"""The cases in torch's API: the same code runs on `lib = autodiff` and `lib = torch`.

Each function takes a library and the inputs as ndarrays. It reads them anew at each step.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from .peer import CHAIN, Arrays, Peer, step_of

SEED = 0


def state(model: Any) -> Arrays:
    """A network's parameters and running statistics by name, not copied."""
    return {name: t.detach().numpy() for name, t in model.state_dict().items() if t.ndim}


def gradient(x: Any) -> Arrays:
    """The gradient of an input, once there is one."""
    return {} if x.grad is None else {"x.grad": x.grad.numpy()}


def training(lib: Any, model: Any, optimizer: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """Steps of `optimizer` down the cross-entropy, of a model as the library has `prepared` it."""
    forward = getattr(lib, "prepared", lambda model: model)(model)
    x, labels = lib.from_numpy(x), lib.from_numpy(labels)

    def update() -> Any:
        optimizer.zero_grad()
        loss = lib.nn.functional.cross_entropy(forward(x), labels)
        loss.backward()
        optimizer.step()
        return loss

    return Peer(step_of(lib, update), lambda: state(model))


def mlp(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """784-128-10, SGD."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    return training(lib, model, lib.optim.SGD(model.parameters(), lr=0.1), x, labels)


def small_mlp(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """64-32-10, Adam."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return training(lib, model, lib.optim.Adam(model.parameters(), lr=1e-3), x, labels)


def residual_mlp(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """8 residual blocks of width 128 with batch norm, Adam."""
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
    return training(lib, model, lib.optim.Adam(model.parameters(), lr=1e-3), x, labels)


def convnet(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """Two 3x3 convolutions, a pool and a linear layer on square images, SGD."""
    nn = lib.nn
    lib.manual_seed(SEED)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (x.shape[-1] // 2) ** 2, 10),
    )
    return training(lib, model, lib.optim.SGD(model.parameters(), lr=0.05), x, labels)


def resnet(lib: Any, x: np.ndarray, labels: np.ndarray) -> Peer:
    """ResNet-18 for images of 32x32, SGD."""
    nn = lib.nn
    lib.manual_seed(SEED)

    def normalized(inputs: int, outputs: int, size: int, stride: int) -> Any:
        convolution = nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)
        return nn.Sequential(convolution, nn.BatchNorm2d(outputs))

    class Block(nn.Module):
        def __init__(self, inputs: int, outputs: int, stride: int) -> None:
            super().__init__()
            self.first = normalized(inputs, outputs, 3, stride)
            self.second = normalized(outputs, outputs, 3, 1)
            self.shortcut = normalized(inputs, outputs, 1, stride) if stride > 1 else None

        def forward(self, x: Any) -> Any:
            y = self.second(self.first(x).relu())
            return (y + (self.shortcut(x) if self.shortcut else x)).relu()

    class ResNet(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stem = normalized(3, 64, 3, 1)
            widths = [64, 64, 64, 128, 128, 256, 256, 512, 512]
            self.blocks = nn.Sequential(*[Block(a, b, b // a) for a, b in pairwise(widths)])
            self.head = nn.Linear(512, 10)

        def forward(self, x: Any) -> Any:
            return self.head(self.blocks(self.stem(x).relu()).mean((2, 3)))

    model = ResNet()
    return training(lib, model, lib.optim.SGD(model.parameters(), lr=1e-4), x, labels)


def attention(lib: Any, x: np.ndarray) -> Peer:
    """A causal self-attention block with layer norm: d 64, one head, SGD."""
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
    x = lib.from_numpy(x)

    def update() -> Any:
        optimizer.zero_grad()
        y = model(x)
        loss = (y * y).mean()
        loss.backward()
        optimizer.step()
        return loss

    return Peer(step_of(lib, update), lambda: state(model))


def softmax(lib: Any, x: np.ndarray, g: np.ndarray) -> Peer:
    """A softmax of rows and its backward, from `g`; the gradient's first number is the loss."""
    x, g = lib.from_numpy(x).requires_grad_(), lib.from_numpy(g)

    def update() -> Any:
        x.grad = None
        lib.nn.functional.softmax(x, dim=1).backward(g)
        return x.grad[0, 0]

    return Peer(step_of(lib, update), lambda: gradient(x))


def chain(lib: Any, x: np.ndarray) -> Peer:
    """Operations on single numbers, forward and backward."""
    x = lib.from_numpy(x).requires_grad_()
    a, b = lib.tensor(0.999), lib.tensor(0.001)

    def update() -> Any:
        x.grad = None
        y = x
        for _ in range(CHAIN // 2):
            y = y * a + b
        y.backward()
        return y

    return Peer(step_of(lib, update), lambda: gradient(x))
