"""Operations on single numbers, as NumPy has them."""

from __future__ import annotations

import numpy as np

from ..peer import CHAIN, Arrays, Peer

FACTOR, SUMMAND = np.float32(0.999), np.float32(0.001)


def chain(start: Arrays, x: np.ndarray) -> Peer:
    """Multiplications and additions in turn; their gradients are known beforehand."""
    grad = np.zeros_like(x)

    def step() -> float:
        y = x[()]
        for _ in range(CHAIN // 2):
            y = y * FACTOR + SUMMAND
        g = np.float32(1)
        for _ in range(CHAIN // 2):
            g = g * FACTOR
        grad[...] = g
        return float(y)

    return Peer(step, lambda: {"x.grad": grad})
