"""Some of the steps in HIPS autograd, whose gradients come from NumPy code as it stands."""

from __future__ import annotations

import autograd.numpy as np
from autograd import grad, value_and_grad

from . import by_hand
from .networks import Step, Weights, data


def two_layers(weights: Weights, x: np.ndarray, labels: np.ndarray) -> float:
    h = np.maximum(x @ weights["0.weight"].T + weights["0.bias"], 0)
    logits = h @ weights["2.weight"].T + weights["2.bias"]
    shifted = logits - logits.max(1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), 1, keepdims=True))
    return -np.mean(log_p[np.arange(len(labels)), labels])


def mlp(weights: Weights) -> Step:
    x, labels = data(64, 784)
    return by_hand.sgd(weights, lambda w: value_and_grad(two_layers)(w, x, labels), 0.1)


def small_mlp(weights: Weights) -> Step:
    x, labels = data(32, 64)
    return by_hand.adam(weights, lambda w: value_and_grad(two_layers)(w, x, labels), 1e-3)


def softmax(weights: Weights) -> Step:
    x = data(512, 512)[0]
    g = np.random.default_rng(1).normal(size=(512, 512)).astype(np.float32)

    def weighted(x: np.ndarray) -> float:
        p = np.exp(x - x.max(1, keepdims=True))
        return np.sum(g * (p / np.sum(p, 1, keepdims=True)))

    return lambda: float(grad(weighted)(x)[0, 0])


def chain(weights: Weights, length: int = 10_000) -> Step:
    def long(x: float) -> float:
        for _ in range(length // 2):
            x = x * 0.999 + 0.001
        return x

    return lambda: float(grad(long)(1.0))
