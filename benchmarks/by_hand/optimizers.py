"""Weights and gradients in one buffer each, and the optimizers that walk over them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..peer import Arrays

BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


class Parameters:
    """A copy of the weights, and room for their gradients: views of two flat buffers, by name."""

    def __init__(self, start: Arrays) -> None:
        """Names that follow each other in `start` lie next to each other."""
        self.flat = np.concatenate([w.ravel() for w in start.values()])
        self.flat_grad = np.zeros_like(self.flat)
        ends = np.cumsum([w.size for w in start.values()])[:-1]
        self.weights = self._views(self.flat, start, ends)
        self.grads = self._views(self.flat_grad, start, ends)

    @staticmethod
    def _views(flat: np.ndarray, like: Arrays, ends: np.ndarray) -> Arrays:
        parts = zip(like.items(), np.split(flat, ends), strict=True)
        return {name: part.reshape(w.shape) for (name, w), part in parts}


Update = Callable[[], None]
Optimizer = Callable[[Parameters], Update]


def sgd(parameters: Parameters, lr: float) -> Update:
    """The update of torch's SGD without options; it uses up the gradients."""
    w, g, lr = parameters.flat, parameters.flat_grad, np.float32(lr)

    def update() -> None:
        np.multiply(g, lr, out=g)
        np.subtract(w, g, out=w)

    return update


def corrected(lr: float, t: int) -> tuple[np.float32, np.float32]:
    """EPS and the learning rate of Adam's step t, as the formula of `adam` has them."""
    s = ((1 - BETA2) / (1 - BETA2**t)) ** 0.5
    return np.float32(EPS / s), np.float32(lr * (1 - BETA1) / (1 - BETA1**t) / s)


def adam(parameters: Parameters, lr: float) -> Update:
    """The update of torch's Adam; it uses up the gradients.

    The averages are kept as sums, without the factors 0.1 and 0.001, which are joined to the
    numbers of the last lines: with m = (1 - BETA1) first, v = (1 - BETA2) second and
    s = sqrt((1 - BETA2) / (1 - BETA2^t)),

        lr m / (1 - BETA1^t) / (sqrt(v / (1 - BETA2^t)) + EPS)
            = lr (1 - BETA1) / (1 - BETA1^t) / s * first / (sqrt(second) + EPS / s)
    """
    w, g = parameters.flat, parameters.flat_grad
    first, second, step = np.zeros_like(w), np.zeros_like(w), np.empty_like(w)
    beta1, beta2 = np.float32(BETA1), np.float32(BETA2)
    t = 0

    def update() -> None:
        nonlocal t
        t += 1
        eps, rate = corrected(lr, t)
        np.multiply(first, beta1, out=first)
        np.add(first, g, out=first)
        np.multiply(g, g, out=g)
        np.multiply(second, beta2, out=second)
        np.add(second, g, out=second)
        np.sqrt(second, out=step)
        np.add(step, eps, out=step)
        np.divide(first, step, out=step)
        np.multiply(step, rate, out=step)
        np.subtract(w, step, out=w)

    return update
