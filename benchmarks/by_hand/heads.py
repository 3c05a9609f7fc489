"""Causal attention of several heads, one sequence at a time: its maps then stay in the cache."""

from __future__ import annotations

import numpy as np

from .attention import exp_of_earlier

HEADS = 4


class Heads:
    """From query, key and value, side by side in `qkv` (N * T, 3 d), to what the heads mix."""

    def __init__(self, batch: int, length: int, d: int) -> None:
        self.qkv, self.g_qkv = np.empty((2, batch * length, 3 * d), np.float32)
        self.mixed, self.g_mixed = np.empty((2, batch * length, d), np.float32)
        self.p = np.empty((batch, HEADS, length, length), np.float32)
        self.gp, self.row = np.empty_like(self.p[0]), np.empty((HEADS, length, 1), np.float32)
        self.ones, self.root = np.ones((length, 1), np.float32), np.float32((d // HEADS) ** -0.5)
        self.earlier = np.tri(length, dtype=np.float32)
        self.split, self.g_split = self._views(self.qkv, batch), self._views(self.g_qkv, batch)
        self.out, self.g_out = self._views(self.mixed, batch), self._views(self.g_mixed, batch)

    @staticmethod
    def _views(array: np.ndarray, batch: int) -> list[np.ndarray]:
        """Of each sequence the parts (1 or 3, heads, T, d / heads)."""
        length, d = len(array) // batch, array.shape[1]
        parts = 3 if d % 3 == 0 else 1
        shape = batch, length, parts, HEADS, d // parts // HEADS
        return list(array.reshape(shape).transpose(0, 2, 3, 1, 4))

    def forward(self) -> None:
        """Write the result into `mixed`."""
        row = self.row
        for p, (q, k, v), (out,) in zip(self.p, self.split, self.out, strict=True):
            np.matmul(q, k.swapaxes(1, 2), out=p)
            np.multiply(p, self.root, out=p)
            exp_of_earlier(p, row, self.earlier)
            np.matmul(p, self.ones, out=row)
            np.divide(p, row, out=p)
            np.matmul(p, v, out=out)

    def backward(self) -> None:
        """From the gradient in `g_mixed` to that in `g_qkv`; it uses up the weights `p`."""
        gp, row = self.gp, self.row
        views = zip(self.p, self.split, self.g_split, self.g_out, strict=True)
        for p, (q, k, v), (gq, gk, gv), (g,) in views:
            np.matmul(p.swapaxes(1, 2), g, out=gv)
            np.matmul(g, v.swapaxes(1, 2), out=gp)
            np.multiply(gp, p, out=gp)
            np.matmul(gp, self.ones, out=row)
            np.multiply(p, row, out=p)
            np.subtract(gp, p, out=gp)
            np.multiply(gp, self.root, out=gp)
            np.matmul(gp, k, out=gq)
            np.matmul(gp.swapaxes(1, 2), q, out=gk)
