"""Two 3x3 convolutions with ReLU, a 2x2 pool and a linear layer.

Images are kept as (C, H, W, N): then the columns of a convolution are copied in rows of W * N, a
pool takes its maxima over rows of N, and the linear layer finds its inputs in the right order.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .optimizers import Parameters, sgd


class Convolution:
    """A 3x3 convolution of padded images (C, H + 2, W + 2, N) to (K, H, W, N), and a ReLU."""

    def __init__(self, padded: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> None:
        windows = sliding_window_view(padded, (3, 3), (1, 2))  # (C, H, W, N, 3, 3)
        self.windows = windows.transpose(0, 4, 5, 1, 2, 3)
        self.columns = np.empty(self.windows.shape, np.float32)
        self.flat_columns = self.columns.reshape(weight[0].size, -1)
        self.weight, self.bias = weight.reshape(len(weight), -1), bias[:, None]
        self.result = np.empty((len(weight), *self.columns.shape[3:]), np.float32)
        self.flat_result = self.result.reshape(len(weight), -1)
        self.zeros = np.zeros_like(self.result)

    def forward(self, out: np.ndarray) -> None:
        """Write the result into `out`."""
        np.copyto(self.columns, self.windows)
        np.dot(self.weight, self.flat_columns, out=self.flat_result)
        np.add(self.flat_result, self.bias, out=self.flat_result)
        np.maximum(self.result, self.zeros, out=out)

    def backward(self, g: np.ndarray, grad_weight: np.ndarray, grad_bias: np.ndarray) -> None:
        """`g` is the gradient of the result before the ReLU."""
        g = g.reshape(self.flat_result.shape)
        np.dot(g, self.flat_columns.T, out=grad_weight.reshape(self.weight.shape))
        np.add.reduce(g, 1, out=grad_bias)


class ImageGradient:
    """From the gradient of a convolution to that of the padded images that it is given."""

    def __init__(self, convolution: Convolution) -> None:
        c, _, _, height, width, n = convolution.columns.shape
        self.weight = convolution.weight
        self.columns = np.empty_like(convolution.columns)
        self.flat_columns = self.columns.reshape(convolution.flat_columns.shape)
        self.padded = np.empty((c, height + 2, width + 2, n), np.float32)
        self.grad = self.padded[:, 1:-1, 1:-1]
        self.parts = [
            (self.padded[:, i : i + height, j : j + width], self.columns[:, i, j])
            for i in range(3)
            for j in range(3)
        ]

    def backward(self, g: np.ndarray) -> None:
        """Leave the gradient of the images in `grad`."""
        np.dot(self.weight.T, g.reshape(len(self.weight), -1), out=self.flat_columns)
        self.padded.fill(0)
        for window, part in self.parts:
            np.add(window, part, out=window)


class Pool:
    """The maxima of 2x2 windows of (C, H, W, N).

    The first of equal pixels gets the gradient: what is not passed to one goes to the other.
    """

    def __init__(self, c: int, height: int, width: int, n: int) -> None:
        self.images, self.spread = np.empty((2, c, height, width, n), np.float32)
        half = (c, height // 2, width // 2, n)
        self.pixels, self.grads = map(self._corners, (self.images, self.spread))
        self.upper, self.lower, self.best, self.part = np.empty((4, *half), np.float32)
        self.upper_left, self.lower_left, self.is_upper, self.on = np.empty((4, *half), bool)

    @staticmethod
    def _corners(x: np.ndarray) -> list[np.ndarray]:
        return [x[:, i::2, j::2] for i in (0, 1) for j in (0, 1)]

    def forward(self) -> None:
        """From `images` to `best`."""
        a, b, c, d = self.pixels
        np.greater_equal(a, b, out=self.upper_left)
        np.maximum(a, b, out=self.upper)
        np.greater_equal(c, d, out=self.lower_left)
        np.maximum(c, d, out=self.lower)
        np.greater_equal(self.upper, self.lower, out=self.is_upper)
        np.maximum(self.upper, self.lower, out=self.best)

    def backward(self, g: np.ndarray) -> None:
        """From the gradient of `best`, through the ReLU before the pool, to that in `spread`."""
        a, b, c, d = self.grads
        np.greater(self.best, np.float32(0), out=self.on)
        np.multiply(g, self.on, out=g)
        np.multiply(g, self.is_upper, out=self.part)
        np.subtract(g, self.part, out=g)
        np.multiply(self.part, self.upper_left, out=a)
        np.subtract(self.part, a, out=b)
        np.multiply(g, self.lower_left, out=c)
        np.subtract(g, c, out=d)


def convnet(start: Arrays, x: np.ndarray, labels: np.ndarray) -> Peer:
    """`x` is (N, C, H, W) as in torch."""
    p = Parameters(start)
    w1, b1, w2, b2, w3, b3 = p.weights.values()
    grad_w1, grad_b1, grad_w2, grad_b2, grad_w3, grad_b3 = p.grads.values()
    update = sgd(p, 0.05)
    n, c, height, width = x.shape
    images = np.zeros((c, height + 2, width + 2, n), np.float32)
    middle = np.zeros((len(w1), height + 2, width + 2, n), np.float32)
    inside, active = images[:, 1:-1, 1:-1], middle[:, 1:-1, 1:-1]
    first, second = Convolution(images, w1, b1), Convolution(middle, w2, b2)
    back, pool = ImageGradient(second), Pool(len(w2), height, width, n)
    on, g1 = np.empty(active.shape, bool), np.empty(active.shape, np.float32)
    features = pool.best.reshape(-1, n)
    g = np.empty_like(features)
    scores = np.empty((len(w3), n), np.float32)
    loss_of, ones, zero = cross_entropy(scores), np.ones(n, np.float32), np.float32(0)

    def step() -> float:
        np.copyto(inside, x.transpose(1, 2, 3, 0))
        first.forward(active)
        second.forward(pool.images)
        pool.forward()
        np.dot(w3, features, out=scores)
        np.add(scores, b3[:, None], out=scores)
        loss = loss_of(labels)
        np.dot(scores, features.T, out=grad_w3)
        np.dot(scores, ones, out=grad_b3)
        np.dot(w3.T, scores, out=g)
        pool.backward(g.reshape(pool.best.shape))
        second.backward(pool.spread, grad_w2, grad_b2)
        back.backward(pool.spread)
        np.greater(active, zero, out=on)
        np.multiply(back.grad, on, out=g1)
        first.backward(g1, grad_w1, grad_b1)
        update()
        return loss

    return Peer(step, lambda: p.weights)
