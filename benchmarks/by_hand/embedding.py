"""The mean of the vectors of some words, a linear layer, and cross-entropy; Adam.

Few words occur in a batch, but Adam moves them all, on account of earlier gradients. So no gradient
is ever as large as the table: that of the words which occur is added to the two averages in their
rows, and then the whole table is walked over in blocks that stay in the cache.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .optimizers import BETA1, BETA2, Parameters, adam, corrected

BLOCK = 1 << 14  # numbers: four arrays of so many stay in the cache
RATE = 1e-3


class Table:
    """Vectors by word, and Adam's averages of their gradients (as in `optimizers.adam`)."""

    def __init__(self, weight: np.ndarray) -> None:
        self.weight = weight.copy()
        self.first, self.second = np.zeros((2, *weight.shape), np.float32)
        flat = [a.reshape(-1) for a in (self.weight, self.first, self.second)]
        ends = range(BLOCK, weight.size, BLOCK)
        self.blocks = list(zip(*(np.split(a, ends) for a in flat), strict=True))
        self.room = np.empty(BLOCK, np.float32)
        self.t = 0

    def update(self, words: np.ndarray, g: np.ndarray) -> None:
        """One step, for the gradients `g` of the vectors of these words, each word once."""
        beta1, beta2 = np.float32(BETA1), np.float32(BETA2)
        self.first[words] += g / beta1  # the decay that comes takes it back
        self.second[words] += g * g / beta2
        self.t += 1
        eps, rate = corrected(RATE, self.t)
        for weight, first, second in self.blocks:
            step = self.room[: len(weight)]
            np.multiply(first, beta1, out=first)
            np.multiply(second, beta2, out=second)
            np.sqrt(second, out=step)
            np.add(step, eps, out=step)
            np.divide(first, step, out=step)
            np.multiply(step, rate, out=step)
            np.subtract(weight, step, out=weight)


def summed(words: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each word of (N, L) once, and the sum of the rows of `g`, (N, d), in which it occurs."""
    order = words.reshape(-1).argsort(kind="stable")
    ordered = words.reshape(-1)[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ordered[starts], np.add.reduceat(g[order // words.shape[1]], starts)


def embedding(start: Arrays, words: np.ndarray, labels: np.ndarray) -> Peer:
    """`words` is (N, L); the table's weight comes first in `start`."""
    (name, weight), *rest = start.items()
    table, p = Table(weight), Parameters(dict(rest))
    w, b = p.weights.values()
    grad_w, grad_b = p.grads.values()
    update: Callable[[], None] = adam(p, RATE)
    (n, length), d = words.shape, weight.shape[1]
    vectors, mean = np.empty((n * length, d), np.float32), np.empty((n, d), np.float32)
    shares, share = np.full((1, length), 1 / length, np.float32), np.float32(1 / length)
    scores = np.empty((len(w), n), np.float32)  # and then their gradient
    loss_of, ones, g = cross_entropy(scores), np.ones(n, np.float32), np.empty_like(mean)

    def step() -> float:
        table.weight.take(words.reshape(-1), 0, out=vectors, mode="clip")
        np.matmul(shares, vectors.reshape(n, length, d), out=mean[:, None])
        np.dot(w, mean.T, out=scores)
        np.add(scores, b[:, None], out=scores)
        loss = loss_of(labels)
        np.dot(scores, mean, out=grad_w)
        np.dot(scores, ones, out=grad_b)
        np.dot(scores.T, w, out=g)
        np.multiply(g, share, out=g)
        update()
        table.update(*summed(words, g))
        return loss

    return Peer(step, lambda: {name: table.weight, **p.weights})
