"""Some of the cases in HIPS autograd, whose gradients come from NumPy code as it stands."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

import numpy

from .by_hand.chain import FACTOR, SUMMAND
from .by_hand.optimizers import Optimizer, Parameters, adam, sgd
from .peer import CHAIN, Arrays, Peer

INSTALLED = False
with suppress(ImportError):
    import autograd.numpy as np
    from autograd import grad, value_and_grad

    INSTALLED = True


def loss_of_two_layers(weights: Arrays, x: numpy.ndarray, labels: numpy.ndarray) -> float:
    h = np.maximum(x @ weights["0.weight"].T + weights["0.bias"], 0)
    logits = h @ weights["2.weight"].T + weights["2.bias"]
    shifted = logits - logits.max(1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), 1, keepdims=True))
    return -np.mean(log_p[np.arange(len(labels)), labels])


def two_layers(
    optimizer: Optimizer, start: Arrays, x: numpy.ndarray, labels: numpy.ndarray
) -> Peer:
    p = Parameters(start)
    update, gradients = optimizer(p), value_and_grad(loss_of_two_layers)

    def step() -> float:
        loss, grads = gradients(p.weights, x, labels)
        for name, g in grads.items():
            p.grads[name][...] = g
        update()
        return float(loss)

    return Peer(step, lambda: p.weights)


mlp = partial(two_layers, partial(sgd, lr=0.1))
small_mlp = partial(two_layers, partial(adam, lr=1e-3))


def softmax(start: Arrays, x: numpy.ndarray, g: numpy.ndarray) -> Peer:
    def weighted(x: Any) -> Any:
        p = np.exp(x - x.max(1, keepdims=True))
        return np.sum(g * (p / np.sum(p, 1, keepdims=True)))

    back, gradient = numpy.empty_like(x), grad(weighted)

    def step() -> float:
        back[:] = gradient(x)
        return float(back[0, 0])

    return Peer(step, lambda: {"x.grad": back})


def chain(start: Arrays, x: numpy.ndarray) -> Peer:
    def long(x: Any) -> Any:
        for _ in range(CHAIN // 2):
            x = x * FACTOR + SUMMAND
        return x

    back, of_long = numpy.empty_like(x), value_and_grad(long)

    def step() -> float:
        y, back[...] = of_long(x)
        return float(y)

    return Peer(step, lambda: {"x.grad": back})
