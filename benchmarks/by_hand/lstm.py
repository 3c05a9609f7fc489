"""An LSTM over a sequence, a linear layer on its last state, and cross-entropy; SGD.

A logistic function is a tanh: 1 / (1 + exp(-z)) = tanh(z / 2) / 2 + 1/2. So one tanh serves all
four gates, if the weights of three are halved first. These three lie side by side here: i, f, o, g,
where torch has i, f, g, o.
"""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .optimizers import Parameters, sgd

GATES = ("lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0")


def reordered(gates: np.ndarray) -> np.ndarray:
    """A copy in which the last two of the four gates have changed places."""
    i, f, third, fourth = np.split(gates, 4)
    return np.concatenate([i, f, fourth, third])


class Cell:
    """The gates and states of all steps: forward and backward, one step at a time."""

    def __init__(self, steps: int, batch: int, size: int) -> None:
        self.gates, self.g_gates = np.empty((2, steps, batch, 4 * size), np.float32)
        self.h, self.c = np.zeros((2, steps + 1, batch, size), np.float32)  # before the first, 0
        self.tanh_c = np.empty((steps, batch, size), np.float32)
        self.slopes, self.more = np.empty((2, batch, 4 * size), np.float32)
        self.gc, self.u, self.ones = np.ones((3, batch, size), np.float32)
        self.half, self.size = np.float32(0.5), size

    def parts(self, gates: np.ndarray) -> list[np.ndarray]:
        """i, f, o and g of some gates, as views."""
        return [gates[:, k * self.size : (k + 1) * self.size] for k in range(4)]

    def forward(self, t: int, weight: np.ndarray) -> None:
        """From what the input gives, in `gates[t]`; `weight` is (size, 4 size), three halved."""
        gates, logistic, c = self.gates[t], self.gates[t, :, : 3 * self.size], self.c[t + 1]
        np.dot(self.h[t], weight, out=self.more)
        np.add(gates, self.more, out=gates)
        np.tanh(gates, out=gates)
        np.multiply(logistic, self.half, out=logistic)
        np.add(logistic, self.half, out=logistic)
        i, f, o, g = self.parts(gates)
        np.multiply(f, self.c[t], out=c)
        np.multiply(i, g, out=self.u)
        np.add(c, self.u, out=c)
        np.tanh(c, out=self.tanh_c[t])
        np.multiply(o, self.tanh_c[t], out=self.h[t + 1])

    def backward(self, t: int, gh: np.ndarray, weight: np.ndarray) -> None:
        """`gh`, the gradient of h after step t, becomes that before it; `weight` is (4 size, size).
        That of the gates before their tanh is left in `g_gates[t]`."""
        gates, d, slopes = self.gates[t], self.g_gates[t], self.slopes
        i, f, o, g = self.parts(gates)
        gi, gf, go, gg = self.parts(d)
        np.multiply(gh, self.tanh_c[t], out=go)
        np.multiply(self.tanh_c[t], self.tanh_c[t], out=self.u)
        np.subtract(self.ones, self.u, out=self.u)
        np.multiply(self.u, o, out=self.u)
        np.multiply(self.u, gh, out=self.u)
        np.add(self.gc, self.u, out=self.gc)
        np.multiply(self.gc, g, out=gi)
        np.multiply(self.gc, self.c[t], out=gf)
        np.multiply(self.gc, i, out=gg)
        np.multiply(self.gc, f, out=self.gc)
        np.multiply(gates, gates, out=slopes)  # s - s * s of the three, 1 - g * g of the last
        three, last = slopes[:, : 3 * self.size], slopes[:, 3 * self.size :]
        np.subtract(gates[:, : 3 * self.size], three, out=three)
        np.subtract(self.ones, last, out=last)
        np.multiply(d, slopes, out=d)
        np.dot(d, weight, out=gh)


def lstm(start: Arrays, x: np.ndarray, labels: np.ndarray) -> Peer:
    """`x` is (T, N, I)."""
    p = Parameters({k: reordered(w) if k in GATES else w for k, w in start.items()})
    w_in, w_rec, b_in, b_rec, w_out, b_out = (p.weights[k] for k in names(start))
    g_in, g_rec, gb_in, gb_rec, g_out, gb_out = (p.grads[k] for k in names(start))
    update = sgd(p, 0.1)
    (steps, batch, inputs), size = x.shape, w_rec.shape[1]
    cell = Cell(steps, batch, size)
    halves = np.full((4 * size, 1), 0.5, np.float32)
    halves[3 * size :] = 1
    halved = np.empty((inputs, 4 * size), np.float32), np.empty((size, 4 * size), np.float32)
    bias, gh = np.empty(4 * size, np.float32), np.empty((batch, size), np.float32)
    scores = np.empty((len(w_out), batch), np.float32)  # and then their gradient
    loss_of, ones = cross_entropy(scores), np.ones(steps * batch, np.float32)
    flat_x, flat_h = x.reshape(-1, inputs), cell.h[:-1].reshape(-1, size)
    flat, g_flat = (array.reshape(-1, 4 * size) for array in (cell.gates, cell.g_gates))

    def step() -> float:
        for weight, half in zip((w_in, w_rec), halved, strict=True):
            np.multiply(weight.T, halves.T, out=half)
        np.add(b_in, b_rec, out=bias)
        np.multiply(bias, halves[:, 0], out=bias)
        np.dot(flat_x, halved[0], out=flat)
        np.add(flat, bias, out=flat)
        for t in range(steps):
            cell.forward(t, halved[1])
        last = cell.h[-1]
        np.dot(w_out, last.T, out=scores)
        np.add(scores, b_out[:, None], out=scores)
        loss = loss_of(labels)
        np.dot(scores, last, out=g_out)
        np.dot(scores, ones[:batch], out=gb_out)
        np.dot(scores.T, w_out, out=gh)
        cell.gc.fill(0)
        for t in reversed(range(steps)):
            cell.backward(t, gh, w_rec)
        np.dot(g_flat.T, flat_x, out=g_in)
        np.dot(g_flat.T, flat_h, out=g_rec)
        np.dot(ones, g_flat, out=gb_in)
        gb_rec[:] = gb_in
        update()
        return loss

    return Peer(step, lambda: {k: reordered(w) if k in GATES else w for k, w in p.weights.items()})


def names(start: Arrays) -> list[str]:
    """The gates' first, and then those of the linear layer: weight and bias."""
    return [*GATES, *(name for name in start if name not in GATES)]
