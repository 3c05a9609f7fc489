"""The mean cross-entropy and its gradient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def cross_entropy(scores: np.ndarray) -> Callable[[np.ndarray], float]:
    """A function of int64 labels (n,) that reads what stands in `scores`, (classes, n).

    It returns the mean loss and leaves its gradient in `scores`.
    """
    classes, n = scores.shape
    shifted, right = np.empty((2, classes, n), np.float32)
    largest, total, log_total = np.empty((3, n), np.float32)
    ones, share = np.ones(classes, np.float32), np.full(n, 1 / n, np.float32)
    shares = np.eye(classes, dtype=np.float32) / np.float32(n)  # a column for each class
    count = np.float32(n)

    def loss(labels: np.ndarray) -> float:
        np.maximum.reduce(scores, 0, out=largest)
        np.subtract(scores, largest, out=shifted)
        np.exp(shifted, out=scores)
        np.dot(ones, scores, out=total)
        np.log(total, out=log_total)
        np.multiply(total, count, out=total)
        np.divide(scores, total, out=scores)
        shares.take(labels, 1, out=right, mode="clip")  # any other mode makes a copy first
        np.subtract(scores, right, out=scores)
        return float(np.dot(log_total, share) - np.vdot(shifted, right))

    return loss
