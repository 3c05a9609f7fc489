"""A hidden layer with a ReLU, and cross-entropy."""

from __future__ import annotations

from functools import partial

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .optimizers import Optimizer, Parameters, adam, sgd


def two_layers(optimizer: Optimizer, start: Arrays, x: np.ndarray, labels: np.ndarray) -> Peer:
    """The network whose weights and biases are `start`, in the order of its layers."""
    p = Parameters(start | {"0.weight": start["0.weight"].T})  # BLAS is faster with (in, out)
    w1, b1, w2, b2 = p.weights.values()
    grad_w1, grad_b1, grad_w2, grad_b2 = p.grads.values()
    update = optimizer(p)
    n, hidden, classes = len(x), *w2.shape[::-1]
    h, gh, zeros = np.zeros((3, n, hidden), np.float32)
    on = np.empty(h.shape, bool)
    scores = np.empty((classes, n), np.float32)  # and then their gradient
    loss_of, ones, zero = cross_entropy(scores), np.ones(n, np.float32), np.float32(0)
    column2 = b2[:, None]

    def step() -> float:
        np.dot(x, w1, out=h)
        np.add(h, b1, out=h)
        np.maximum(h, zeros, out=h)
        np.dot(w2, h.T, out=scores)
        np.add(scores, column2, out=scores)
        loss = loss_of(labels)
        np.dot(scores, h, out=grad_w2)
        np.dot(scores, ones, out=grad_b2)
        np.dot(scores.T, w2, out=gh)
        np.greater(h, zero, out=on)
        np.multiply(gh, on, out=gh)
        np.dot(x.T, gh, out=grad_w1)
        np.dot(ones, gh, out=grad_b1)
        update()
        return loss

    return Peer(step, lambda: p.weights | {"0.weight": w1.T})


mlp = partial(two_layers, partial(sgd, lr=0.1))
small_mlp = partial(two_layers, partial(adam, lr=1e-3))
