"""`recurrent`'s `LSTM`, a whole sequence in one op. (Given code.)

All inputs meet their weight in one product, and so do all gradients of the weights; what is done
step by step is done in memory that is there already. With 128 numbers, 64 steps and a batch of 32,
a step of training takes 0.6 of the time; one by one, with 16 numbers, a fifth.

The op takes its place where ops are recorded and nobody else looks on: a transform sees the cells'
own ops.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import record
from ...m07_chain_rule import defvjp
from ...m10_shapes import concatenate, stack
from ...m23_regularization import dropout
from ...m30_recurrent import LSTM, lstm_cell, scan, steps
from ...m31_reverse_transforms import vjp
from ..core.dtypes import float32, float64
from ..core.residuals import primitive_with_residuals
from ..ops.move import flip
from ..statistics.sums import add_up

usual = LSTM.read


class Sequence:
    """An LSTM's way through a sequence, all in arrays of (steps, batch, size).

    `results` has the first h, those after each step, and the last c. The gates lie in the order i,
    f, o, g, so that the three that are logistic are together.
    """

    def __init__(self, x: Any, h: Any, c: Any, w_ih: Any, w_hh: Any, *biases: Any) -> None:
        count, batch, size = len(x), len(h), w_hh.shape[1]
        self.x, self.weights = x, (w_ih, w_hh)
        self.order = np.r_[: 2 * size, 3 * size : 4 * size, 2 * size : 3 * size]
        self.results = np.empty((count + 2, batch, size), x.dtype)
        self.results[0] = h
        self.c, self.tanh_c = np.empty((2, count + 1, batch, size), x.dtype)  # before each step
        self.c[0] = c
        self.gates = x.reshape(-1, x.shape[2]) @ w_ih[self.order].T
        self.gates += sum(biases)[self.order] if biases else 0
        self.gates = self.gates.reshape(count, batch, 4 * size)
        self.size, self.known = size, (None, None)
        self._read(np.ascontiguousarray(w_hh[self.order].T))

    def _parts(self, gates: np.ndarray) -> list[np.ndarray]:
        return [gates[:, k * self.size : (k + 1) * self.size] for k in range(4)]

    def _read(self, weight: np.ndarray) -> None:
        from_state = np.empty_like(self.gates[0])
        for t, gates in enumerate(self.gates):
            np.dot(self.results[t], weight, out=from_state)
            gates += from_state
            i, f, o, g = self._parts(gates)
            logistic = gates[:, : 3 * self.size]
            np.negative(logistic, out=logistic)
            np.exp(logistic, out=logistic)
            logistic += 1
            np.reciprocal(logistic, out=logistic)
            np.tanh(g, out=g)
            c, tanh_c = self.c[t + 1], self.tanh_c[t + 1]
            np.multiply(f, self.c[t], out=c)
            np.multiply(i, g, out=tanh_c)
            c += tanh_c
            np.tanh(c, out=tanh_c)
            np.multiply(o, tanh_c, out=self.results[t + 1])
        self.results[-1] = self.c[-1]

    def gradient(self, g: np.ndarray, place: int) -> np.ndarray:
        """That of one of the arguments, from that of all results but the first."""
        if self.known[0] is not g:  # what they have in common is found once
            self.known = g, self._way_back(g)
        gh, gc, gates = self.known[1]
        if place in (1, 2):
            return (gh, gc)[place - 1]
        flat = gates.reshape(-1, 4 * self.size)
        if place == 0:
            return (flat @ self.weights[0][self.order]).reshape(self.x.shape)
        read = self.x if place == 3 else self.results[:-2]
        found = flat.T @ read.reshape(len(flat), -1) if place < 5 else add_up(flat, (0,))
        out = np.empty_like(found)
        out[self.order] = found
        return out

    def _way_back(self, g: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The gradients of the first h and c, and of all gates before they are bent."""
        gh, gc, weight = np.zeros_like(g[0]), g[-1].copy(), self.weights[1][self.order]
        g_gates, slopes = np.empty_like(self.gates), np.empty_like(self.gates[0])
        through = np.empty_like(gh)
        for t in reversed(range(len(self.gates))):
            gh += g[t]
            self._step_back(t, gh, gc, g_gates[t], slopes, through)
            np.dot(g_gates[t], weight, out=gh)
        return gh, gc, g_gates

    def _step_back(self, t: int, gh: Any, gc: Any, g_gates: Any, slopes: Any, through: Any) -> None:
        """From the gradients after step t, that of its gates, and in `gc` that of c before it."""
        gates, tanh_c, three = self.gates[t], self.tanh_c[t + 1], 3 * self.size
        i, f, o, g = self._parts(gates)
        gi, gf, go, gg = self._parts(g_gates)
        np.multiply(gh, tanh_c, out=go)
        np.multiply(tanh_c, tanh_c, out=through)
        np.subtract(1, through, out=through)
        through *= o
        through *= gh
        gc += through
        np.multiply(gc, g, out=gi)
        np.multiply(gc, self.c[t], out=gf)
        np.multiply(gc, i, out=gg)
        gc *= f
        np.multiply(gates, gates, out=slopes)  # s - s * s of the three, 1 - g * g of the last
        np.subtract(gates[:, :three], slopes[:, :three], out=slopes[:, :three])
        np.subtract(1, slopes[:, three:], out=slopes[:, three:])
        g_gates *= slopes


@primitive_with_residuals
def lstm(*args: np.ndarray) -> tuple[np.ndarray, Sequence]:
    """x (L, N, in), h and c (N, H), and the cell's weights and, maybe, biases -> the h after each
    step, and the last c: (L + 1, N, H)."""
    sequence = Sequence(*args)
    return sequence.results[1:], sequence


def by_cells(x: Any, h: Any, c: Any, *weights: Any) -> Any:
    """The same, by the cells' own ops."""
    hidden, (_, c) = scan(lstm_cell, steps(x), (h, c), weights)
    return stack([*hidden, c])


def rule(place: int) -> Any:
    """The rule for one of the arguments."""

    def lstm_vjp(
        g: Any,
        out: Any,
        x: Any,
        h: Any,
        c: Any,
        w_ih: Any,
        w_hh: Any,
        b_ih: Any = None,
        b_hh: Any = None,
        residuals: Any = None,
    ) -> Any:
        args = [x, h, c, w_ih, w_hh] + ([] if b_ih is None else [b_ih, b_hh])
        if residuals is None and not isinstance(g, np.ndarray):
            return vjp(by_cells, *args)[1](g)[place]
        return (residuals or Sequence(*args)).gradient(g, place)

    return lstm_vjp


defvjp(lstm, *map(rule, range(7)))


def is_usual(layers: LSTM, x: Any) -> bool:
    """Whether there is nothing in a layer but `lstm`, and ops are recorded, and no more."""
    own = getattr(layers.step, "__func__", None)  # packed sequences bring another one
    is_plain = own is LSTM.step and not layers.proj_size
    return is_plain and type(x).interpreter is record and x.dtype in (float32, float64)


def read(self: LSTM, x: Any, state: Any) -> Any:
    """`LSTM.read`, each layer and direction by one op."""
    if not is_usual(self, x):
        return usual(self, x, state)
    last: list[Any] = []
    for layer in range(self.num_layers):
        if layer and self.dropout > 0:
            x = dropout(x, self.dropout, self.training)
        outputs = []
        for reverse in (False, True) if self.bidirectional else (False,):
            h, c = (part[len(last)] for part in state)
            found = lstm(flip(x, 0) if reverse else x, h, c, *self.weights(layer, reverse))
            outputs.append(flip(found[:-1], 0) if reverse else found[:-1])
            last.append((found[-2], found[-1]))
        x = concatenate(*outputs, dim=-1) if len(outputs) > 1 else outputs[0]
    return x, tuple([stack(part) for part in zip(*last, strict=True)])
